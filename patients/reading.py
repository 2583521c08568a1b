"""One person, for whoever asks: the reads that most requests begin with."""

import uuid

from django.db.models import QuerySet

from clinic.access.actor import Actor
from clinic.scoping import as_uuid
from clinic.statements import question
from patients.models import Patient, PatientIdentifier


def visible_patient(by: Actor, patient_id: uuid.UUID | str) -> Patient:
    """The person in the actor's clinic, or the one that the record was merged into; `NotFound` where there is none, or another
    clinic's."""
    key = as_uuid(patient_id)
    row = _patient.first(by.clinic_id, key) if key else None
    return row or Patient.objects.with_merged().get_visible(by, patient_id)


def patient_with_identifiers(by: Actor, patient_id: uuid.UUID | str) -> Patient:
    """Likewise, with the identifiers loaded along."""
    row = visible_patient(by, patient_id)
    row.know_identifiers(_identifiers(by.clinic_id, row.pk))
    return row


@question
def _patient(clinic_id: uuid.UUID, id: uuid.UUID) -> QuerySet[Patient]:
    return Patient.objects.with_merged().filter(clinic_id=clinic_id, pk=id)


@question
def _identifiers(clinic_id: uuid.UUID, patient_id: uuid.UUID) -> QuerySet[PatientIdentifier]:
    return PatientIdentifier.objects.filter(clinic_id=clinic_id, patient_id=patient_id)
