"""The benchmark of the REST interface runs as documented, and leaves nothing behind. No time is asserted."""

import os
import subprocess
import sys

import psycopg
import pytest

from clinic.database.connection import parameters
from tests.house.tree import ROOT

pytestmark = pytest.mark.launcher
WORK = ("create a patient", "record a finding", "read a patient", "read the current assessment", "a page of 1,000")


def benchmark(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "benchmarks" / "api.py"), "--quick", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=180)


@pytest.fixture
def databases(django_db_setup):
    """Asks which databases of benchmarks there are; the server runs."""

    def asked() -> set[str]:
        with psycopg.connect(**parameters(os.environ)) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'guywire_benchmark_%'").fetchall()
        return {name for (name,) in found}

    return asked


def test_it_measures_every_piece_of_work_beside_the_floor(databases):
    before = databases()
    done = benchmark("--seconds", "0.1", "--most", "32", "--rows", "1500")
    assert done.returncode == 0, done.stderr
    for name in WORK:
        assert f"\n{name} " in done.stdout, done.stdout
    assert done.stdout.count("the floor") == done.stdout.count("ratio") == len(WORK) + 1
    assert "a page of 1,500 costs " in done.stdout
    assert databases() <= before


def test_it_says_when_a_figure_is_no_number():
    done = benchmark("--seconds", "soon")
    assert done.returncode == 2
    assert "--seconds" in done.stderr
