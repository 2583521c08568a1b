"""Dump and restore, on a server of the tests' own."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.database import DatabaseProblem, backup, server
from clinic.database.place import Place
from tests.clinic.launcher import connect, place_in, reachable_folder

pytestmark = pytest.mark.launcher


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with reachable_folder() as folder, place_in(folder) as made:
        server.start(made, print)
        yield made


@pytest.fixture
def environ(place: Place) -> dict[str, str]:
    """The environment of this server, with an empty database."""
    with connect(place) as connection:
        connection.execute(backup.EMPTY_IT)
    return {"PATH": os.environ["PATH"], "GUYWIRE_VAR": str(place.var)}


def write_patients(place: Place, *names: str) -> None:
    with connect(place) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS patients (name text NOT NULL)")
        for name in names:
            connection.execute("INSERT INTO patients VALUES (%s)", [name])


def patients(place: Place) -> list[str]:
    with connect(place) as connection:
        return [str(row[0]) for row in connection.execute("SELECT name FROM patients ORDER BY name")]


def test_what_was_dumped_comes_back(place, environ, tmp_path):
    write_patients(place, "Ada", "Zoë 'O''Brien'")
    file = backup.dump(environ, tmp_path / "one.dump")
    with connect(place) as connection:
        connection.execute("DROP TABLE patients")
    backup.restore(environ, file, force=False, say=print)
    assert patients(place) == ["Ada", "Zoë 'O''Brien'"]


def test_a_restored_database_can_be_dumped_and_restored_again(place, environ, tmp_path):
    write_patients(place, "Ada")
    file = backup.dump(environ, tmp_path / "1.dump")
    for number in (2, 3):
        backup.restore(environ, file, force=True, say=print)
        file = backup.dump(environ, tmp_path / f"{number}.dump")
    assert patients(place) == ["Ada"]


def test_a_dump_is_for_its_owners_eyes(place, environ):
    write_patients(place, "Ada")
    file = backup.dump(environ)
    assert file.parent == place.var / "backups"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_an_existing_file_is_not_overwritten(environ, tmp_path):
    (tmp_path / "last good.dump").write_text("precious")
    with pytest.raises(DatabaseProblem, match="exists"):
        backup.dump(environ, tmp_path / "last good.dump")
    assert (tmp_path / "last good.dump").read_text() == "precious"


def test_a_dump_that_fails_leaves_no_file(tmp_path):
    away = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql://ada:hunter2@127.0.0.1:1/clinic"}
    with pytest.raises(DatabaseProblem, match="pg_dump") as caught:
        backup.dump(away, tmp_path / "none.dump")
    assert "hunter2" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_holds_something_is_not_overwritten(place, environ, tmp_path):
    write_patients(place, "Ada")
    file = backup.dump(environ, tmp_path / "one.dump")
    write_patients(place, "Grace")
    with pytest.raises(DatabaseProblem, match="not empty"):
        backup.restore(environ, file, force=False, say=print)
    assert patients(place) == ["Ada", "Grace"]


def test_with_force_what_was_there_is_dumped_first(place, environ, tmp_path):
    write_patients(place, "Ada")
    file = backup.dump(environ, tmp_path / "one.dump")
    write_patients(place, "Grace")
    said: list[str] = []
    backup.restore(environ, file, force=True, say=said.append)
    assert patients(place) == ["Ada"]
    saved = Path(said[0].removeprefix("dumped what was there to "))
    backup.restore(environ, saved, force=True, say=print)
    assert patients(place) == ["Ada", "Grace"]


def test_a_file_that_is_no_dump_changes_nothing(place, environ, tmp_path):
    write_patients(place, "Ada")
    (tmp_path / "letter.txt").write_text("Dear clinic")
    with pytest.raises(DatabaseProblem, match="pg_restore"):
        backup.restore(environ, tmp_path / "letter.txt", force=True, say=print)
    with pytest.raises(DatabaseProblem, match="is not there"):
        backup.restore(environ, tmp_path / "nothing", force=True, say=print)
    assert patients(place) == ["Ada"]


def test_a_dump_that_was_cut_off_changes_nothing(place, environ, tmp_path):
    write_patients(place, *(f"{number:05} {os.urandom(40).hex()}" for number in range(2000)))
    whole = backup.dump(environ, tmp_path / "whole.dump").read_bytes()
    (tmp_path / "cut.dump").write_bytes(whole[: len(whole) * 3 // 4])
    before = patients(place)
    with pytest.raises(DatabaseProblem):
        backup.restore(environ, tmp_path / "cut.dump", force=True, say=print)
    assert patients(place) == before


def test_a_password_is_not_on_the_command_line():
    url = "postgresql://ada:hunter2@db.example/clinic"
    command, env = backup.program("psql", {"DATABASE_URL": url, "PATH": os.environ["PATH"]})
    assert "hunter2" not in " ".join(command)
    assert env["PGPASSWORD"] == "hunter2"
