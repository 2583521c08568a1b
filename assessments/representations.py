"""What the REST resources of this app answer with, as they are described to clients."""

import datetime
import uuid
from typing import Any, Literal

import msgspec

from assessments import document
from assessments.ask_next import Question
from assessments.case import Case
from assessments.flag_actions import ActionTaken, OverrideReason
from assessments.models.flag import Change, FlagSeverity, FlagStatus, ReasonCode
from assessments.rule import EvidenceGrade, Rank, Severity, Status, VerdictSide
from assessments.safety import Gate, Palpation, SafetyState
from assessments.thresholds import ShownDefault
from patients.documents import Part
from patients.reassessment import FlagChange
from patients.representations import Warned


class ExaminationAnswer(document.Examination, frozen=True, kw_only=True):
    """An examination. `amends`: the one it replaces; `amended_by`: the one that replaces it. What was not recorded is absent."""

    id: uuid.UUID
    patient_id: uuid.UUID
    revision: int
    amends: uuid.UUID | None = None
    amended_by: uuid.UUID | None = None
    amendment_reason: str | None = None
    error_reason: str | None = None
    signed_at: datetime.datetime | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    warnings: tuple[Warned, ...]  # type: ignore[assignment]  # an answer is never asked what is unusual in itself
    flags_changed: tuple[FlagChange, ...] | None = None


class Amendment(document.Examination, frozen=True, kw_only=True):
    """What a signed examination should have said, merged as a change of a draft is, and why."""

    reason: str


class Reason(Part, frozen=True, kw_only=True):
    """Why, in 1 to 4000 characters."""

    reason: str


class EvidenceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded value: JSON pointer into `case`, the value, and when and by whom it was recorded, where that is known."""

    pointer: str
    value: Any
    recorded_on: datetime.date | None
    recorded_by: str | None


class VerdictAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule says. `blocked_by`: what outranks it; then its interpretation and advice are withheld. `provisional`: the
    safety screen is not complete. `missing`: pointers of what to record next."""

    rule: str
    version: int
    title: str
    status: Status
    severity: Severity | None
    side: VerdictSide | None
    detail: str | None
    confidence: Literal["low"] | None
    blocked_by: str | None
    provisional: bool
    evidence: tuple[EvidenceAnswer, ...]
    contradicting: tuple[EvidenceAnswer, ...]
    missing: tuple[str, ...]
    explanation: str
    action: str | None
    evidence_grade: EvidenceGrade
    counter_evidence: tuple[str, ...]
    sources: tuple[str, ...]
    local_defaults: tuple[ShownDefault, ...]


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """Every verdict about one case, in display order, with the safety gate. Pointers resolve in `case`."""

    as_of: datetime.datetime | None
    rule_set_version: str
    case_digest: str
    gate: Gate
    palpation: Palpation
    safety: SafetyState
    ask_next: tuple[Question, ...]
    verdicts: tuple[VerdictAnswer, ...]
    case: Case


class AssessmentAnswer(Evaluation, frozen=True, kw_only=True):
    """A stored assessment. `withheld`: the parts of the case that the reader's role does not show."""

    id: uuid.UUID
    patient_id: uuid.UUID
    number: int
    created_at: datetime.datetime
    withheld: tuple[str, ...] = ()
    flags_changed: tuple[FlagChange, ...] | None = None


class AssessmentItem(msgspec.Struct, frozen=True, kw_only=True):
    """A stored assessment in the history."""

    id: uuid.UUID
    patient_id: uuid.UUID
    number: int
    created_at: datetime.datetime
    as_of: datetime.datetime
    rule_set_version: str
    case_digest: str
    gate: Gate
    palpation: Palpation


class FlagItem(msgspec.Struct, frozen=True, kw_only=True):
    """A flag in the work list. `is_present`: whether its verdict is still present; `assessment_id`: where it was last said."""

    id: uuid.UUID
    patient_id: uuid.UUID
    revision: int
    rule: str
    title: str
    side: str | None
    detail: str | None
    severity: FlagSeverity
    status: FlagStatus
    gate: Gate
    blocked_by: str | None
    provisional: bool
    is_present: bool
    assessment_id: uuid.UUID
    created_at: datetime.datetime
    updated_at: datetime.datetime


class FlagEventAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One change in a flag's life. `reason`: what somebody wrote, or why the assessment changed it; `reason_code`: why, as
    a code, where a person did; `action`, `told`, `acted_at`: what was done when it was acknowledged, who was told, and when."""

    at: datetime.datetime
    change: Change
    severity: FlagSeverity
    reason: str
    reason_code: ReasonCode | None
    action: ActionTaken | None
    told: str | None
    acted_at: datetime.datetime | None
    by: str
    assessment_id: uuid.UUID | None


class FlagAnswer(FlagItem, frozen=True, kw_only=True):
    """A flag with the verdict as it was last said, and all that happened to it, oldest first."""

    verdict: VerdictAnswer
    history: tuple[FlagEventAnswer, ...]


class OverridesOfRule(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule was overridden: `flags` it raised or re-opened, `overrides`, how often for each reason, and when last."""

    rule: str
    title: str
    flags: int
    overrides: int
    reasons: dict[OverrideReason, int]
    last_overridden_at: datetime.datetime


class OverridesByRule(msgspec.Struct, frozen=True, kw_only=True):
    """The rules that were overridden, most often first. `since`: what is counted begins here."""

    since: datetime.datetime | None
    items: tuple[OverridesOfRule, ...]


class RuleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's declaration. A clinician must confirm it before clinical use."""

    rule: str
    version: int
    title: str
    statement: str
    logic: str
    rank: Rank
    evidence_grade: EvidenceGrade
    inputs: tuple[str, ...]
    sources: tuple[str, ...]
    counter_evidence: tuple[str, ...]
    local_defaults: tuple[ShownDefault, ...]
    responsible: str
    reviewed_on: datetime.date


class NewValue(Part, frozen=True, kw_only=True):
    """What a threshold shall be in this clinic, and why, in 1 to 4000 characters."""

    value: float
    reason: str


class LocalDefaultAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A threshold as it is now in force. `rules`: those that share it; `patients_waiting`: people whose current assessment was
    made with other thresholds; the next change to their record, or `manage.py assess --all`, assesses them again."""

    local_default: ShownDefault
    rules: tuple[str, ...]
    patients_waiting: int


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in use, in the order of the catalogue, with the local defaults in force in your clinic."""

    rule_set_version: str
    items: tuple[RuleAnswer, ...]
