"""Opening an examination, and recording what is found while it is a draft."""

from django.db import transaction

from assessments import document
from assessments.chart import examination_document
from assessments.merging import merged
from assessments.models import Examination
from assessments.services.examination_rows import (
    changed_names,
    new_row,
    refuse_future,
    rewrite,
)
from assessments.services.locking import lock_patient, lock_with_patient
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict, Malformed
from patients.documents import InvalidDocument, MalformedDocument, Problem
from patients.reassessment import Written, reassess
from patients.refusals import invalid
from patients.services.locking import Id


def open_examination(*, by: Actor, patient_id: Id, document: document.Examination) -> Written[Examination]:
    """A new draft. Raises `NotFound`, `Invalid` for a time after today or a status other than draft."""
    by.require(Permission.WRITE_EXAMINATION)
    with transaction.atomic():
        patient = lock_patient(by, patient_id)
        _refuse_status(document, "draft")
        refuse_future(document, patient)
        row = new_row(patient, document, by=by)
        details = {"changed": changed_names(EMPTY, document)}
        audit.record(by=by, action="examination.opened", subject=row, patient_id=patient.pk, details=details)
        return Written(row, reassess(patient, by=by))


def record_findings(*, by: Actor, examination_id: Id, patch: object, expected_revision: int) -> Written[Examination]:
    """Merge `patch` (see `assessments.merging`) into a draft.

    Raises `Stale`, `Invalid` with every problem and its place in the patch, `Conflict` (`examination_is_signed`,
    `entered_in_error`).
    """
    by.require(Permission.WRITE_EXAMINATION)
    with transaction.atomic():
        patient, row = lock_with_patient(by, Examination, examination_id)
        row.expect(expected_revision)
        refuse_unless_draft(row)
        old = examination_document(row)
        new = merge_or_refuse(old, patch)
        _refuse_status(new, "draft")
        refuse_future(new, patient)
        rewrite(row, old, new)
        details = {"changed": changed_names(old, new)}
        audit.record(by=by, action="examination.changed", subject=row, patient_id=patient.pk, details=details)
        return Written(row, reassess(patient, by=by))


EMPTY = document.Examination()


def merge_or_refuse(old: document.Examination, patch: object) -> document.Examination:
    """The merged document, or `Invalid` with what is wrong in the patch."""
    try:
        return merged(old, patch)
    except MalformedDocument as error:
        raise Malformed(str(error)) from None
    except InvalidDocument as error:
        raise invalid(error.problems) from None


def refuse_unless_draft(row: Examination) -> None:
    """Only a draft may change."""
    if row.status == "entered_in_error":
        raise Conflict("This was entered in error; it is kept as it is.", code="entered_in_error")
    if not row.is_draft:
        raise Conflict("A signed examination is never rewritten; amend it.", code="examination_is_signed")


def _refuse_status(new: document.Examination, expected: str) -> None:
    if new.status not in (None, expected):
        detail = f"is {expected}; it is changed by sign, amend and enter-in-error"
        raise invalid([Problem("/status", "read_only", detail)])
