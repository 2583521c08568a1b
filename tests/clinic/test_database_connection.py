"""What Django is told about the database: DATABASE_URL, or the embedded server's socket."""

import pytest
from django.db import connection

from clinic.database import DatabaseProblem, connection_settings
from clinic.database.connection import parameters, why_unreachable


def test_without_a_url_it_is_the_embedded_socket(tmp_path):
    found = connection_settings({"GUYWIRE_VAR": str(tmp_path)})
    assert found["NAME"] == found["USER"] == "guywire"
    assert found["HOST"].startswith("/tmp/guywire-")
    assert found["PORT"] == "5432"
    assert "PASSWORD" not in found


def test_an_empty_url_counts_as_none(tmp_path):
    environ = {"GUYWIRE_VAR": str(tmp_path), "DATABASE_URL": "  "}
    assert connection_settings(environ)["USER"] == "guywire"


def test_every_folder_has_its_own_socket(tmp_path):
    hosts = {parameters({"GUYWIRE_VAR": str(tmp_path / name)})["host"] for name in ("a", "b")}
    assert len(hosts) == 2


def test_a_linked_way_to_a_folder_leads_to_the_same_socket(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    hosts = {parameters({"GUYWIRE_VAR": str(tmp_path / name)})["host"] for name in ("real", "link")}
    assert len(hosts) == 1


def test_a_url_is_taken_apart_by_the_drivers_own_parser():
    found = connection_settings({"DATABASE_URL": "postgresql://ada:p%40ss%2Fword@db.example:6432/clinic?sslmode=verify-full"})
    named = {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert named == {
        "NAME": "clinic", "USER": "ada", "PASSWORD": "p@ss/word", "HOST": "db.example", "PORT": "6432",
    }  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_keyword_form_works_too():
    found = connection_settings({"DATABASE_URL": "host=/run/postgresql dbname=clinic user=ada"})
    assert (found["HOST"], found["NAME"]) == ("/run/postgresql", "clinic")


def test_options_of_the_url_come_last_so_that_they_win():
    url = "postgresql:///clinic?options=-c%20statement_timeout%3D1h"
    options = connection_settings({"DATABASE_URL": url}, statement_timeout=7)["OPTIONS"]["options"]
    assert options.index("statement_timeout=7s") < options.index("statement_timeout=1h")


@pytest.mark.parametrize("url", ["postgresql://ada:hunter2%@db/clinic", "mysql://ada:hunter2@db/clinic", "hunter2"])
def test_an_unreadable_url_is_refused_without_quoting_it(url):
    with pytest.raises(DatabaseProblem, match="cannot be read") as caught:
        parameters({"DATABASE_URL": url})
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_url_without_a_database_is_refused():
    with pytest.raises(DatabaseProblem, match="names no database"):
        parameters({"DATABASE_URL": "postgresql://ada@db.example"})


def test_a_server_that_is_away_is_told_in_one_line(tmp_path):
    away = {"GUYWIRE_VAR": str(tmp_path)}
    assert why_unreachable(away) == "The database is not running. Start it with: python manage.py db start"
    told = why_unreachable({"DATABASE_URL": "postgresql://ada:hunter2@127.0.0.1:1/clinic"})
    assert told is not None
    assert "cannot be reached" in told
    assert "hunter2" not in told
    assert "\n" not in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [("statement_timeout", "30s"), ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "1min")],
)
def test_the_limits_are_in_force(name, value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        assert cursor.fetchone() == (value,)


@pytest.mark.django_db
def test_the_tests_run_without_special_rights():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_statements_are_prepared_unless_a_pooler_forbids_it():
    url = {"DATABASE_URL": "postgresql:///clinic"}
    assert connection_settings(url)["OPTIONS"]["prepare_threshold"] == 3
    assert connection_settings(url, prepare=False)["OPTIONS"]["prepare_threshold"] is None
