"""`manage.py evaluate CASE.json`: what the rules say about a case document, without a database and without storing anything."""

from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from assessments.engine import Assessment, evaluate
from assessments.plain_text import as_text
from clinic.management.case_files import cases_of, parsed
from clinic.management.speaking import add_language


class Command(BaseCommand):
    help = "Assess one case document or a list of them; nothing is stored. Exit code 2 when a document is invalid."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="CASE.json", help="a case, a list of cases, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print the assessments as JSON, as the REST interface gives them")

        add_language(parser)

    def handle(self, *, file: str, json: bool, language: str, **_options: Any) -> None:
        document = parsed(file)
        assessments = [evaluate(case) for case in cases_of(document)]
        with translation.override(language):
            self.stdout.write(_in_json(document, assessments) if json else "\n\n".join(map(as_text, assessments)))


def _in_json(document: object, assessments: list[Assessment]) -> str:
    """A list for a list, one for one."""
    plain = [assessment.to_plain() for assessment in assessments]
    return msgspec.json.encode(plain if isinstance(document, list) else plain[0]).decode()
