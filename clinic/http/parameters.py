"""Query parameters: named, typed, bounded; one that is not known is an error, like an unknown member of a body."""

import uuid
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import TypeVar

from django.utils.dateparse import parse_date, parse_datetime
from rest_framework.request import Request

from clinic.errors import FieldProblem, Invalid

PAGING = ("limit", "cursor")
MAX_TEXT = 200

Value = TypeVar("Value")


class Parameters:
    """The query parameters of one request, each given at most once.  Every method raises ``Invalid`` naming the parameter."""

    def __init__(self, request: Request, known: Collection[str]) -> None:
        self._given = request.query_params
        wrong = [FieldProblem(name, "unknown", f"There is no parameter {name}.") for name in self._given if name not in known]
        wrong += [
            FieldProblem(name, "repeated", "Give this parameter once.")
            for name, values in self._given.lists()
            if name in known and len(values) > 1
        ]
        if wrong:
            raise Invalid("Query parameters cannot be accepted.", problems=tuple(wrong))

    def text(self, name: str) -> str | None:
        """1 to 200 characters without NUL, stripped; None where absent. An empty one is refused: a value lost on its way must
        not widen what is asked for."""
        if name not in self._given:
            return None
        value = self._given[name].strip()
        if not value or "\0" in value or len(value) > MAX_TEXT:
            raise self.refuse(name, f"must be text of 1 to {MAX_TEXT} characters")
        return value

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """One of ``choices``."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise self.refuse(name, f"must be one of: {', '.join(choices)}")
        return value

    def choices(self, name: str, choices: Collection[str]) -> tuple[str, ...] | None:
        """One or several of ``choices``, separated by commas."""
        value = self.text(name)
        words = None if value is None else tuple(word.strip() for word in value.split(","))
        if words is not None and not set(words) <= set(choices):
            raise self.refuse(name, f"must be one or several, with commas between, of: {', '.join(choices)}")
        return words

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number from ``low`` to ``high``, both included."""
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and low <= int(value) <= high):
            raise self.refuse(name, f"must be a whole number from {low} to {high}")
        return int(value)

    def date(self, name: str) -> date | None:
        """An ISO date."""
        return self._parsed(name, parse_date, "must be a date such as 2026-03-01")

    def instant(self, name: str) -> datetime | None:
        """An ISO time with offset."""
        value = self._parsed(name, parse_datetime, "must be a time such as 2026-03-01T09:30:00+01:00")
        if value is not None and value.tzinfo is None:
            raise self.refuse(name, "must have an offset, such as 2026-03-01T09:30:00+01:00")
        return value

    def id(self, name: str) -> uuid.UUID | None:
        """A UUID."""
        return self._parsed(name, uuid.UUID, "must be an id (UUID)")

    def _parsed(self, name: str, parse: Callable[[str], Value | None], must: str) -> Value | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            value = parse(text)
        except ValueError:
            value = None
        if value is None:
            raise self.refuse(name, must)
        return value

    def flag(self, name: str) -> bool | None:
        """``true`` or ``false``."""
        value = self.choice(name, ("true", "false"))
        return None if value is None else value == "true"

    def refuse(self, name: str, must: str) -> Invalid:
        """The error for a parameter whose value cannot be accepted."""
        problem = FieldProblem(name, "not_acceptable", f"{name} {must}.")
        return Invalid(f"The query parameter {name} {must}.", problems=(problem,))
