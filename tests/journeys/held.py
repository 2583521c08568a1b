"""A real server whose answers can be held back: what a client sees when the process dies between effect and answer."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from django.db import connection

ROOT = Path(__file__).parents[2]
HOLD = "X-Hold-Answer"  # names a file: it is made once the answer is there, which is then never sent


class HoldMiddleware:
    """Stands outermost: whatever the request did is committed when it comes back here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if HOLD in request.headers:
            Path(request.headers[HOLD]).write_text(f"{os.getpid()} {response.status_code}")
            time.sleep(60)
        return response


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def server(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The application server on the test database; whatever is left of it is killed at the end."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.held_settings",
        "HELD_DATABASE": str(connection.settings_dict["NAME"]),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "2", "--log-level", "warning"]
    running = subprocess.Popen([*command, "clinic.wsgi:application"], cwd=ROOT, env=environ, start_new_session=True)
    try:
        wait_for(lambda: urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).status == 200)
        yield running
    finally:
        kill(running)


def kill(running: "subprocess.Popen[bytes]") -> None:
    """kill -9 of the server and its worker, which are a group of their own."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait(timeout=10)


def wait_for(holds, seconds: float = 30) -> None:
    """Until ``holds()`` is true; what it raises on the way is the system still starting."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return
        except OSError:
            time.sleep(0.05)
        time.sleep(0.05)
    raise TimeoutError
