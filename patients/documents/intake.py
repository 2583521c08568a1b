"""PURE: the intake history of one episode of complaint."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from patients.documents.daily_life import MovementDifficulty, RepetitiveTask, Sitting, Sport, Stairs
from patients.documents.safety import Safety
from patients.documents.validation import Part, Problem, too_many
from patients.documents.vocabulary import (
    Answer,
    IntakeSource,
    Laterality,
    LongText,
    PainLocation,
    PainSide,
    Percent,
    Score,
    ShortText,
)


class StartBack(Part, frozen=True, kw_only=True):
    """STarT Back scores only; the item wording is copyright of Keele University and is not shipped."""

    total: Annotated[int, Meta(ge=0, le=9)] | None = None
    distress: Annotated[int, Meta(ge=0, le=5)] | None = None

    def warnings(self) -> Iterator[Problem]:
        if self.total is not None and self.distress is not None and self.distress > self.total:
            yield Problem("/distress", "unusual_value", "is greater than the total it is part of")


class Odi(Part, frozen=True, kw_only=True):
    """An Oswestry total from outside, in percent; the items are not free to ship."""

    percent: Percent | None = None
    version: ShortText | None = None
    on: datetime.date | None = None


class Intake(Part, frozen=True, kw_only=True):
    """What the patient reports about one episode of complaint."""

    recorded_on: datetime.date | None = None
    source: IntakeSource | None = None
    chief_complaint: LongText | None = None
    pain_locations: tuple[PainLocation, ...] | None = None
    pain_side: PainSide | None = None
    onset_on: datetime.date | None = None
    duration_weeks: Annotated[int, Meta(ge=0, le=5200)] | None = None
    pain_now: Score | None = None
    pain_worst: Score | None = None
    pain_average: Score | None = None
    pain_on_rising_from_sitting: Answer = "not_asked"
    difficulty_standing_erect: Answer = "not_asked"
    pain_on_hip_extension: Answer = "not_asked"
    hip_held_flexed: Answer = "not_asked"
    pain_unrelated_to_movement: Answer = "not_asked"
    back_spasms: Answer = "not_asked"
    sitting: Sitting = Sitting()
    sports: tuple[Sport, ...] | None = None
    sports_complete: Answer = "not_asked"
    stretching_habit: Answer = "not_asked"
    athlete: Answer = "not_asked"
    stairs: Stairs = Stairs()
    handedness: Laterality | None = None
    kicking_leg: Laterality | None = None
    repetitive_tasks: tuple[RepetitiveTask, ...] | None = None
    movement_difficulties: tuple[MovementDifficulty, ...] | None = None
    structural_asymmetry: Answer = "not_asked"
    symptoms_changed_on: datetime.date | None = None
    safety: Safety = Safety()
    start_back: StartBack = StartBack()
    odi: Odi = Odi()
    prior_care_any: Answer = "not_asked"
    prior_care_list_complete: Answer = "not_asked"
    hip_flexors_ever_examined: Answer = "not_asked"

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        for name in ("pain_locations", "sports", "repetitive_tasks", "movement_difficulties"):
            yield from too_many(name, getattr(self, name))
