"""What was recorded by mistake: marked, with its reason, and kept."""

from django.db import transaction
from django.utils import timezone

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from patients.documents import Problem
from patients.models import IntakeHistory, PriorTreatment
from patients.models.retractable import REASON_MOST
from patients.reassessment import Written, reassess
from patients.refusals import invalid
from patients.services.locking import Id, locked_intake, locked_treatment, refuse_if_in_error


def enter_intake_in_error(*, by: Actor, intake_id: Id, reason: str, expected_revision: int) -> Written[IntakeHistory]:
    """This version was recorded by mistake: it stays, and counts for nothing from now on.

    The version before it, if there is one, counts again. Raises `Stale`, `Invalid` without a reason of 1 to 4000 characters,
    `Conflict` (`entered_in_error`) the second time.
    """
    by.require(Permission.WRITE_INTAKE)
    with transaction.atomic():
        patient, row = locked_intake(by, intake_id)
        _mark(row, reason, expected_revision)
        audit.record(by=by, action="intake.entered_in_error", subject=row, patient_id=patient.pk)
        return Written(row, reassess(patient, by=by))


def enter_prior_treatment_in_error(
    *, by: Actor, treatment_id: Id, reason: str, expected_revision: int
) -> Written[PriorTreatment]:
    """This treatment was recorded by mistake: it stays, and counts for nothing from now on. Raises what the above raises."""
    by.require(Permission.WRITE_PRIOR_TREATMENT)
    with transaction.atomic():
        patient, row = locked_treatment(by, treatment_id)
        _mark(row, reason, expected_revision)
        audit.record(by=by, action="prior_treatment.entered_in_error", subject=row, patient_id=patient.pk)
        return Written(row, reassess(patient, by=by))


def _mark(row: IntakeHistory | PriorTreatment, reason: str, expected_revision: int) -> None:
    row.expect(expected_revision)
    refuse_if_in_error(row)
    if not reason.strip() or len(reason) > REASON_MOST:
        raise invalid([Problem("/reason", "wrong_length", f"must say why, in 1 to {REASON_MOST} characters")])
    row.entered_in_error_at = timezone.now()
    row.error_reason = reason
    row.revision += 1
    row.save()
