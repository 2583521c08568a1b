"""What the REST resources of this app answer with: the document itself, and beside it what is known about the row."""

import datetime
import uuid
from typing import Any, Literal

import msgspec

from patients.documents import Intake, Part, PatientDocument, PriorTreatment, plain, warnings_of
from patients.models import IntakeHistory, Patient
from patients.models import PriorTreatment as PriorTreatmentRow
from patients.reassessment import FlagChange, Written

IntakeStatus = Literal["draft", "ready", "entered_in_error"]
TreatmentStatus = Literal["recorded", "entered_in_error"]


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """Something possible but unusual in what is recorded: JSON pointer, stable code, a sentence. Please confirm it."""

    pointer: str
    code: str
    detail: str


class PatientAnswer(PatientDocument, frozen=True, kw_only=True):
    """A person. What was not recorded is absent; `flags_changed` comes with the answer to a write.

    `merged_from`: the ids of the records that were merged into this one; they lead here.
    """

    id: uuid.UUID
    revision: int
    merged_from: tuple[uuid.UUID, ...] | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    warnings: tuple[Warned, ...]  # type: ignore[assignment]  # an answer is never asked what is unusual in itself
    flags_changed: tuple[FlagChange, ...] | None = None


class NewIntake(Intake, frozen=True, kw_only=True):
    """An intake history to record. `corrects`: the id of the version, ready, that this one replaces."""

    corrects: uuid.UUID | None = None

    def document(self) -> Intake:
        """The intake history itself."""
        return Intake(**{name: getattr(self, name) for name in Intake.__struct_fields__})


class IntakeAnswer(NewIntake, frozen=True, kw_only=True):
    """One version of an intake history. `episode`: the id of the first version of the same complaint."""

    id: uuid.UUID
    patient_id: uuid.UUID
    revision: int
    status: IntakeStatus
    episode: uuid.UUID
    ready_at: datetime.datetime | None = None
    error_reason: str | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    warnings: tuple[Warned, ...]  # type: ignore[assignment]  # an answer is never asked what is unusual in itself
    flags_changed: tuple[FlagChange, ...] | None = None


class PriorTreatmentAnswer(PriorTreatment, frozen=True, kw_only=True):
    """One earlier provider or course of treatment."""

    id: uuid.UUID
    patient_id: uuid.UUID
    revision: int
    status: TreatmentStatus
    error_reason: str | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    warnings: tuple[Warned, ...]  # type: ignore[assignment]  # an answer is never asked what is unusual in itself
    flags_changed: tuple[FlagChange, ...] | None = None


class ErrorReason(Part, frozen=True, kw_only=True):
    """Why something was recorded by mistake."""

    reason: str


class Nothing(Part, frozen=True, kw_only=True):
    """A body with nothing in it."""


def patient_answer(row: Patient) -> dict[str, Any]:
    """The representation of a person."""
    merged = {"merged_from": row.merged_from} if row.merged_from else {}
    return {"id": row.pk, "revision": row.revision, **merged, **_times(row), **_said(row.document())}


def intake_answer(row: IntakeHistory) -> dict[str, Any]:
    """The representation of one version of an intake history."""
    of_row = {
        "id": row.pk,
        "patient_id": row.patient_id,
        "revision": row.revision,
        "status": row.shown_status,
        "episode": row.episode,
        "corrects": row.corrects_id,
        "ready_at": row.ready_at,
        "error_reason": row.error_reason,
    }
    return {**_present(of_row), **_times(row), **_said(row.document())}


def treatment_answer(row: PriorTreatmentRow) -> dict[str, Any]:
    """The representation of an earlier treatment."""
    of_row = {
        "id": row.pk,
        "patient_id": row.patient_id,
        "revision": row.revision,
        "status": row.shown_status,
        "error_reason": row.error_reason,
    }
    return {**_present(of_row), **_times(row), **_said(row.document())}


def with_flags(answer: dict[str, Any], written: Written[Any]) -> dict[str, Any]:
    """The answer to a write."""
    return {**answer, "flags_changed": written.flags_changed}


def _said(document: Part) -> dict[str, Any]:
    return {**plain(document), "warnings": [problem._asdict() for problem in warnings_of(document)]}


def _times(row: Patient | IntakeHistory | PriorTreatmentRow) -> dict[str, Any]:
    return {"created_at": row.created_at, "updated_at": row.updated_at}


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
