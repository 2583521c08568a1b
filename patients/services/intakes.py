"""Recording an intake history, changing its draft, making it ready, correcting it by a new version."""

from django.db import transaction

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from patients.documents import Intake
from patients.models import IntakeHistory
from patients.reassessment import Written, reassess
from patients.services.intake_versions import make_ready, new_version, refuse_if_ready, refuse_incomplete, rewrite
from patients.services.locking import Id, changed_fields, locked_intake, locked_patient, refuse_if_in_error


def record_intake(*, by: Actor, patient_id: Id, document: Intake, corrects: Id | None = None) -> Written[IntakeHistory]:
    """A new draft. With `corrects` it is a new version of an intake that is ready, with all of its content in `document`.

    Raises `NotFound`, `Invalid` for dates after today, `NotPermitted` for reviews of safety answers by somebody who is no
    clinician, `Conflict` (`intake_is_draft`, `intake_already_corrected`, `entered_in_error`) for what cannot be corrected.
    """
    by.require(Permission.WRITE_INTAKE)
    with transaction.atomic():
        patient = locked_patient(by, patient_id)
        row = new_version(patient, document, by=by, corrects=corrects)
        action = "intake.recorded" if corrects is None else "intake.corrected"
        fields = changed_fields(Intake(), document)
        audit.record(by=by, action=action, subject=row, patient_id=patient.pk, details={"fields": fields})
        return Written(row, reassess(patient, by=by))


def change_intake(*, by: Actor, intake_id: Id, document: Intake, expected_revision: int) -> Written[IntakeHistory]:
    """Make `document` the content of a draft. Raises `Stale`, `Invalid`, `NotPermitted`, `Conflict` (`intake_is_ready`)."""
    by.require(Permission.WRITE_INTAKE)
    with transaction.atomic():
        patient, row = locked_intake(by, intake_id)
        row.expect(expected_revision)
        fields = changed_fields(row.document(), document)
        rewrite(row, patient, document, by=by)
        audit.record(by=by, action="intake.changed", subject=row, patient_id=patient.pk, details={"fields": fields})
        return Written(row, reassess(patient, by=by))


def mark_intake_ready(*, by: Actor, intake_id: Id, expected_revision: int) -> Written[IntakeHistory]:
    """From draft to ready. Raises `Stale`, or `Conflict` (`safety_unanswered`) naming every safety question not asked yet."""
    by.require(Permission.WRITE_INTAKE)
    with transaction.atomic():
        patient, row = locked_intake(by, intake_id)
        row.expect(expected_revision)
        refuse_if_in_error(row)
        refuse_if_ready(row)
        refuse_incomplete(row, patient)
        make_ready(row)
        audit.record(by=by, action="intake.made_ready", subject=row, patient_id=patient.pk)
        return Written(row, reassess(patient, by=by))
