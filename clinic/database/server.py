"""Starting and stopping the embedded server.

Two locks of the kernel's (flock) stand behind it, which nothing can leave behind: ``var/postgres.lock`` lets
one start or stop happen at a time; ``server.lock`` beside the data is inherited by the server and all its
workers, so it can be taken only when none of them is alive.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from clinic.database import cluster
from clinic.database.place import Account, DatabaseProblem, Place
from clinic.database.programs import server_programs

START_PATIENCE = 120  # seconds: after a crash the server first repeats what its log holds
STOP_PATIENCE = 60  # seconds
LOG_LIMIT = 10_000_000  # bytes; a longer server log is put aside at the next start
Say = Callable[[str], None]
# Servers begun by this process, which may outlive it: kept, so that one that ends is not left a zombie.
_begun: "list[subprocess.Popen[bytes]]" = []


@dataclass(frozen=True)
class Status:
    """What is known of the server; ``pid`` is None when it does not run."""

    pid: int | None
    place: Place


def status(place: Place) -> Status:
    return Status(_running(place, place.account()), place)


def start(place: Place, say: Say) -> bool:
    """Start the server unless it runs; wait until it answers. Answer whether this call started it.

    Makes the cluster, the role and the database when missing. Raises DatabaseProblem with what to do.
    """
    with _one_at_a_time(place):
        account = place.account()
        begins = _running(place, account) is None
        if not begins:
            _refuse_other_socket(place, account)
        process = _begin(place, account, say) if begins else None
        _wait_until_ready(place, account, process, say)
        cluster.ensure_role_and_database(place)
        return begins


def stop(place: Place) -> bool:
    """Stop the server; wait until it is gone. Answer whether it was running."""
    if not place.data.exists():
        return False
    with _one_at_a_time(place):
        pid = _running(place, place.account())
        if pid is None:
            return False
        os.kill(pid, signal.SIGINT)  # "fast": ends sessions, finishes a checkpoint
        with _nothing_alive(place, f"The server (process {pid}) is still stopping; its log: {place.log}"):
            with suppress(OSError):
                place.socket.rmdir()
            return True


def _begin(place: Place, account: Account, say: Say) -> "subprocess.Popen[bytes]":
    folder = cluster.prepare_folders(place, account)
    programs = server_programs(place, account)
    with _nothing_alive(place, f"A worker of a server that was killed is still busy in {folder}.") as lock:
        if not place.data.exists():
            say(f"making a database cluster in {folder}")
            cluster.create(place, account, programs)
        cluster.refuse_other_version(place, programs, account)
        _clear_remains(place, account)
        _begun[:] = [process for process in _begun if process.poll() is None]
        _begun.append(_launch(place, account, programs, lock))
        return _begun[-1]


@contextmanager
def _one_at_a_time(place: Place) -> Iterator[None]:
    place.var.mkdir(parents=True, exist_ok=True)
    path = place.var / "postgres.lock"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except PermissionError:
        raise DatabaseProblem(
            f"{path} belongs to another account: only that account, and root, start and stop this database."
        ) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


@contextmanager
def _nothing_alive(place: Place, otherwise: str) -> Iterator[int]:
    """Hold the lock that living servers hold; raise DatabaseProblem(*otherwise*) if they do not let go."""
    file = os.open(place.folder / "server.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        end = time.monotonic() + STOP_PATIENCE
        while not _taken(file):
            if time.monotonic() > end:
                raise DatabaseProblem(otherwise)
            time.sleep(0.02)
        yield file
    finally:
        os.close(file)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _record(place: Place, account: Account) -> list[str]:
    """The server's own notes: process id, data directory, start, port, socket directory, ..."""
    return account.run(["/bin/cat", place.data / "postmaster.pid"]).stdout.splitlines()


def _refuse_other_socket(place: Place, account: Account) -> None:
    """Raise DatabaseProblem when the running server was started at another path of this folder."""
    record = _record(place, account)
    if len(record) > 4 and record[4].strip() not in ("", str(place.socket)):
        raise DatabaseProblem(
            "This folder was moved while its server ran. Stop the server and start it again: python manage.py db stop"
        )


def _running(place: Place, account: Account) -> int | None:
    """The process id of our server: the recorded one, if that process works in our data directory.

    Asked as the server's account: root without the right to trace others may not look itself.
    """
    record = _record(place, account) if place.data.exists() else []
    if not record or not record[0].strip().isdigit():
        return None
    pid = int(record[0])
    if os.path.isdir("/proc/self"):
        same = account.run(["/bin/sh", "-c", '[ "/proc/$1/cwd" -ef "$2" ]', "sh", str(pid), place.data])
    else:
        same = account.run([server_programs(place, account) / "pg_ctl", "status", "-D", place.data])
    return pid if same.returncode == 0 else None


def _clear_remains(place: Place, account: Account) -> None:
    """Remove what a killed server left. Only while its lock is ours, so that no server is alive.

    Any living process with the recorded id would make the new server believe that the old one runs.
    """
    account.run(["/bin/rm", "-f", place.data / "postmaster.pid"])
    cluster.make_socket_folder(place, account)
    account.run(["/bin/sh", "-c", 'rm -f "$1"/.s.PGSQL.*', "sh", place.socket])


def _launch(place: Place, account: Account, programs: Path, lock: int) -> "subprocess.Popen[bytes]":
    """Start the server in a session of its own: it outlives this process, and its Ctrl-C."""
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT:
        place.log.replace(place.log.with_suffix(".log.1"))
    log = os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        return subprocess.Popen(
            [programs / "postgres", "-D", place.data, *cluster.server_options(place)],
            **account.options(),
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
        )
    finally:
        os.close(log)


def _wait_until_ready(place: Place, account: Account, process: "subprocess.Popen[bytes] | None", say: Say) -> None:
    began = time.monotonic()
    told = False
    while not cluster.answers(place):
        if process is not None and process.poll() is not None:
            raise DatabaseProblem(f"The server did not start. The end of {place.log}:\n{_last_lines(place.log)}")
        if process is None and _running(place, account) is None:
            raise DatabaseProblem("The server ended while it was starting. Try again.")
        waited = time.monotonic() - began
        if waited > START_PATIENCE:
            raise DatabaseProblem(f"The server has not answered for {START_PATIENCE} s; its log: {place.log}")
        if waited > 5 and not told:
            say(f"still starting (after a crash this can take a minute); its log: {place.log}")
            told = True
        time.sleep(0.03)


def _last_lines(path: Path, count: int = 8) -> str:
    with suppress(OSError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
    return "(no log)"
