"""manage.py db: start, stop, look at, dump and restore the database."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import OperationalError

from clinic.database import DatabaseProblem, backup, server, var_folder
from clinic.database.connection import is_embedded, parameters
from clinic.database.place import Place

NOT_RUNNING = 3  # the exit code that service managers expect of "status"


class Command(BaseCommand):
    help = "Start, stop and look after the database (the embedded one, unless DATABASE_URL names another)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("start", help="start the embedded server; does nothing when it runs")
        actions.add_parser("stop", help="stop the embedded server; does nothing when it does not run")
        actions.add_parser("status", help=f"say whether it runs, and where; exit code {NOT_RUNNING} if not")
        psql = actions.add_parser("psql", help="open PostgreSQL's shell; arguments after -- are passed on")
        psql.add_argument("arguments", nargs="*")
        dump = actions.add_parser("dump", help="write a backup; without FILE into var/backups")
        dump.add_argument("file", nargs="?", type=Path)
        restore = actions.add_parser("restore", help="put a backup into an empty database")
        restore.add_argument("file", type=Path)
        restore.add_argument("--force", action="store_true", help="replace what is there, dumping it first")

    def handle(self, *args: Any, **options: Any) -> None:
        actions: dict[str, Callable[[dict[str, Any]], None]] = {
            "start": self.start,
            "stop": self.stop,
            "status": self.status,
            "psql": self.psql,
            "dump": self.dump,
            "restore": self.restore,
        }
        try:
            actions[options["action"]](options)
        except (DatabaseProblem, OperationalError, OSError) as problem:
            raise CommandError(str(problem).strip()) from None

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def start(self, options: dict[str, Any]) -> None:
        if not is_embedded(os.environ):
            self.say(f"{self._server()}: nothing to start here")
            return
        begun = server.start(Place(var_folder(os.environ)), self.say)
        self.say("database started" if begun else "database already running")

    def stop(self, options: dict[str, Any]) -> None:
        if not is_embedded(os.environ):
            raise CommandError(f"{self._server()}: it is not ours to stop")
        ended = server.stop(Place(var_folder(os.environ)))
        self.say("database stopped" if ended else "database was not running")

    def status(self, options: dict[str, Any]) -> None:
        if not is_embedded(os.environ):
            self.say(self._server())
            return
        found = server.status(Place(var_folder(os.environ)))
        if found.pid is None:
            self.say("not running; start it with: python manage.py db start")
            sys.exit(NOT_RUNNING)
        self.say(f"running as process {found.pid}")
        self.say(f"data    {found.place.data}\nsocket  {found.place.socket}\nlog     {found.place.log}")

    def psql(self, options: dict[str, Any]) -> None:
        command, environment = backup.program("psql", os.environ)
        os.execve(command[0], [*command, *options["arguments"]], environment)  # noqa: S606  (no shell wanted)

    def dump(self, options: dict[str, Any]) -> None:
        self.say(f"dumped to {backup.dump(os.environ, options['file'])}")

    def restore(self, options: dict[str, Any]) -> None:
        backup.restore(os.environ, options["file"], force=options["force"], say=self.say)
        self.say(f"restored {options['file']}")

    def _server(self) -> str:
        found = parameters(os.environ)
        return f"DATABASE_URL names {found['dbname']} on {found.get('host', 'this machine')}"
