"""The real server with two workers, watched from outside: what one worker counts, the other tells as well."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.journeys.held import ROOT, free_port, kill, wait_for

TOKEN = "a-token-for-the-watcher"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server whose database is away."""
    port = free_port()
    (tmp_path / "metrics" / "999999999").mkdir(parents=True)  # of a server that is gone
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GUYWIRE_")},
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "GUYWIRE_VAR": str(tmp_path),
        "GUYWIRE_METRICS_TOKEN": TOKEN,
        "DATABASE_URL": "postgresql://ada:hunter2@127.0.0.1:1/clinic",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "2", "--log-level", "warning"]
    with (tmp_path / "log").open("w") as log:
        served = [*command, "clinic.wsgi:application"]
        running = subprocess.Popen(served, cwd=ROOT, env=environ, start_new_session=True, stdout=log, stderr=log)
        try:
            wait_for(lambda: urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).status == 200)
            yield f"http://127.0.0.1:{port}"
        finally:
            kill(running)


def counted(address: str) -> int:
    asked = Request(f"{address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310  (our own server)
    with urlopen(asked, timeout=5) as answer:  # noqa: S310
        text = answer.read().decode()
    found = re.search(r'^guywire_requests_total\{method="GET",route="healthz",status="200"\} (\S+)$', text, re.MULTILINE)
    return int(float(found[1])) if found else 0


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_the_server_is_watched_as_one(address: str, tmp_path: Path) -> None:
    wait_for(lambda: len(list((tmp_path / "metrics").rglob("counter_*.db"))) == 2 or not status(f"{address}/healthz"))
    before = counted(address)
    for _ in range(60):
        assert status(f"{address}/healthz") == 200
    assert {counted(address) for _ in range(20)} == {before + 60}
    assert not (tmp_path / "metrics" / "999999999").exists()


def test_without_its_database_it_says_so(address: str) -> None:
    assert status(f"{address}/healthz") == 200
    assert status(f"{address}/readyz") == 503
    assert status(f"{address}/metrics") == 401
    assert status(f"{address}/rules/") == 200
    assert status(f"{address}/") == 200
