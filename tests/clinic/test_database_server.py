"""The launcher of the embedded PostgreSQL, on servers of its own; never the one the other tests use."""

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clinic.database import DatabaseProblem, cluster, server
from clinic.database import place as place_module
from clinic.database.place import Place
from tests.clinic.launcher import (
    AS_ROOT,
    connect,
    place_in,
    reachable_folder,
    running,
    stranger,
    write_pid_file,
)

pytestmark = pytest.mark.launcher


@pytest.fixture(scope="module")
def shared() -> Iterator[Place]:
    """One cluster for the tests that leave it as they found it: running."""
    with reachable_folder() as folder, place_in(folder / "a path with 'spaces' (β)") as place:
        yield place


@pytest.fixture
def place(shared: Place) -> Place:
    server.start(shared, print)
    return shared


@pytest.fixture
def folder() -> Iterator[Path]:
    with reachable_folder() as made:
        yield made


def test_a_second_start_finds_the_first(place: Place) -> None:
    pid = running(place)
    assert server.start(place, print) is False
    assert running(place) == pid


def test_stop_ends_it_and_a_second_stop_finds_nothing(place: Place) -> None:
    assert server.stop(place) is True
    assert server.status(place).pid is None
    assert not place.socket.exists()
    assert server.stop(place) is False


def test_the_application_connects_as_a_role_without_special_rights(place: Place) -> None:
    with connect(place) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False, True)


def test_it_listens_on_a_private_socket_only(place: Place) -> None:
    with connect(place) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    mode = place.socket.lstat()
    assert stat.S_IMODE(mode.st_mode) == 0o700
    assert mode.st_uid == place.account().uid
    assert len(str(place.socket)) < 60


def test_it_never_runs_as_root(place: Place) -> None:
    assert place.data.stat().st_uid != 0
    assert stat.S_IMODE(place.data.stat().st_mode) == 0o700


def test_the_server_log_holds_no_value_that_a_statement_held(place: Place) -> None:
    with connect(place) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS unique_names (name text UNIQUE)")
        connection.execute("TRUNCATE unique_names")
        connection.execute("INSERT INTO unique_names VALUES ('Hypatia of Alexandria')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO unique_names VALUES ('Hypatia of Alexandria')")
    log = place.log.read_text()
    assert "duplicate key" in log
    assert "Hypatia" not in log


@pytest.mark.parametrize("whom", ["the server", "its whole group"])
def test_it_starts_again_after_a_kill_and_lost_nothing(place: Place, whom: str) -> None:
    with connect(place) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (note text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [whom])
    pid = running(place)
    os.kill(pid if whom == "the server" else -pid, signal.SIGKILL)
    assert server.start(place, print) is True
    assert running(place) != pid
    with connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM kept WHERE note = %s", [whom]).fetchone() == (1,)


def test_after_a_reboot_the_socket_folder_is_made_anew(place: Place) -> None:
    os.kill(-running(place), signal.SIGKILL)
    while server.status(place).pid is not None:
        time.sleep(0.01)
    for entry in place.socket.iterdir():
        entry.unlink()
    place.socket.rmdir()
    assert server.start(place, print) is True


def test_a_strange_process_with_the_recorded_id_is_left_alone(place: Place) -> None:
    server.stop(place)
    with stranger(place.account()) as other:
        write_pid_file(place, other.pid)
        assert server.status(place).pid is None
        assert server.stop(place) is False
        assert server.start(place, print) is True
        assert server.stop(place) is True
        assert other.poll() is None
        other.kill()


def test_starts_at_the_same_time_begin_one_server(place: Place) -> None:
    server.stop(place)
    begun: list[bool] = []
    threads = [threading.Thread(target=lambda: begun.append(server.start(place, print))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [False, False, False, True]


def test_a_socket_folder_that_others_can_enter_is_refused(place: Place) -> None:
    server.stop(place)
    cluster.make_socket_folder(place, place.account())
    place.socket.chmod(0o755)
    with pytest.raises(DatabaseProblem, match="only the account"):
        server.start(place, print)
    place.socket.chmod(0o700)
    target = place.socket.rename(place.socket.with_suffix(".aside"))
    place.socket.symlink_to(target)
    with pytest.raises(DatabaseProblem, match="only the account"):
        server.start(place, print)
    place.socket.unlink()
    target.rename(place.socket)
    assert server.start(place, print) is True


def test_data_of_another_major_version_are_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    server.stop(place)
    version = place.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("12\n")
    try:
        with pytest.raises(DatabaseProblem, match="PostgreSQL 12, the programs here are"):
            server.start(place, print)
    finally:
        version.write_text(ours)


def test_a_server_that_cannot_start_says_why(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    server.stop(place)
    monkeypatch.setitem(cluster.OPTIONS, "shared_buffers", "nonsense")
    with pytest.raises(DatabaseProblem, match=r"did not start(?s:.*)shared_buffers"):
        server.start(place, print)
    assert server.status(place).pid is None


def test_a_folder_moved_while_its_server_runs_is_told(folder: Path) -> None:
    with place_in(folder) as before:
        server.start(before, print)
        with place_in(folder / "elsewhere") as after:
            after.var.parent.mkdir()
            before.var.rename(after.var)
            with pytest.raises(DatabaseProblem, match="moved while its server ran"):
                server.start(after, print)
            assert server.stop(after) is True
            assert server.start(after, print) is True


def test_two_folders_have_two_servers_also_when_the_path_is_long(place: Place, folder: Path) -> None:
    with place_in(folder / ("d" * 120) / ("e" * 120)) as other:
        server.start(other, print)
        with connect(other) as connection:
            connection.execute("CREATE TABLE only_here ()")
        with connect(place) as connection:
            assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
        server.stop(other)
        assert running(place)


def test_an_interrupted_first_start_leaves_nothing_in_the_way(folder: Path) -> None:
    with place_in(folder) as place:
        half = place.folder / "data.new"
        half.mkdir(parents=True)
        (half / "PG_VERSION").write_text("18\n")
        assert server.start(place, print) is True
        assert not half.exists()


@pytest.mark.skipif(not AS_ROOT, reason="only root's server runs as another account")
def test_a_checkout_that_the_account_cannot_enter_keeps_its_data_outside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_module, "SHARED_STATE", folder / "state")
    home = folder / "home"
    home.mkdir(mode=0o700)
    with place_in(home) as place:
        server.start(place, print)
        assert place.data.parent.parent == folder / "state"
        assert place.note.read_text().strip() == str(place.folder)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        server.stop(place)
        assert server.start(place, print) is True


def test_a_moved_checkout_does_not_silently_begin_an_empty_database(folder: Path) -> None:
    place = Place(folder / "var")
    place.var.mkdir()
    place.note.write_text("/var/lib/guywire/0123456789abcdef\n")
    with pytest.raises(DatabaseProblem, match="was moved or copied"):
        server.start(place, print)


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary account runs the wheel's own programs")
def test_programs_that_the_account_cannot_run_are_copied_beside_the_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic.database import programs  # noqa: PLC0415  (its function is replaced below)

    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    (hidden / programs.PACKAGE).symlink_to(programs.package_folder())
    libraries = programs.package_folder().with_name(f"{programs.PACKAGE}.libs")
    (hidden / libraries.name).symlink_to(libraries)
    monkeypatch.setattr(programs, "package_folder", lambda: hidden / programs.PACKAGE)
    with place_in(folder) as place:
        server.start(place, print)
        used = os.readlink(f"/proc/{running(place)}/exe")
        assert used.startswith(str(place.folder / "programs"))
        assert os.stat(used).st_uid == 0
