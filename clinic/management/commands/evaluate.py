"""`manage.py evaluate CASE.json`: what the rules say about a case document, without a database and without storing anything."""

import argparse
from typing import Any

import msgspec
from django.core.management.base import BaseCommand

from assessments.engine import evaluate
from assessments.plain_text import as_text
from clinic.management.case_files import cases_of, parsed


class Command(BaseCommand):
    help = "Assess one case document or a list of them; nothing is stored. Exit code 2 when a document is invalid."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="CASE.json", help="a case, a list of cases, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print the assessments as JSON, as the REST interface gives them")

    def handle(self, *, file: str, json: bool, **_options: Any) -> None:
        document = parsed(file)
        assessments = [evaluate(case) for case in cases_of(document)]
        if json:
            plain = [assessment.to_plain() for assessment in assessments]
            self.stdout.write(msgspec.json.encode(plain if isinstance(document, list) else plain[0]).decode())
            return
        self.stdout.write("\n\n".join(as_text(assessment) for assessment in assessments))
