"""manage.py db and serve, as a person runs them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.database.place import Place
from tests.clinic.launcher import place_in, reachable_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with reachable_folder() as folder, place_in(folder) as made:
        yield made


def manage(*arguments: str, stdin: str = "", **environ: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GUYWIRE_", "DATABASE_", "PG"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env={**kept, **environ}, input=stdin, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.launcher
def test_the_life_of_a_database(place, tmp_path):
    here = {"GUYWIRE_VAR": str(place.var)}
    before = manage("db", "status", **here)
    assert (before.returncode, "db start" in before.stdout) == (3, True)
    assert manage("db", "start", **here).stdout.endswith("database started\n")
    assert manage("db", "start", **here).stdout == "database already running\n"
    assert str(place.data) in manage("db", "status", **here).stdout
    assert manage("db", "psql", stdin="SELECT 6 * 7;", **here).stdout.split()[2] == "42"
    assert manage("db", "psql", "--", "-Atc", "SELECT current_user", **here).stdout == "guywire\n"
    assert manage("db", "psql", "--", "-c", "CREATE TABLE t (); ", **here).returncode == 0
    file = str(tmp_path / "a dump")
    assert manage("db", "dump", file, **here).stdout == f"dumped to {file}\n"
    refused = manage("db", "restore", file, **here)
    assert (refused.returncode, "not empty" in refused.stderr) == (1, True)
    assert manage("db", "restore", "--force", file, **here).stdout.endswith(f"restored {file}\n")
    assert manage("db", "stop", **here).stdout == "database stopped\n"
    assert manage("db", "stop", **here).stdout == "database was not running\n"


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
