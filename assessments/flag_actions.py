"""PURE: what people do with a flag, and why: the coded reasons, and what is told with each.

A red flag is acknowledged with what was done about it: who was told, and when. An override says why somebody goes on in spite of
the flag; over many of them, the reasons tell whether a rule is worth its place.
"""

import datetime
from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from assessments.document import OUT_OF_CALENDAR, in_calendar
from patients.documents import Part, Problem

ActionTaken = Literal[
    "told_clinician",
    "assessed_by_clinician",
    "referred",
    "called_emergency_services",
    "sent_to_emergency",
    "other",
]
OverrideReason = Literal[
    "examined_elsewhere",
    "already_addressed",
    "not_clinically_relevant",
    "patient_declined",
    "incorrect_data",
    "other",
]
ResolveReason = Literal[
    "addressed",
    "referred",
    "no_longer_relevant",
    "care_ended",
    "incorrect_data",
    "other",
]
TO_SOMEBODY: tuple[ActionTaken, ...] = ("told_clinician", "assessed_by_clinician", "referred")
"""Actions that name a person or a place: who was told, who looked, where to."""

Text = Annotated[str, Meta(max_length=4000)]
Name = Annotated[str, Meta(max_length=200)]


def _says_nothing(text: str | None) -> bool:
    return not (text or "").strip()


def _blank(name: str, text: str | None) -> Iterator[Problem]:
    if text is not None and _says_nothing(text):
        yield Problem(f"/{name}", "wrong_length", "must say something, or be left out")


class Acknowledgement(Part, frozen=True, kw_only=True):
    """Somebody has seen the flag. `action`: what was done, required for an open red flag; `told`: who was told, or who looked, or
    where to, required where the action names somebody; `acted_at`: when (now, where it is not said); `note`: what else."""

    action: ActionTaken | None = None
    told: Name | None = None
    acted_at: Annotated[datetime.datetime, Meta(tz=True)] | None = None
    note: Text | None = None

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        """Blank text, an action half told, or told without an action."""
        yield from (*_blank("told", self.told), *_blank("note", self.note))
        if not in_calendar(self.acted_at):
            yield Problem("/acted_at", *OUT_OF_CALENDAR)
        if self.action is None and (self.told is not None or self.acted_at is not None):
            yield Problem("/action", "required", "must say what was done, where it says who was told or when")
        if self.action in TO_SOMEBODY and self.told is None:
            yield Problem("/told", "required", f"must say who, with the action {self.action}")
        if self.action == "other" and self.note is None:
            yield Problem("/note", "required", "must say what was done, with the action other")


class _Reasoned(Part, frozen=True, kw_only=True):
    reason_code: str
    reason: Text | None = None

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        """Blank text, or the reason `other` without any."""
        yield from _blank("reason", self.reason)
        if self.reason_code == "other" and self.reason is None:
            yield Problem("/reason", "required", "must say why, with the reason_code other")


class Override(_Reasoned, frozen=True, kw_only=True):
    """Why somebody goes on in spite of a flag: a coded reason, and up to 4000 characters beside it (required with `other`)."""

    reason_code: OverrideReason


class Resolution(_Reasoned, frozen=True, kw_only=True):
    """Why somebody closes a flag: a coded reason, and up to 4000 characters beside it (required with `other`)."""

    reason_code: ResolveReason
