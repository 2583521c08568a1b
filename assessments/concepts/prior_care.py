"""PURE: earlier care for this complaint: its episodes, how many sessions there were, whether it helped.

An episode counts unless it is known to have been for another complaint or to have had no session. `sessions_min` is summed:
what the patient is sure of, a lower bound.
"""

from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from assessments.atoms import answered, intake_answer, not_recorded
from assessments.case import Case, once_per_case
from assessments.logic import Fact, Pointers, any_of, union
from assessments.rule import LocalDefault, Ruling, Severity, not_applicable, undetermined
from patients.documents import PriorTreatment

Improvement = Literal["improved", "partial", "not_improved", "open"]

MANY_SESSIONS = LocalDefault(
    rule="hip_flexors_never_examined",
    name="many_sessions",
    value=10,
    unit="sessions",
    note="without improvement: high; a registry's mean is 14 visits",
    lowest=8,
    highest=20,
)
"""Sessions without improvement from which a gap weighs high; anchored on the founding story of 11 or 12."""
SOME_SESSIONS = LocalDefault(
    rule="hip_flexors_never_examined",
    name="some_sessions",
    value=6,
    unit="sessions",
    note="without improvement: moderate",
    lowest=2,
    highest=8,
)
"""Sessions without improvement from which a gap weighs moderate."""
PAIN_POINTS, ODI_POINTS, RELATIVE_DROP = 2, 10, Decimal("0.3")
"""Drops that count as improvement: 2 of 10 pain points, 10 ODI points, or 30 % of either."""

UNTOLD = (None, "unknown", "not_asked")
"""Values that tell nothing."""
RESULTS = ("outcome", "pain_before", "pain_after", "odi_before", "odi_after")
"""Where it stands whether an episode helped."""


class Episode(NamedTuple):
    """One earlier treatment with its place in the case. `examined`: were the hip flexors examined there."""

    place: int
    treatment: PriorTreatment
    examined: Fact

    def pointer(self, field: str) -> str:
        return _pointer(self.place, field)

    def answered(self, field: str) -> Fact:
        """A yes/no field of the treatment."""
        return _answered(getattr(self.treatment, field), self.place, field)

    def anchor(self) -> str:
        """A recorded field by which a reader recognises the episode."""
        for field in ("sessions_min", "provider_kind", "provider_name", "started_on", "outcome"):
            if getattr(self.treatment, field) not in UNTOLD:
                return self.pointer(field)
        return f"/prior_treatments/{self.place}"


@lru_cache(maxsize=4096)
def _pointer(place: int, field: str) -> str:
    return f"/prior_treatments/{place}/{field}"


@lru_cache(maxsize=4096)
def _answered(answer: str, place: int, field: str) -> Fact:
    return answered(answer, _pointer(place, field))


@once_per_case
def episodes(case: Case) -> tuple[Episode, ...]:
    """The episodes that count, in the order of the canonical case: by start, undated ones last."""
    treatments = enumerate(case.prior_treatments or ())
    return tuple([Episode(index, item, _examined(index, item)) for index, item in treatments if _counts(item)])


def _counts(treatment: PriorTreatment) -> bool:
    no_session = treatment.sessions_min == 0 or (treatment.sessions_min is None and treatment.sessions_max == 0)
    return treatment.for_current_complaint != "no" and not no_session


def _examined(index: int, treatment: PriorTreatment) -> Fact:
    """A no beside recorded ways of examining contradicts itself and stays open."""
    if denies_itself(treatment):
        return not_recorded(_pointer(index, "hip_flexors_examined"))
    return _answered(treatment.hip_flexors_examined, index, "hip_flexors_examined")


def denies_itself(treatment: PriorTreatment) -> bool:
    """Hip flexors not examined, and yet a way of examining them or a second examination is recorded."""
    examined_somehow = bool(treatment.hip_flexor_exam_modes) or treatment.hip_flexors_reexamined == "yes"
    return treatment.hip_flexors_examined == "no" and examined_somehow


@once_per_case
def had_care(case: Case) -> Fact:
    """Whether there was any earlier care for this complaint: told, or shown by an episode."""
    anchors = tuple([episode.anchor() for episode in episodes(case)])
    told = intake_answer(case, "prior_care_any")
    return any_of(told, Fact(True, anchors)) if anchors else told


def without_episodes(case: Case) -> Ruling:
    """What rules about episodes say when none is recorded."""
    told = intake_answer(case, "prior_care_any")
    if told.is_false:
        return not_applicable(told.at)
    if told.is_open and case.prior_treatments == ():
        return not_applicable(("/prior_treatments",))
    return undetermined(union((told.missing, ("/prior_treatments",))), at=told.at)


def sessions(of: tuple[Episode, ...]) -> int | None:
    """The sum of the sessions that are sure; None when no number is recorded anywhere."""
    known = [episode.treatment.sessions_min for episode in of if episode.treatment.sessions_min is not None]
    return sum(known) if known else None


def session_pointers(of: tuple[Episode, ...]) -> Pointers:
    return tuple(episode.pointer("sessions_min") for episode in of if episode.treatment.sessions_min is not None)


def improvement(episode: Episode) -> Improvement:
    """Whether one episode helped, by the told outcome or by measured drops of pain or ODI."""
    treatment = episode.treatment
    dropped = _dropped(treatment.pain_before, treatment.pain_after, PAIN_POINTS) or _dropped(
        treatment.odi_before, treatment.odi_after, ODI_POINTS
    )
    if dropped or treatment.outcome in ("resolved", "better"):
        return "improved"
    if treatment.outcome == "slightly_better":
        return "partial"
    return "not_improved" if treatment.outcome in ("no_change", "worse") else "open"


@lru_cache(maxsize=1024)
def _dropped(before: float | None, after: float | None, points: int) -> bool:
    """Exact for decimals as they were written: from 40.3 to 30.3 are 10 points."""
    if before is None or after is None:
        return False
    first, last = Decimal(str(before)), Decimal(str(after))
    return first - last >= points or (first > 0 and first - last >= RELATIVE_DROP * first)


def improvement_pointers(episode: Episode) -> Pointers:
    """What is recorded about whether the episode helped."""
    return tuple([episode.pointer(field) for field in RESULTS if getattr(episode.treatment, field) not in UNTOLD])


def untold_results(episode: Episode) -> Pointers:
    """What would tell whether the episode helped: the outcome first, then measurements before and after."""
    told = improvement_pointers(episode)
    return tuple(pointer for pointer in map(episode.pointer, RESULTS) if pointer not in told or pointer.endswith("/outcome"))


def overall_improvement(of: tuple[Episode, ...]) -> Improvement:
    """Any improvement counts; what is open in one episode leaves the whole open; else the best of the rest."""
    found = {improvement(episode) for episode in of}
    order: tuple[Improvement, ...] = ("improved", "open", "partial", "not_improved")
    return next((kind for kind in order if kind in found), "open")


def severity_of_gap(case: Case, of: tuple[Episode, ...]) -> Severity:
    """How much a gap weighs: by the sessions spent beside it and whether they helped."""
    helped, count = overall_improvement(of), sessions(of)
    if helped == "improved":
        return "info"
    if count is None:
        return "ungraded"
    if helped == "open":
        return "moderate" if count >= MANY_SESSIONS.of(case) else "ungraded"
    tiers: tuple[Severity, ...] = ("info", "low", "moderate", "high")
    tier = 3 if count >= MANY_SESSIONS.of(case) else 2 if count >= SOME_SESSIONS.of(case) else 1
    return tiers[tier - (helped == "partial")]
