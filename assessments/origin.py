"""PURE: where a value stands in the case, and who told it when."""

import datetime
from functools import lru_cache
from typing import Any

import msgspec

from assessments.case import Case

Told = tuple[datetime.date | None, str | None]


def resolved(case: Case, pointer: str) -> object:
    """The plain JSON value at `pointer`; raises when it does not resolve."""
    value: Any = case
    for token in _tokens(pointer):
        value = value[int(token)] if type(value) is tuple else getattr(value, token)
    return value if type(value) in PLAIN else msgspec.to_builtins(value)


PLAIN = (str, int, float, bool)
"""Values that are plain JSON as they are."""


def told(case: Case, pointer: str) -> Told:
    """When the value was recorded and by whom, as far as the case says: the day and source of the part it belongs to."""
    tokens = _tokens(pointer)
    if tokens[0] == "prior_treatments":
        treatments = case.prior_treatments or ()
        treatment = treatments[int(tokens[1])] if len(tokens) > 1 else None
        return (treatment.reported_on, treatment.source) if treatment else (None, None)
    if tokens[0] == "examination":
        examined_at = case.examination.examined_at
        return examined_at.date() if examined_at else None, case.examination.examiner
    if tokens[:2] == ("intake", "safety"):
        return case.intake.safety.screened_on, case.intake.source
    return (case.intake.recorded_on, case.intake.source) if tokens[0] == "intake" else (None, None)


@lru_cache(maxsize=4096)
def _tokens(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])
