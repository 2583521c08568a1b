"""PURE: the case, all that a rule may see: patient, intake, prior treatments and one examination as one frozen document.

Every field is optional; a default means *not recorded*. `as_of` is part of the case, because rules never read a clock.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from operator import is_, lt
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from assessments.document import FINDING_LISTS, OUT_OF_CALENDAR, Examination, FindingPart, in_calendar
from patients.documents import Intake, Part, PatientDocument, PriorTreatment, Problem, folded
from patients.documents.validation import P

T = TypeVar("T")


class CasePatient(PatientDocument, frozen=True, kw_only=True):
    """The patient as a rule may see it: names and contact data are accepted here and dropped by `canonical`."""

    age_years: Annotated[int, Meta(ge=0, le=130)] | None = None


NOBODY = CasePatient()
NOT_EXAMINED = Examination()


class Case(Part, frozen=True, kw_only=True, dict=True):
    """Everything a rule may see about one patient at one moment."""

    as_of: Annotated[datetime.datetime, Meta(tz=True)] | None = None
    patient: CasePatient = NOBODY
    intake: Intake = Intake()
    prior_treatments: tuple[PriorTreatment, ...] | None = None
    examination: Examination = NOT_EXAMINED

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        if self.as_of is None:
            return
        if not in_calendar(self.as_of):
            yield Problem("/as_of", *OUT_OF_CALENDAR)
        today = self.as_of.date()
        for pointer, day in self._past_dates():
            if day is not None and day > today:
                yield Problem(
                    pointer,
                    "in_the_future",
                    f"must not be after {today}, the date of as_of",
                )

    def _past_dates(self) -> Iterator[tuple[str, datetime.date | None]]:
        intake, safety = self.intake, self.intake.safety
        yield "/patient/birth_date", self.patient.birth_date
        for name in ("recorded_on", "onset_on", "symptoms_changed_on"):
            yield f"/intake/{name}", getattr(intake, name)
        yield "/intake/safety/screened_on", safety.screened_on
        for index, review in enumerate(safety.reviews or ()):
            yield f"/intake/safety/reviews/{index}/reviewed_on", review.reviewed_on
        for index, treatment in enumerate(self.prior_treatments or ()):
            yield f"/prior_treatments/{index}/started_on", treatment.started_on
            yield f"/prior_treatments/{index}/reported_on", treatment.reported_on
        if self.as_of is not None and self.examination.examined_at is not None:
            yield (
                "/examination/examined_at",
                self.examination.examined_at.astimezone(self.as_of.tzinfo).date(),
            )

    @cached_property
    def findings(self) -> dict[tuple[str, str, str], tuple[int, FindingPart]]:
        """(list, site, side) of every finding → its index in that list, and itself."""
        found: dict[tuple[str, str, str], tuple[int, FindingPart]] = {}
        for name in FINDING_LISTS:
            for place in enumerate(getattr(self.examination, name) or ()):
                found[(name, *place[1].key())] = place
        return found

    @cached_property
    def has_findings_without_side(self) -> bool:
        return any(side == "unknown" for _, _, side in self.findings)

    def age(self) -> int | None:
        """Whole years at `as_of`; None when neither the birth date (with an `as_of`) nor the age was recorded."""
        born = self.patient.birth_date
        if born is None or self.as_of is None:
            return self.patient.age_years
        today = self.as_of.date()
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def once_per_case(function: Callable[[Case], T]) -> Callable[[Case], T]:
    """Several rules ask the same of one case: the answer is kept with the case, which never changes."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(case: Case) -> T:
        known = case.__dict__
        if name in known:
            before: T = known[name]
            return before
        known[name] = answer = function(case)
        return answer

    return remembered


def canonical(case: Case) -> Case:
    """The same case in its one order, without the patient's name and contact data.

    Lists that are sets (findings, locations, treatments...) are sorted, so that the order in which things were recorded can
    never change an assessment. Evidence pointers resolve in this document. An examination entered in error holds nothing.
    """
    if case.examination.status == "entered_in_error":
        case = replace(case, examination=NOT_EXAMINED)
    case = folded(case)
    intake = case.intake
    return _with(
        case,
        patient=_anonymous(case.patient),
        intake=_ordered(_with(intake, safety=_ordered(intake.safety, ("reviews",))), _INTAKE_SETS),
        prior_treatments=_treatments_in_order(case.prior_treatments),
        examination=_ordered(case.examination, FINDING_LISTS),
    )


def digest(case: Case) -> str:
    """SHA-256 (hex) of the canonical case without `as_of`: equal digests mean that the same things are recorded."""
    return hashlib.sha256(encoded(replace(canonical(case), as_of=None))).hexdigest()


def encoded(part: Part) -> bytes:
    """Compact JSON bytes of a document or a part of it; what was not recorded is left out."""
    return _ENCODER.encode(part)


_ENCODER = msgspec.json.Encoder()
_INTAKE_SETS = ("pain_locations", "sports", "repetitive_tasks", "movement_difficulties")
_TREATMENT_SETS = ("regions_examined", "hip_flexor_exam_modes", "interventions")


def _anonymous(patient: CasePatient) -> CasePatient:
    if patient is NOBODY:
        return NOBODY
    known = CasePatient(birth_date=patient.birth_date, age_years=patient.age_years, sex=patient.sex)
    if known == NOBODY:
        return NOBODY
    return patient if known == patient else known


def _with(part: P, **fields: object) -> P:
    """The part with these values: itself when it holds them already."""
    changes = {name: value for name, value in fields.items() if value is not getattr(part, name)}
    return replace(part, **changes) if changes else part


def _ordered(part: P, sets: tuple[str, ...]) -> P:
    """The part with these lists in their order: itself when they are."""
    changes: dict[str, object] = {}
    for name in sets:
        items = getattr(part, name)
        if items and len(items) > 1 and (ordered := _in_order(items)) is not items:
            changes[name] = ordered
    return replace(part, **changes) if changes else part


def _in_order(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if isinstance(items[0], str):
        named = tuple(sorted(set(items)))
        return items if named == items else named
    return _kept(items, sorted(items, key=_ENCODER.encode))


def _treatments_in_order(treatments: tuple[PriorTreatment, ...] | None) -> tuple[PriorTreatment, ...] | None:
    """By their start; undated ones last."""
    if treatments is None:
        return None
    ordered = [_ordered(treatment, _TREATMENT_SETS) for treatment in treatments]
    starts = [treatment.started_on or datetime.date.max for treatment in ordered]
    if not all(map(lt, starts, starts[1:])):
        ordered.sort(key=lambda treatment: (treatment.started_on or datetime.date.max, encoded(treatment)))
    return _kept(treatments, ordered)


def _kept(before: tuple[T, ...], after: list[T]) -> tuple[T, ...]:
    """`after` as a tuple: the one from before when nothing changed."""
    return before if all(map(is_, before, after)) else tuple(after)
