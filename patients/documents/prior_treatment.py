"""PURE: one earlier provider or course of treatment."""

import datetime
from collections.abc import Iterator

from patients.documents.validation import Part, Problem
from patients.documents.vocabulary import (
    UNUSUAL_SESSIONS,
    Answer,
    ExaminedRegion,
    HipFlexorExamMode,
    Intervention,
    LongText,
    Outcome,
    Percent,
    ProviderKind,
    Score,
    Sessions,
    ShortText,
    TreatmentSource,
)


class PriorTreatment(Part, frozen=True, kw_only=True):
    """One provider or course of treatment. `sessions_min`..`sessions_max` when the patient says "eleven or twelve"."""

    provider_kind: ProviderKind | None = None
    provider_name: ShortText | None = None
    facility: ShortText | None = None
    started_on: datetime.date | None = None
    ended_on: datetime.date | None = None
    for_current_complaint: Answer = "not_asked"
    sessions_min: Sessions | None = None
    sessions_max: Sessions | None = None
    sessions_approximate: bool | None = None
    outcome: Outcome = "not_asked"
    pain_before: Score | None = None
    pain_after: Score | None = None
    odi_before: Percent | None = None
    odi_after: Percent | None = None
    regions_examined: tuple[ExaminedRegion, ...] | None = None
    regions_examined_complete: Answer = "not_asked"
    hip_flexors_examined: Answer = "not_asked"
    hip_flexor_exam_modes: tuple[HipFlexorExamMode, ...] | None = None
    hip_flexor_exam_modes_complete: Answer = "not_asked"
    hip_flexors_reexamined: Answer = "not_asked"
    interventions: tuple[Intervention, ...] | None = None
    interventions_complete: Answer = "not_asked"
    stated_rationale: LongText | None = None
    source: TreatmentSource | None = None
    reported_on: datetime.date | None = None

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        if self.sessions_min is not None and self.sessions_max is not None and self.sessions_min > self.sessions_max:
            yield Problem(
                "/sessions_max",
                "contradiction",
                f"must be at least sessions_min, which is {self.sessions_min}",
            )
        if self.started_on is not None and self.ended_on is not None and self.started_on > self.ended_on:
            yield Problem(
                "/ended_on",
                "contradiction",
                f"must not be before started_on, which is {self.started_on}",
            )

    def warnings(self) -> Iterator[Problem]:
        for name, sessions in (
            ("sessions_min", self.sessions_min),
            ("sessions_max", self.sessions_max),
        ):
            if sessions is not None and sessions > UNUSUAL_SESSIONS:
                yield Problem(
                    f"/{name}",
                    "unusual_value",
                    f"is more than {UNUSUAL_SESSIONS} sessions",
                )
