"""PURE: how alike two records are, and why: a score from 0 to 1 and coded reasons. Advice for a person, never a decision."""

import datetime
from dataclasses import dataclass
from typing import Literal, get_args

from patients.documents import PatientDocument
from patients.searching import name_words, phone_tail

Reason = Literal[
    "same_identifier",
    "same_identifier_value",
    "same_name",
    "swapped_names",
    "similar_name",
    "same_birth_date",
    "day_month_swapped",
    "similar_birth_date",
    "same_phone",
    "same_email",
    "other_birth_date",
    "other_sex",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

POINTS: dict[Reason, int] = {
    "same_identifier": 80,
    "same_identifier_value": 25,
    "same_name": 40,
    "swapped_names": 38,
    "similar_name": 30,
    "same_birth_date": 35,
    "day_month_swapped": 25,
    "similar_birth_date": 15,
    "same_phone": 20,
    "same_email": 20,
    "other_birth_date": -20,
    "other_sex": -10,
}
"""Of 100. LOCAL: one thing alone makes no match, but an identifier does, and a name where a birth date is missing."""

LEAST = 40
"""The score, of 100, from which a record is worth showing."""
ALIKE = 0.45
"""How much of the trigrams of two names must be the same."""
LONG_ENOUGH = 5
"""Characters that an identifier must have to mean something in another system."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are: `score` 0 to 1, `reasons` in a fixed order."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_worth_showing(self) -> bool:
        """Whether a person should look at it."""
        return self.score * 100 >= LEAST


def likeness(one: PatientDocument, other: PatientDocument) -> Likeness:
    """How alike the two are. It does not matter which comes first."""
    found = {_by_identifier(one, other), _by_name(one, other), _by_birth_date(one, other), *_by_the_rest(one, other)}
    reasons = tuple(reason for reason in REASONS if reason in found)
    points = sum(POINTS[reason] for reason in reasons)
    return Likeness(max(0, min(100, points)) / 100, reasons)


def _by_identifier(one: PatientDocument, other: PatientDocument) -> Reason | None:
    mine, theirs = set(one.identifiers or ()), set(other.identifiers or ())
    if mine & theirs:
        return "same_identifier"
    values = {each.value for each in mine} & {each.value for each in theirs}
    return "same_identifier_value" if any(len(value) >= LONG_ENOUGH for value in values) else None


def _by_name(one: PatientDocument, other: PatientDocument) -> Reason | None:
    mine, theirs = _names(one), _names(other)
    if not any(mine) or not any(theirs):
        return None
    if mine == theirs:
        return "same_name"
    if mine == theirs[::-1] or sorted(mine[0] + mine[1]) == sorted(theirs[0] + theirs[1]):
        return "swapped_names"
    return "similar_name" if _share(_trigrams(mine), _trigrams(theirs)) >= ALIKE else None


def _names(document: PatientDocument) -> tuple[list[str], list[str]]:
    return sorted(name_words(document.family_name)), sorted(name_words(document.given_name))


def _trigrams(names: tuple[list[str], list[str]]) -> set[str]:
    padded = (f"  {word} " for words in names for word in words)
    return {word[place : place + 3] for word in padded for place in range(len(word) - 2)}


def _share(mine: set[str], theirs: set[str]) -> float:
    return len(mine & theirs) / len(mine | theirs)


def _by_birth_date(one: PatientDocument, other: PatientDocument) -> Reason | None:
    mine, theirs = one.birth_date, other.birth_date
    if mine is None or theirs is None:
        return None
    if mine == theirs:
        return "same_birth_date"
    if swapped(mine) == theirs:
        return "day_month_swapped"
    differing = sum(a != b for a, b in zip(mine.isoformat(), theirs.isoformat(), strict=True))
    return "similar_birth_date" if differing == 1 else "other_birth_date"


def swapped(day: datetime.date) -> datetime.date | None:
    """The date with day and month exchanged, where there is such a date."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def _by_the_rest(one: PatientDocument, other: PatientDocument) -> set[Reason | None]:
    found: set[Reason | None] = set()
    tail = phone_tail(one.phone)
    if len(tail) >= LONG_ENOUGH and tail == phone_tail(other.phone):
        found.add("same_phone")
    if one.email and other.email and one.email.strip().casefold() == other.email.strip().casefold():
        found.add("same_email")
    if {one.sex, other.sex} == {"male", "female"}:
        found.add("other_sex")
    return found
