"""What is sent and answered when two records of one person are merged, and when that is undone."""

import uuid
from typing import Annotated, Any, Literal

import msgspec

from patients.documents import Part
from patients.reassessment import FlagChange
from patients.representations import PatientAnswer, patient_answer
from patients.services import Merged, Unmerged

Revision = Annotated[int, msgspec.Meta(ge=1, le=999_999_999)]
FieldName = Literal["family_name", "given_name", "birth_date", "sex", "language", "phone", "email", "address"]


class PatientMerging(Part, frozen=True, kw_only=True):
    """The duplicate, at the revision you read. `preview`: only answer what would happen. `take`: the fields that are taken over
    from the duplicate; without it, those that only the duplicate records."""

    duplicate_id: uuid.UUID
    duplicate_revision: Revision
    preview: bool = False
    take: tuple[FieldName, ...] | None = None


class PatientUnmerging(Part, frozen=True, kw_only=True):
    """The record that gets back what was its own."""

    duplicate_id: uuid.UUID


class MergeDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A field that the two records tell differently; null: not recorded. `kept`: whose value the survivor has afterwards."""

    field: FieldName
    survivor: str | None
    duplicate: str | None
    kept: Literal["survivor", "duplicate"]


class MergeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge did, or would do. `moved`: how many rows of each kind went over, such as `{"intake_history": 2}`."""

    preview: bool
    patient: PatientAnswer
    duplicate_id: uuid.UUID
    moved: dict[str, int]
    differences: tuple[MergeDifference, ...]
    flags_changed: tuple[FlagChange, ...]


class UnmergeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What undoing a merge did. `stayed`: how many rows of each kind, recorded since the merge, stay with the survivor."""

    patient: PatientAnswer
    duplicate: PatientAnswer
    moved: dict[str, int]
    stayed: dict[str, int]
    flags_changed: tuple[FlagChange, ...]


def merge_answer(merged: Merged, *, preview: bool) -> dict[str, Any]:
    """As `MergeAnswer`."""
    return {
        "preview": preview,
        "patient": patient_answer(merged.survivor),
        "duplicate_id": merged.duplicate.pk,
        "moved": merged.moved,
        "differences": merged.differences,
        "flags_changed": merged.flags_changed,
    }


def unmerge_answer(unmerged: Unmerged) -> dict[str, Any]:
    """As `UnmergeAnswer`."""
    return {
        "patient": patient_answer(unmerged.survivor),
        "duplicate": patient_answer(unmerged.duplicate),
        "moved": unmerged.moved,
        "stayed": unmerged.stayed,
        "flags_changed": unmerged.flags_changed,
    }
