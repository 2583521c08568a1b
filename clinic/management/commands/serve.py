"""manage.py serve: the application server, for trying and for one small clinic."""

import os
import signal
import socket
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

WORKERS, THREADS = 2, 4  # measured on two cores: more of either gains nothing
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
        self.stdout.write(f"serving on http://{HOST}:{port}; stop with Ctrl-C")
        self.stdout.flush()
        code = serve(port)
        self.stdout.write("stopped serving; the database goes on: python manage.py db stop (or make db-stop)")
        if code not in (0, -signal.SIGINT, 128 + signal.SIGINT):
            raise CommandError(f"the application server ended with exit code {code}", returncode=1)


def refuse_taken_port(port: int) -> None:
    """Raise CommandError when another program listens on *port*, or it may not be used."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"port {port} cannot be used ({error}); choose another: make demo PORT={port + 1}") from None


def serve(port: int) -> int:
    """Run granian until it ends; answer its exit code. Ctrl-C reaches it directly, from the terminal."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    command += ["--host", HOST, "--port", str(port), "--workers", str(WORKERS)]
    command += ["--blocking-threads", str(THREADS), "--log-level", "warning", "clinic.wsgi:application"]
    with subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "clinic.settings"}) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue  # it has heard it too, and finishes what it began
