"""Assessing a patient: the case as it is now, what the rules say about it, and what that makes of the flags."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from assessments.ask_next import ask_next
from assessments.case import Case
from assessments.chart import case_of
from assessments.engine import Assessment as Evaluated
from assessments.engine import evaluate
from assessments.flag_life import Identity
from assessments.models import Assessment
from assessments.redaction import STOPPING, hidden_parts, seen_safety
from assessments.retelling import WRITTEN_IN, Retelling
from assessments.services.flag_rows import update_flags
from assessments.services.local_defaults import thresholds_of
from assessments.services.locking import lock_patient
from assessments.services.rule_sets import rule_set_id
from clinic import audit, metrics
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import FieldProblem, Unavailable
from clinic.statements import insert, question
from clinic.webhooks.outbox import Happened, announce
from patients.documents import InvalidDocument
from patients.models import Patient
from patients.reassessment import FlagChange, Standing
from patients.services.locking import Id

FARTHEST_EAST = datetime.timezone(datetime.timedelta(hours=14))


@dataclass(frozen=True, slots=True)
class Assessed:
    """The current assessment, whether it was stored just now, and which flags changed by it."""

    row: Assessment
    is_new: bool
    flags_changed: tuple[FlagChange, ...] = ()


def assess(*, by: Actor, patient_id: Id) -> Assessed:
    """Assess the patient now. Stores nothing new when case, rules, thresholds and outcome are those of the current assessment."""
    by.require(Permission.RUN_ASSESSMENT)
    with transaction.atomic():
        patient = lock_patient(by, patient_id)
        assessed = _assess(patient, by)
        details = {"new": assessed.is_new, "number": assessed.row.number}
        audit.record(by=by, action="assessment.run", subject=assessed.row, patient_id=patient.pk, details=details)
        return assessed


def reassess(patient: Patient, *, by: Actor, anew: bool = False) -> tuple[FlagChange, ...]:
    """Assess the case that a service is about to change for good, in its transaction. The service's audit event tells of it.

    `anew`: store an assessment in any case, and let every flag rest on it.
    """
    return _assess(patient, by, anew=anew).flags_changed


def current_assessment(patient: Patient, *, by: Actor) -> Assessment | None:
    """The newest assessment, with its rule set; None before the first."""
    return _newest.first(by.clinic_id, patient.pk)


@question
def _newest(clinic_id: uuid.UUID, patient_id: uuid.UUID) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(clinic_id=clinic_id, patient_id=patient_id).with_version()
    return rows.order_by("-number")[:1]


def standing(patient: Patient, *, by: Actor) -> Standing | None:
    """Where the patient stands by the current assessment."""
    row = current_assessment(patient, by=by)
    if row is None:
        return None
    safety = seen_safety(Retelling.of(row).safety(decoded(row.safety)), hidden_parts(by))
    reasons = (held["title"] for held in safety["conditions"] if held["level"] in STOPPING)
    return Standing(gate=safety["gate"], reasons=tuple(dict.fromkeys(reasons)))


def _assess(patient: Patient, by: Actor, *, anew: bool = False) -> Assessed:
    now = timezone.now().astimezone(patient.clinic.zone)
    case = case_now(lambda moment: case_of(patient, as_of=moment), now)
    outcome = evaluate(case, thresholds=thresholds_of(patient.clinic_id))
    assessed = keep(patient, outcome, now, by, anew=anew)
    transaction.on_commit(lambda: _count(assessed))
    return assessed


def _count(assessed: Assessed) -> None:
    metrics.ASSESSMENTS.labels("stored" if assessed.is_new else "unchanged").inc()
    for changed in assessed.flags_changed:
        metrics.FLAG_CHANGES.labels(changed.change).inc()


def case_now(case_at: Callable[[datetime.datetime], Case], now: datetime.datetime) -> Case:
    """The case as it is `now`.

    Dates are checked when they are recorded. What was today then is tomorrow here once the clinic has moved its time zone west:
    the case is then seen by the calendar that is ahead of all others, because what is told now must not wait until tomorrow.
    Raises `Unavailable` for what is later still: the clock was set back.
    """
    try:
        return case_at(now)
    except InvalidDocument:
        return _seen_from_farthest_east(case_at, now)


def _seen_from_farthest_east(case_at: Callable[[datetime.datetime], Case], now: datetime.datetime) -> Case:
    try:
        return case_at(now.astimezone(FARTHEST_EAST))
    except InvalidDocument as error:
        problems = tuple(FieldProblem(*problem) for problem in error.problems)
        raise Unavailable("Something recorded lies in the future: check the server's clock.", problems=problems) from None


def keep(patient: Patient, outcome: Evaluated, now: datetime.datetime, by: Actor, *, anew: bool = False) -> Assessed:
    """Make `outcome`, seen at `now`, the (locked) patient's current assessment, unless that says the same already."""
    current = current_assessment(patient, by=by)
    said, said_before = verdicts_said(outcome), [] if current is None or anew else decoded(current.verdicts)
    if current is not None and not anew and said == said_before and is_same_case(current, outcome):
        return Assessed(current, is_new=False)
    row = _store(patient, outcome, now, said, current, by)
    news = {_identity(verdict) for verdict in said if verdict not in said_before}
    changes = update_flags(patient, row, outcome, news, by)
    announce(_happened(row, changes), by=by, clinic=patient.clinic)
    return Assessed(row, True, changes)


def _happened(row: Assessment, changes: tuple[FlagChange, ...]) -> Iterator[Happened]:
    about = {"patient": row.patient_id, "assessment": row.pk}
    yield Happened("assessment.completed", about)
    yield from (Happened(f"flag.{change.change}", about | {"flag": change.flag_id}) for change in changes)


def is_same_case(current: Assessment, outcome: Evaluated) -> bool:
    """Whether case, rule set, thresholds and gate are those of an assessment; if its verdicts are too, only time has passed."""
    before = (current.case_digest, current.rule_set.version, current.gate, current.palpation, decoded(current.thresholds))
    now = (outcome.case_digest, outcome.rule_set_version, outcome.gate, outcome.palpation, outcome.thresholds.to_plain())
    return before == now


def verdicts_said(outcome: Evaluated) -> list[dict[str, Any]]:
    """The verdicts as they look once they were stored: in English, whoever asks."""
    with translation.override(WRITTEN_IN):
        said: list[dict[str, Any]] = decoded(as_json(outcome.compact_verdicts()))
    return said


def _identity(said: dict[str, Any]) -> Identity:
    return said["rule"], said["side"] or "", said["detail"] or ""


def _store(
    patient: Patient,
    outcome: Evaluated,
    now: datetime.datetime,
    said: list[dict[str, Any]],
    current: Assessment | None,
    by: Actor,
) -> Assessment:
    """Insert `outcome` as the newest assessment."""
    with translation.override(WRITTEN_IN):
        questions = as_json(ask_next(outcome.verdicts))
    row = Assessment(
        clinic_id=patient.clinic_id,
        patient=patient,
        number=1 if current is None else current.number + 1,
        as_of=now,
        gate=outcome.gate,
        palpation=outcome.palpation,
        rule_set_id=rule_set_id(outcome.rule_set_version, current, by),
        thresholds=as_json(outcome.thresholds.to_plain()),
        case_digest=outcome.case_digest,
        case_document=as_json(outcome.case),
        verdicts=as_json(said),
        safety=as_json(outcome.safety),
        ask_next=questions,
        created_by_id=by.membership_id,
    )
    insert([row])
    return row


def decoded(json: msgspec.Raw) -> Any:
    """The plain data in finished JSON."""
    return msgspec.json.decode(json)


def as_json(data: object) -> msgspec.Raw:
    """`data` as finished JSON."""
    return msgspec.Raw(msgspec.json.encode(data))
