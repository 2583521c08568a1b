"""Embedded servers of the tests' own, in folders that the server's account can reach."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from clinic.database import server
from clinic.database.place import Account, Place

AS_ROOT = os.geteuid() == 0


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A new folder under /tmp that every account can enter; pytest's own lets only one in."""
    folder = Path(tempfile.mkdtemp(prefix="guywire-test-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def place_in(folder: Path) -> Iterator[Place]:
    """The place of a server in *folder*; what was started there is stopped and its socket folder removed."""
    place = Place(folder / "var")
    try:
        yield place
    finally:
        server.stop(place)
        shutil.rmtree(place.socket, ignore_errors=True)


def connect(place: Place, user: str = "guywire", database: str = "guywire") -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(host=str(place.socket), port=5432, user=user, dbname=database, autocommit=True)


def running(place: Place) -> int:
    pid = server.status(place).pid
    assert pid is not None
    return pid


def stranger(account: Account) -> "subprocess.Popen[bytes]":
    """A process of the server's own account that has nothing to do with the server."""
    return subprocess.Popen(["/bin/sleep", "60"], **account.options())


def write_pid_file(place: Place, pid: int) -> None:
    """Make the data directory look as if a server with *pid* had been killed."""
    lines = f"{pid}\n{place.data}\n1700000000\n5432\n{place.socket}\n\n"
    script: list[str | Path] = ["/bin/sh", "-c", 'cat > "$1"', "sh", place.data / "postmaster.pid"]
    assert place.account().run(script, text=lines).returncode == 0
