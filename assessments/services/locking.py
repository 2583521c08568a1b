"""The lock every write takes first, with the row it is about: two statements."""

from typing import TypeVar

from assessments.models import Examination, Flag
from clinic.access.actor import Actor
from clinic.errors import NotFound
from clinic.scoping import as_uuid
from patients.models import Patient
from patients.models.patient import PatientQuerySet
from patients.services.locking import Id

Row = TypeVar("Row", Examination, Flag)


def lock_patient(by: Actor, patient_id: Id) -> Patient:
    """The patient with the clinic loaded, locked until the transaction ends; `NotFound` outside the actor's clinic."""
    found: Patient = _locked(by).get_visible(by, patient_id)
    return found


def lock_with_patient(by: Actor, kind: type[Row], id: Id) -> tuple[Patient, Row]:
    """The patient that a row belongs to, locked, and the row as it is now; `NotFound` outside the actor's clinic."""
    key = as_uuid(id)
    rows = kind._default_manager.filter(clinic_id=by.clinic_id, pk=key) if key else kind._default_manager.none()
    patient = _locked(by).filter(pk__in=rows.values("patient_id")).first()
    row = rows.first() if patient else None
    if patient is None or row is None:
        raise NotFound(f"There is no {kind._meta.verbose_name} with this id.")
    row.clinic = patient.clinic
    return patient, row


def _locked(by: Actor) -> PatientQuerySet:
    # No-key: rows that refer to the patient may be inserted meanwhile by who does not change the case.
    return Patient.objects.visible_to(by).select_for_update(of=("self",), no_key=True).select_related("clinic")
