"""manage.py serve: the application server, for trying and for one small clinic."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

WORKERS, THREADS = 2, 4  # measured on two cores: more of either gains nothing
STOP_SECONDS = 10  # a worker told to stop while it still starts does not hear it; without a bound the server would wait for ever
HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve the application on 127.0.0.1 until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--check", action="store_true", help="only say whether the port is free")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        refuse_taken_port(port)
        if options["check"]:
            return
        connection.ensure_connection()
        connection.close()
        self.stdout.write(f"serving on http://{HOST}:{port}; stop it with Ctrl-C, and the database with: make db-stop")
        self.stdout.flush()
        start_webhooks()
        os.execve(  # noqa: S606  (replaces this process: signals reach the server itself)
            sys.executable,
            [sys.executable, *server_arguments(port)],
            {**os.environ, "DJANGO_SETTINGS_MODULE": "clinic.settings"},
        )


def refuse_taken_port(port: int) -> None:
    """Raise CommandError when another program listens on *port*, or it may not be used."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"port {port} cannot be used ({error}); choose another: make demo PORT={port + 1}") from None


def start_webhooks() -> None:
    """Start the webhook worker beside the server.  It ends when this process does, which becomes the server and keeps its id."""
    manage = Path(sys.argv[0]).resolve()
    subprocess.Popen([sys.executable, manage, "deliver_webhooks", "--end-with", str(os.getpid())])


def server_arguments(port: int) -> list[str]:
    return [
        "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--host", HOST, "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning",
        "--workers-kill-timeout", str(STOP_SECONDS),
        "clinic.management.served:application",
    ]  # fmt: skip
