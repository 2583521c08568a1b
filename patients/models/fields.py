"""Columns of a document: an answer, a code of a value set, a list of codes, a number, a text.

Their bounds are check constraints derived from the documents; `max_length` is not used, because the database would answer with
a different error for it. Wording and choices are for people and never make a migration.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from clinic.models.bounds import NOT_ASKED, words
from patients.models.wording import ANSWERS, label_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText

_FOR_PEOPLE = ("choices", "verbose_name", "help_text")


def _without_wording(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name not in _FOR_PEOPLE}


class CodeField(models.CharField[Any, Any]):
    """One word of a value set; NULL = not recorded."""

    def __init__(self, literal: object = None, label: "str | LazyText | None" = None, **options: Any) -> None:
        if literal is not None:
            options["choices"] = [(word, label_of(word)) for word in words(literal)]
        super().__init__(label, **{"null": True, "blank": True, **options})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, _without_wording(kwargs)


class AnswerField(CodeField):
    """The answer to a question; NOT NULL, `not_asked` until somebody answers. The question is its `verbose_name`."""

    def __init__(self, question: "str | LazyText | None" = None, **options: Any) -> None:
        defaults = {"default": NOT_ASKED, "null": False, "blank": True, "choices": ANSWERS}
        super().__init__(None, question, **{**defaults, **options})


class CodesField(ArrayField[Any, Any]):
    """Several words of a value set; NULL = not recorded, empty = recorded: none."""

    def __init__(self, literal: object = None, label: "str | LazyText | None" = None, **options: Any) -> None:
        self.words = [] if literal is None else [(word, label_of(word)) for word in words(literal)]
        options.setdefault("base_field", models.CharField())
        super().__init__(verbose_name=label, **{"null": True, "blank": True, **options})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, _without_wording(kwargs)


def whole(label: "str | LazyText | None" = None) -> models.SmallIntegerField[Any, Any]:
    """A column for a small whole number; NULL = not recorded."""
    return models.SmallIntegerField(label, null=True, blank=True)


def number(label: "str | LazyText | None" = None) -> models.FloatField[Any, Any]:
    """A column for a number; NULL = not recorded."""
    return models.FloatField(label, null=True, blank=True)


def day(label: "str | LazyText | None" = None) -> models.DateField[Any, Any]:
    """A column for a date; NULL = not recorded."""
    return models.DateField(label, null=True, blank=True)


def text(label: "str | LazyText | None" = None) -> models.CharField[Any, Any]:
    """A column for a line of text; NULL = not recorded."""
    return models.CharField(label, null=True, blank=True)


def long_text(label: "str | LazyText | None" = None) -> models.TextField[Any, Any]:
    """A column for several lines of text; NULL = not recorded."""
    return models.TextField(label, null=True, blank=True)
