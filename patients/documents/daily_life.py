"""PURE: how the patient spends the day: sitting, sports, stairs, repetitive tasks, movements that became difficult."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from patients.documents.validation import Part, Problem
from patients.documents.vocabulary import (
    MINUTES_IN_A_DAY,
    SAGITTAL_SPORTS,
    UNUSUAL_SITTING_MINUTES,
    UNUSUAL_SPORT_MINUTES,
    Answer,
    LeadLeg,
    MinutesPerDay,
    Movement,
    Plane,
    RequiredText,
    Score,
    Side,
    SportKind,
    TaskContext,
)


class SittingDay(Part, frozen=True, kw_only=True):
    """Minutes of sitting on such a day, by what it is for."""

    work: MinutesPerDay | None = None
    computer: MinutesPerDay | None = None
    driving: MinutesPerDay | None = None
    eating: MinutesPerDay | None = None
    tv: MinutesPerDay | None = None
    devices: MinutesPerDay | None = None
    other: MinutesPerDay | None = None

    def minutes(self) -> tuple[int | None, ...]:
        """The seven answers in order; None where nobody answered."""
        return (
            self.work,
            self.computer,
            self.driving,
            self.eating,
            self.tv,
            self.devices,
            self.other,
        )

    def recorded_minutes(self) -> int:
        """The sum of what was answered: a lower bound while an answer is missing. Above 1440 it is impossible."""
        return sum(minutes for minutes in self.minutes() if minutes is not None)

    def warnings(self) -> Iterator[Problem]:
        total = self.recorded_minutes()
        if total > MINUTES_IN_A_DAY:
            yield Problem(
                "",
                "impossible_total",
                f"adds up to {total} minutes; a day has {MINUTES_IN_A_DAY}: please ask again",
            )
        elif total > UNUSUAL_SITTING_MINUTES:
            yield Problem(
                "",
                "unusual_total",
                f"adds up to {total} minutes of sitting a day, which is more than 16 hours",
            )


class Sitting(Part, frozen=True, kw_only=True):
    """Sitting on working and other days, and the patient's own overall answer."""

    workday: SittingDay = SittingDay()
    non_workday: SittingDay = SittingDay()
    workdays_per_week: Annotated[int, Meta(ge=0, le=7)] | None = None
    total_workday_minutes: MinutesPerDay | None = None
    longest_bout_minutes: MinutesPerDay | None = None


class Sport(Part, frozen=True, kw_only=True):
    """One sport: how often and how long, its plane, whether one side dominates, a recent training increase in percent."""

    sport: SportKind
    sessions_per_week: Annotated[float, Meta(ge=0, le=21)] | None = None
    minutes_per_session: Annotated[int, Meta(ge=0, le=600)] | None = None
    years: Annotated[float, Meta(ge=0, le=80)] | None = None
    plane: Plane | None = None
    side_dominant: Answer = "not_asked"
    dominant_side: Side | None = None
    load_increase_percent: Annotated[float, Meta(ge=0, le=1000)] | None = None

    def effective_plane(self) -> Plane | None:
        """The plane recorded, or the sport's usual one: running, walking, cycling and rowing are sagittal."""
        return self.plane or ("sagittal" if self.sport in SAGITTAL_SPORTS else None)

    def warnings(self) -> Iterator[Problem]:
        if self.minutes_per_session is not None and self.minutes_per_session > UNUSUAL_SPORT_MINUTES:
            yield Problem(
                "/minutes_per_session",
                "unusual_value",
                "is more than 4 hours a session",
            )


class Stairs(Part, frozen=True, kw_only=True):
    """Which leg leads on stairs, and whether it always does."""

    lead_leg: LeadLeg = "not_asked"
    always: Answer = "not_asked"
    flights_per_day: Annotated[int, Meta(ge=0, le=200)] | None = None


class RepetitiveTask(Part, frozen=True, kw_only=True):
    """The same movement over and over, at work, at home or in sport."""

    task: RequiredText
    context: TaskContext | None = None
    plane: Plane | None = None
    hours_per_week: Annotated[float, Meta(ge=0, le=168)] | None = None


class MovementDifficulty(Part, frozen=True, kw_only=True):
    """`ability` 0 = unable, 10 = as before: higher is better, the opposite of the pain scale."""

    movement: Movement
    ability: Score | None = None
    provokes_pain: Answer = "not_asked"
