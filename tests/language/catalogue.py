"""The Spanish catalogue, `locale/es/LC_MESSAGES/django.po`, and what Django reads of it, `django.mo`.

`make messages` (`python -m tests.language.catalogue`) collects every text anew from the sources, keeps the translations there
are, and compiles. A text that is new gets an empty translation: write it in, then run it again. It ends with 1 while some are
empty.

Texts come from three places: calls of `_`, `marked` and their kin in Python files; `{% translate %}` in templates; and the tables
of the core (rules, red flags, questions, codes), which need no mark, since every text and code in them is shown to somebody.
"""

import datetime
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.house.tree import ROOT, tracked
from tests.language import tables

PO = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
REFRESH = "python -m tests.language.catalogue"

SOURCES = (
    "assessments/*.py",
    "patients/documents/*.py",
    "clinic/web/*.py",
    "clinic/templates/web/*.html",
    "clinic/management/commands/assess.py",
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "marked": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
NEVER_CHANGING = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""Stands where a tool writes today: the history of the file tells when it changed."""


class Message(NamedTuple):
    """One text: a string, or singular and plural; where it is used."""

    id: str | tuple[str, ...]
    context: str | None
    file: str


def messages() -> Iterator[Message]:
    """Every text that has a translation, once or more."""
    for pattern in SOURCES:
        for file in tracked(pattern):
            if "migrations" not in file.parts:
                yield from _of_file(file)
    yield from (Message(text, context, place) for text, context, place in tables.texts())


def _of_file(file: Path) -> Iterator[Message]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        lines = templatize(source).splitlines()  # calls of gettext among X instead of what is not translated
        source = "\n".join(line.strip() for line in lines)
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    for _line, text, _comments, context in found:
        if text:
            yield Message(text, context, str(file.relative_to(ROOT)))


def refreshed(known: Catalog) -> Catalog:
    """The catalogue as the sources have it now, with the translations that are known."""
    catalogue = empty()
    for message in messages():
        before = known.get(message.id, context=message.context)
        translation = before.string if before and before.id == message.id else ""
        catalogue.add(message.id, translation, context=message.context, locations=[(message.file, 0)])
    return catalogue


def empty() -> Catalog:
    return Catalog(
        locale="es",
        project="Guywire",
        version="1",
        header_comment="# Spanish texts of Guywire. Collected and compiled by `make messages`.",
        creation_date=NEVER_CHANGING,
        revision_date=NEVER_CHANGING,
        last_translator="Guywire clinical content",
        language_team="es",
        msgid_bugs_address="-",
        fuzzy=False,
    )


def recorded() -> Catalog:
    if not PO.exists():
        return empty()
    with PO.open("rb") as file:
        return read_po(file, locale="es")


def as_po(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=130, sort_output=True, include_lineno=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    return [str(message.id) for message in catalogue if message.id and not all(forms(message.string))]


def forms(text: object) -> tuple[str, ...]:
    """Singular and plural of a text or translation, or its one form."""
    return (text,) if isinstance(text, str) else tuple(map(str, text)) if isinstance(text, list | tuple) else ("",)


def refresh() -> list[str]:
    """Write both files; returns the texts that have no translation yet."""
    catalogue = refreshed(recorded())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))
    return untranslated(catalogue)


if __name__ == "__main__":
    if missing := refresh():
        sys.exit(f"{len(missing)} texts have no translation yet in {PO.relative_to(ROOT)}:\n" + "\n".join(missing))
