"""Cases in files, as the commands take them: one case document, a list of them, or `-` for standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError

from assessments.case import Case
from patients.documents import InvalidDocument, MalformedDocument, parse, read

INVALID = 2
"""The exit code for a document that cannot be accepted."""


def parsed(file: str) -> object:
    """The JSON in the file; CommandError when it cannot be read or is none."""
    try:
        return parse(_bytes_of(file))
    except MalformedDocument as error:
        raise CommandError(f"{file} is not JSON: {error}", returncode=INVALID) from error


def _bytes_of(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}", returncode=INVALID) from error


def cases_of(document: object) -> list[Case]:
    """All cases, or one CommandError that names every field of every document that is wrong."""
    problems: list[str] = []
    cases = [*_read(document, problems)]
    if problems:
        raise CommandError("\n".join(problems), returncode=INVALID)
    return cases


def _read(document: object, problems: list[str]) -> Iterator[Case]:
    for index, item in enumerate(document if isinstance(document, list) else [document]):
        prefix = f"/{index}" if isinstance(document, list) else ""
        try:
            yield read(Case, item)
        except InvalidDocument as error:
            problems += [f"{prefix}{problem.pointer or '/'}: {problem.detail}" for problem in error.problems]
        except MalformedDocument as error:
            problems.append(f"{prefix or '/'}: {error}")
