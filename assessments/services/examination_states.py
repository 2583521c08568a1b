"""Signing an examination, amending a signed one, and marking one as a mistake. What is signed is never rewritten."""

from django.db import transaction
from django.utils import timezone

from assessments.chart import examination_document
from assessments.models import Examination
from assessments.models.examination import IN_ERROR, SIGNED
from assessments.services.examination_rows import changed_names, new_row, refuse_future
from assessments.services.examinations import merge_or_refuse, refuse_unless_draft
from assessments.services.locking import lock_with_patient
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict
from patients.documents import Problem
from patients.models.retractable import REASON_MOST
from patients.reassessment import Written, reassess
from patients.refusals import invalid
from patients.services.locking import Id


def sign_examination(*, by: Actor, examination_id: Id, expected_revision: int) -> Written[Examination]:
    """From draft to final, by the actor. Raises `Stale`, `Invalid` while it does not say when the patient was examined."""
    by.require(Permission.WRITE_EXAMINATION)
    with transaction.atomic():
        patient, row = lock_with_patient(by, Examination, examination_id)
        row.expect(expected_revision)
        refuse_unless_draft(row)
        if row.examined_at is None:
            raise invalid([Problem("/examined_at", "required", "must be recorded before the examination is signed")])
        _sign(row, by)
        row.status = "final"
        row.revision += 1
        row.save()
        audit.record(by=by, action="examination.signed", subject=row, patient_id=patient.pk)
        return Written(row, reassess(patient, by=by))


def amend_examination(
    *, by: Actor, examination_id: Id, patch: object, reason: str, expected_revision: int
) -> Written[Examination]:
    """A new, signed row that holds the old one's content with `patch` merged into it, and names the old one, which is kept.

    Raises `Stale`, `Invalid`, `Conflict` (`examination_is_draft`, `examination_is_amended`, `entered_in_error`).
    """
    by.require(Permission.WRITE_EXAMINATION)
    with transaction.atomic():
        patient, row = lock_with_patient(by, Examination, examination_id)
        row.expect(expected_revision)
        _refuse_unless_signed(row)
        _refuse_amended(row)
        old = examination_document(row)
        new = merge_or_refuse(old, patch)
        _refuse_other_status(new.status, row)
        refuse_future(new, patient)
        now = {"status": "amended", "amends": row, "amendment_reason": checked_reason(reason)}
        amendment = new_row(patient, new, by=by, signed_at=timezone.now(), signed_by_id=by.membership_id, **now)
        details = {"amends": str(row.pk), "changed": changed_names(old, new)}
        audit.record(by=by, action="examination.amended", subject=amendment, patient_id=patient.pk, details=details)
        return Written(amendment, reassess(patient, by=by))


def enter_examination_in_error(*, by: Actor, examination_id: Id, reason: str, expected_revision: int) -> Written[Examination]:
    """It was recorded by mistake: it stays, and counts for nothing; what it amended counts again.

    Raises `Stale`, `Invalid` without a reason, `Conflict` (`entered_in_error`, `examination_is_amended`).
    """
    by.require(Permission.WRITE_EXAMINATION)
    with transaction.atomic():
        patient, row = lock_with_patient(by, Examination, examination_id)
        row.expect(expected_revision)
        _refuse_in_error(row)
        _refuse_amended(row)
        row.status, row.error_reason = IN_ERROR, checked_reason(reason)
        row.revision += 1
        row.save(update_fields=["status", "error_reason", "revision", "updated_at"])
        audit.record(by=by, action="examination.entered_in_error", subject=row, patient_id=patient.pk)
        return Written(row, reassess(patient, by=by))


def checked_reason(reason: str) -> str:
    """`reason`, or `Invalid` unless it says something in 1 to 4000 characters."""
    if not reason.strip() or len(reason) > REASON_MOST:
        raise invalid([Problem("/reason", "wrong_length", f"must say why, in 1 to {REASON_MOST} characters")])
    return reason


def _sign(row: Examination, by: Actor) -> None:
    row.signed_at, row.signed_by_id = timezone.now(), by.membership_id


def _refuse_in_error(row: Examination) -> None:
    if row.status == IN_ERROR:
        raise Conflict("This was entered in error; it is kept as it is.", code="entered_in_error")


def _refuse_unless_signed(row: Examination) -> None:
    _refuse_in_error(row)
    if row.status not in SIGNED:
        raise Conflict("This is a draft; change it instead of amending it.", code="examination_is_draft")


def _refuse_amended(row: Examination) -> None:
    """An examination has one amendment that stands; the amendment is what can be amended or taken back next."""
    if not Examination.objects.filter(clinic_id=row.clinic_id, pk=row.pk).standing().exists():
        raise Conflict("A later amendment replaces this examination.", code="examination_is_amended")


def _refuse_other_status(status: str | None, row: Examination) -> None:
    if status not in (None, row.status):
        raise invalid([Problem("/status", "read_only", "is set by amending")])
