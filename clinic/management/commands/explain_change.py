"""`manage.py explain_change OLD NEW [CASE…]`: which verdicts differ between two rule sets or two assessments, and why."""

from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.changes import changes
from clinic.management.answering import actor_of
from clinic.management.case_files import parsed
from clinic.management.change_text import as_text
from clinic.management.outcomes import Side, side

WHAT = (
    "a git revision (the rules as they were then), 'now' (the rules as they are here), stored:ID (a stored assessment), or a "
    "file as evaluate --json writes it"
)


class Command(BaseCommand):
    help = "Show which verdicts differ and why. OLD and NEW are each " + WHAT + ". Nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old", metavar="OLD", help=WHAT)
        parser.add_argument("new", metavar="NEW", help="likewise")
        parser.add_argument("cases", nargs="*", metavar="CASE.json", help="a case or a list; left out: the cases of OLD or NEW")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="the member who reads a stored assessment")
        parser.add_argument("--clinic", metavar="SLUG", help="where USERNAME is a member; needed when in several clinics")
        parser.add_argument("--json", action="store_true", help="print the differences as JSON")

    def handle(self, *, old: str, new: str, cases: list[str], json: bool, **options: Any) -> None:
        actor = actor_of(options["username"], options["clinic"]) if options["username"] else None
        sides = (side(old, actor), side(new, actor))
        named = [*_named(cases)] or _of_the_sides(sides)
        before, after = (one.outcomes([document for _, document in named]) for one in sides)
        if not len(before) == len(after) == len(named):
            raise CommandError(f"There are {len(before)} old and {len(after)} new assessments of {len(named)} cases.")
        same = _is_same_document(sides, cases)
        found = [(name, changes(*pair, same_document=same)) for (name, _), *pair in zip(named, before, after, strict=True)]
        if json:
            plain = [{"case": name} | msgspec.to_builtins(one) for name, one in found]
            self.stdout.write(msgspec.json.encode(plain).decode())
            return
        self.stdout.write("\n\n".join(as_text(name, one) for name, one in found))


def _named(files: list[str]) -> list[tuple[str, Any]]:
    """Every case document of the files, with a name to show."""
    documents = {file: parsed(file) for file in files}
    return [
        (f"{file}/{index}" if isinstance(found, list) else file, document)
        for file, found in documents.items()
        for index, document in enumerate(found if isinstance(found, list) else [found])
    ]


def _is_same_document(sides: tuple[Side, ...], cases: list[str]) -> bool:
    """Both sides judge the cases named, or the one that is run judges those of the one that was recorded."""
    recorded = sum(one.recorded is not None for one in sides)
    return recorded == 0 or (recorded == 1 and not cases)


def _of_the_sides(sides: tuple[Side, ...]) -> list[tuple[str, Any]]:
    """The cases that the newer recorded side saw."""
    for one in reversed(sides):
        if cases := one.cases():
            return [(f"{one.name}/{index}" if len(cases) > 1 else one.name, case) for index, case in enumerate(cases)]
    raise CommandError("Name a case: neither side is a recorded assessment.")
