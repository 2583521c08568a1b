"""manage.py deliver_webhooks: send what happened to those who subscribed. Any number of these may run at once."""

import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clinic.webhooks.worker import Worker, deliver_once

THREADS = 4


class Command(BaseCommand):
    help = "Send webhooks until SIGTERM or Ctrl-C; with --once, what is due now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument(
            "--threads", type=int, default=THREADS, choices=range(1, 33), metavar="1-32", help="receivers served at once; 4"
        )
        parser.add_argument("--end-with", type=int, metavar="PID", help="end when the process that started this one has")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{deliver_once()} delivered")
            return
        parent: int | None = options["end_with"]
        worker = Worker(options["threads"], orphaned=lambda: parent is not None and os.getppid() != parent)
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: worker.stopping.set())
        worker.run()
