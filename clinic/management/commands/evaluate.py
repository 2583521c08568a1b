"""`manage.py evaluate CASE.json`: what the rules say about a case document, without a database and without storing anything."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from assessments.case import Case
from assessments.engine import evaluate
from assessments.plain_text import as_text
from patients.documents import InvalidDocument, MalformedDocument, parse, read

INVALID = 2


class Command(BaseCommand):
    help = "Assess one case document or a list of them; nothing is stored. Exit code 2 when a document is invalid."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="CASE.json", help="a case, a list of cases, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print the assessments as JSON, as the REST interface gives them")

    def handle(self, *, file: str, json: bool, **_options: Any) -> None:
        try:
            document = parse(_bytes_of(file))
        except MalformedDocument as error:
            raise CommandError(f"{file} is not JSON: {error}", returncode=INVALID) from error
        cases = [*_cases(document)]
        assessments = [evaluate(case) for case in cases]
        if json:
            plain = [assessment.to_plain() for assessment in assessments]
            self.stdout.write(msgspec.json.encode(plain if isinstance(document, list) else plain[0]).decode())
            return
        self.stdout.write("\n\n".join(as_text(assessment) for assessment in assessments))


def _bytes_of(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}", returncode=INVALID) from error


def _cases(document: object) -> Iterator[Case]:
    """All cases, or one error that names every field of every document that is wrong."""
    documents = document if isinstance(document, list) else [document]
    problems: list[str] = []
    for index, item in enumerate(documents):
        prefix = f"/{index}" if isinstance(document, list) else ""
        try:
            yield read(Case, item)
        except InvalidDocument as error:
            problems += [f"{prefix}{problem.pointer or '/'}: {problem.detail}" for problem in error.problems]
        except MalformedDocument as error:
            problems.append(f"{prefix or '/'}: {error}")
    if problems:
        raise CommandError("\n".join(problems), returncode=INVALID)
