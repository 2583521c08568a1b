"""PURE: what rules declare, in the reader's language. Declarations are written and stored in English; a text that is not known
(an older rule set said it otherwise) stays as it is."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from assessments.rule import Rule
from patients.documents.language import translated as _

TEXTS = ("title", "statement", "logic")
LISTED_TEXTS = ("counter_evidence",)
"""What is translated of a declaration. Sources are citations and stay."""


def in_words(declared: dict[str, Any]) -> dict[str, Any]:
    """A declaration, or a part of it, as plain data, as it is shown."""
    texts = {name: _(declared[name]) for name in TEXTS if name in declared}
    lists = {name: [_(text) for text in declared[name]] for name in LISTED_TEXTS if name in declared}
    defaults = [_with_note(default) for default in declared.get("local_defaults", ())]
    return declared | texts | lists | {"local_defaults": defaults}


def _with_note(default: dict[str, Any]) -> dict[str, Any]:
    note = default["note"]
    return default | {"note": _(note)}


def rule_in_words(rule: Rule) -> Rule:
    """The rule with its texts as they are shown."""
    texts = {name: _(getattr(rule, name)) for name in TEXTS}
    lists = {name: tuple(_(text) for text in getattr(rule, name)) for name in LISTED_TEXTS}
    return replace(rule, **texts, **lists)


def texts_of(rule: Rule) -> Iterator[str]:
    """Every text of a rule's declaration that has a translation."""
    yield from (getattr(rule, name) for name in TEXTS)
    for name in LISTED_TEXTS:
        yield from getattr(rule, name)
    yield from (default.note for default in rule.local_defaults)
