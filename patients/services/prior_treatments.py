"""Recording an earlier treatment, and correcting what was recorded."""

from django.db import transaction

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from patients.documents import PriorTreatment as PriorTreatmentDocument
from patients.models import Patient, PriorTreatment
from patients.reassessment import Written, reassess
from patients.refusals import invalid
from patients.services.dates import dates_of_treatment, future_problems
from patients.services.locking import Id, changed_fields, locked_patient, locked_treatment, refuse_if_in_error, today_at


def record_prior_treatment(*, by: Actor, patient_id: Id, document: PriorTreatmentDocument) -> Written[PriorTreatment]:
    """One more earlier provider or course. Raises `NotFound`, `Invalid` for dates after today."""
    by.require(Permission.WRITE_PRIOR_TREATMENT)
    with transaction.atomic():
        patient = locked_patient(by, patient_id)
        row = new_treatment(patient, document, by=by)
        fields = changed_fields(PriorTreatmentDocument(), document)
        audit.record(by=by, action="prior_treatment.recorded", subject=row, patient_id=patient.pk, details={"fields": fields})
        return Written(row, reassess(patient, by=by))


def correct_prior_treatment(
    *, by: Actor, treatment_id: Id, document: PriorTreatmentDocument, expected_revision: int
) -> Written[PriorTreatment]:
    """Make `document` what is recorded. Raises `Stale`, `Invalid`, `Conflict` (`entered_in_error`)."""
    by.require(Permission.WRITE_PRIOR_TREATMENT)
    with transaction.atomic():
        patient, row = locked_treatment(by, treatment_id)
        row.expect(expected_revision)
        fields = changed_fields(row.document(), document)
        rewrite_treatment(row, patient, document)
        audit.record(by=by, action="prior_treatment.corrected", subject=row, patient_id=patient.pk, details={"fields": fields})
        return Written(row, reassess(patient, by=by))


def new_treatment(patient: Patient, document: PriorTreatmentDocument, *, by: Actor) -> PriorTreatment:
    """The row of one more treatment, for a service that is about to audit and assess it."""
    _refuse_future(patient, document)
    row = PriorTreatment(clinic_id=by.clinic_id, patient=patient)
    row.take(document)
    row.save()
    return row


def rewrite_treatment(row: PriorTreatment, patient: Patient, document: PriorTreatmentDocument) -> None:
    """Make `document` the content of the row, likewise."""
    refuse_if_in_error(row)
    _refuse_future(patient, document)
    row.take(document)
    row.revision += 1
    row.save()


def _refuse_future(patient: Patient, document: PriorTreatmentDocument) -> None:
    problems = tuple(future_problems(dates_of_treatment(document), today_at(patient.clinic)))
    if problems:
        raise invalid(problems)
