"""manage.py db and serve, as a person runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from clinic.database import server
from clinic.database.place import Place
from tests.clinic.launcher import place_in, reachable_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with reachable_folder() as folder, place_in(folder) as made:
        yield made


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("GUYWIRE_", "DATABASE_", "PG"))}


def manage(*arguments: str, stdin: str = "", **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env={**clean_environment(), **environ}, input=stdin, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def db(*arguments: str) -> str:
    """What ``manage.py db`` prints, run in this process."""
    printed = StringIO()
    call_command("db", *arguments, stdout=printed)
    return printed.getvalue()


@pytest.mark.launcher
def test_the_life_of_a_database(place, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GUYWIRE_VAR", str(place.var))
    with pytest.raises(SystemExit) as ended:
        db("status")
    assert ended.value.code == 3
    assert db("start").endswith("database started\n")
    assert db("start") == "database already running\n"
    assert str(place.data) in db("status")
    file = str(tmp_path / "a dump")
    assert manage("db", "psql", stdin="CREATE TABLE kept AS SELECT 6 * 7;", GUYWIRE_VAR=str(place.var)).returncode == 0
    assert db("dump", file) == f"dumped to {file}\n"
    with pytest.raises(CommandError, match="not empty"):
        db("restore", file)
    assert db("restore", "--force", file).endswith(f"restored {file}\n")
    shown = manage("db", "psql", "--", "-Atc", "SELECT current_user, * FROM kept", GUYWIRE_VAR=str(place.var))
    assert shown.stdout == "guywire|42\n"
    assert db("stop") == "database stopped\n"
    assert db("stop") == "database was not running\n"


def test_a_command_without_a_database_says_in_one_line_how_to_start_it(tmp_path):
    done = manage("showmigrations", GUYWIRE_VAR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "Error: The database is not running. Start it with: python manage.py db start\n"


def test_settings_that_are_refused_are_told_without_a_traceback(tmp_path):
    done = manage("check", GUYWIRE_ENV="production", DATABASE_URL="postgresql://ada:hunter2%@db/x")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr
    assert len(done.stderr.splitlines()) == 5


def test_another_server_is_neither_started_nor_stopped(tmp_path):
    url = {"DATABASE_URL": "postgresql://ada:hunter2@db.example/clinic", "GUYWIRE_VAR": str(tmp_path)}
    assert manage("db", "start", **url).stdout == "DATABASE_URL names clinic on db.example: nothing to start here\n"
    stopped = manage("db", "stop", **url)
    assert (stopped.returncode, "not ours to stop" in stopped.stderr) == (1, True)


def test_a_taken_port_is_told_with_another_to_try(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = manage("serve", "--port", str(port), "--check", GUYWIRE_VAR=str(tmp_path))
    assert done.returncode == 1
    assert f"make demo PORT={port + 1}" in done.stderr
    assert manage("serve", "--port", "70000", "--check", GUYWIRE_VAR=str(tmp_path)).returncode == 1


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port: int = trial.getsockname()[1]
    return port


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def becomes(wanted: bool, port: int) -> bool:
    """Whether within 20 seconds something answers on *port*, or nothing does any more."""
    end = time.monotonic() + 20
    while answers(port) is not wanted:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@contextmanager
def serving(command, place):
    """The command as a process, killed at the end whatever happened: a test that fails must not wait for it."""
    environ = {**clean_environment(), "GUYWIRE_VAR": str(place.var)}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.launcher
def test_a_server_stopped_while_its_workers_still_start_ends_all_the_same(place):
    """A worker told to stop before it listens for it does not hear it."""
    server.start(place, print)
    port = free_port()
    with serving([sys.executable, "manage.py", "serve", "--port", str(port)], place) as server_process:
        assert server_process.stdout is not None
        server_process.stdout.readline()
        time.sleep(0.9)
        server_process.send_signal(signal.SIGTERM)
        server_process.wait(timeout=20)
    assert becomes(False, port)


@pytest.mark.launcher
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_ends_leaves_no_worker_on_its_port(place, how):
    """Ended outright too: the next one must find the port free."""
    server.start(place, print)
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with serving(command, place) as server_process:
        assert becomes(True, port)
        server_process.send_signal(how)
        code = server_process.wait(timeout=20)
        assert code == (-signal.SIGKILL if how == signal.SIGKILL else 0)
        assert becomes(False, port)
        assert server_process.stdout is not None
        assert f"serving on http://127.0.0.1:{port}" in server_process.stdout.read()
    assert manage("serve", "--port", str(port), "--check", GUYWIRE_VAR=str(place.var)).returncode == 0
