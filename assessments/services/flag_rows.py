"""The flags of a patient as a new assessment leaves them: read once, written in bulk, only where something changed."""

import uuid
from typing import Any, Literal, NamedTuple

from django.db.models import QuerySet

from assessments.engine import Assessment as Evaluated
from assessments.flag_life import FlagState, Identity, Step, identity, on_other, on_present
from assessments.models import Assessment, Flag, FlagEvent
from assessments.verdict import Verdict
from clinic.access.actor import Actor
from clinic.statements import insert, question
from patients.models import Patient
from patients.reassessment import FlagChange

_CHANGING = [
    "severity", "status", "gate", "blocked_by", "provisional", "is_present", "evidence_kind", "assessment", "revision",
    "updated_at",
]  # fmt: skip


def update_flags(patient: Patient, row: Assessment, outcome: Evaluated, news: set[Identity], by: Actor) -> tuple[FlagChange, ...]:
    """Let every flag of the (locked) patient take its step; answers what changed for people, in display order.

    ``news``: the verdicts that say something else than in the assessment before.
    """
    flags = {_identity(flag): flag for flag in _flags_of(patient.clinic_id, patient.pk)}
    present = {identity(verdict): verdict for verdict in outcome.verdicts if verdict.raises_flag}
    steps = [_step_of_present(patient, flags.get(key), verdict) for key, verdict in present.items()]
    steps += [_step_of_other(flag, outcome) for key, flag in flags.items() if key not in present]
    _write([taken.flag for taken in steps if _apply(taken, row, news)])
    return _tell(steps, row, by)


@question
def _flags_of(clinic_id: uuid.UUID, patient_id: uuid.UUID) -> QuerySet[Flag]:
    return Flag.objects.filter(clinic_id=clinic_id, patient_id=patient_id).order_by("pk")


class _Taken(NamedTuple):
    """A flag, the step it takes, and its own verdict where that is present."""

    flag: Flag
    step: Step
    verdict: Verdict | None


def _step_of_present(patient: Patient, flag: Flag | None, verdict: Verdict) -> _Taken:
    step = on_present(None if flag is None else _state(flag), verdict)
    return _Taken(flag or _new(patient, verdict), step, verdict)


def _step_of_other(flag: Flag, outcome: Evaluated) -> _Taken:
    verdicts = [verdict for verdict in outcome.verdicts if verdict.rule.id == flag.rule]
    return _Taken(flag, on_other(_state(flag), verdicts), None)


def _write(flags: list[Flag]) -> None:
    insert(flags, replacing=_CHANGING)


def _tell(steps: list[_Taken], row: Assessment, by: Actor) -> tuple[FlagChange, ...]:
    """Keep the history of the changes, and answer them."""
    events = [
        FlagEvent(
            clinic_id=flag.clinic_id, flag=flag, change=step.change, severity=flag.severity, reason=step.reason,
            by_id=by.membership_id, assessment=row,
        )
        for flag, step, _ in steps
        if step.change
    ]  # fmt: skip
    insert(events)
    return tuple(as_change(flag, step.change) for flag, step, _ in steps if step.change)


def as_change(flag: Flag, change: Literal["raised", "reopened", "resolved"]) -> FlagChange:
    """What the answer to a write says about a flag."""
    return FlagChange(
        flag_id=flag.pk,
        rule=flag.rule,
        side=flag.side or None,
        detail=flag.detail or None,
        severity=flag.severity,
        change=change,
    )


def _identity(flag: Flag) -> Identity:
    return flag.rule, flag.side, flag.detail


def _state(flag: Flag) -> FlagState:
    return FlagState(flag.status, flag.severity, tuple(flag.evidence_kind), flag.is_present)


def _new(patient: Patient, verdict: Verdict) -> Flag:
    rule, side, detail = identity(verdict)
    return Flag(clinic_id=patient.clinic_id, patient=patient, rule=rule, side=side, detail=detail, revision=0)


def _apply(taken: _Taken, row: Assessment, news: set[Identity]) -> bool:
    """Bring the flag to its state after the step; whether it must be written."""
    flag, state, verdict = taken.flag, taken.step.state, taken.verdict
    before = _shown(flag)
    flag.status, flag.severity = state.status, state.severity
    flag.evidence_kind, flag.is_present = list(state.evidence_kind), state.is_present
    if state.status != "resolved":
        flag.gate = row.gate
    if verdict is not None:
        flag.gate, flag.blocked_by, flag.provisional = row.gate, verdict.blocked_by, verdict.provisional
    changed = flag._state.adding or _shown(flag) != before or (verdict is not None and _identity(flag) in news)
    if changed:
        flag.revision += 1
        flag.assessment_id = flag.assessment_id if verdict is None else row.pk
    return changed


def _shown(flag: Flag) -> tuple[Any, ...]:
    return flag.status, flag.severity, flag.evidence_kind, flag.is_present, flag.gate, flag.blocked_by, flag.provisional
