"""The lock every write takes first, with the row it is about: two statements."""

import uuid
from typing import Any, TypeVar

from django.db.models import QuerySet, Subquery

from assessments.models import Examination, Flag
from clinic.access.actor import Actor
from clinic.errors import NotFound
from clinic.scoping import as_uuid
from clinic.statements import Question, question
from patients.models import Patient
from patients.models.patient import PatientQuerySet
from patients.services.locking import Id, refuse_moved

Row = TypeVar("Row", Examination, Flag)


def lock_patient(by: Actor, patient_id: Id) -> Patient:
    """The patient with the clinic loaded, locked until the transaction ends; the survivor, where the record was merged.
    `NotFound` outside the actor's clinic."""
    key = as_uuid(patient_id)
    patient = _patient.first(by.clinic_id, key) if key else None
    return patient or _locked().get_visible(by, patient_id)


def lock_with_patient(by: Actor, kind: type[Row], id: Id) -> tuple[Patient, Row]:
    """The patient that a row belongs to, locked, and the row as it is now; `NotFound` outside the actor's clinic."""
    key = as_uuid(id)
    patient, row = _found(by, kind, key)
    if row is None and key:  # merged while we waited for the lock, or united with another flag
        patient, row = _found(by, kind, _goes_on(by, kind, key))
    if patient is None or row is None:
        raise NotFound(f"There is no {kind._meta.verbose_name} with this id.")
    refuse_moved(patient, row.patient_id)
    row.clinic = patient.clinic
    return patient, row


def _found(by: Actor, kind: type[Row], key: uuid.UUID | None) -> tuple[Patient | None, Row | None]:
    patient = _PATIENT_OF[kind].first(by.clinic_id, key) if key else None
    return patient, _ROW[kind].first(by.clinic_id, key) if patient and key else None


def _goes_on(by: Actor, kind: type[Any], key: uuid.UUID) -> uuid.UUID:
    return Flag.objects.standing_id(by.clinic_id, key) if kind is Flag else key


def _locked() -> PatientQuerySet:
    # No-key: rows that refer to the patient may be inserted meanwhile by who does not change the case.
    return Patient.objects.select_for_update(of=("self",), no_key=True).select_related("clinic")


@question
def _patient(clinic_id: uuid.UUID, id: uuid.UUID) -> QuerySet[Patient]:
    return _locked().filter(clinic_id=clinic_id, pk=id)


def _patient_of(kind: type[Examination] | type[Flag]) -> Question[[uuid.UUID, uuid.UUID], Patient]:
    @question
    def ask(clinic_id: uuid.UUID, id: uuid.UUID) -> QuerySet[Patient]:
        rows: QuerySet[Any] = kind._default_manager.filter(clinic_id=clinic_id, pk=id)
        return _locked().filter(clinic_id=clinic_id, pk__in=Subquery(rows.values("patient_id")))

    return ask


def _row(kind: type[Examination] | type[Flag]) -> Question[[uuid.UUID, uuid.UUID], Any]:
    @question
    def ask(clinic_id: uuid.UUID, id: uuid.UUID) -> QuerySet[Any]:
        return kind._default_manager.filter(clinic_id=clinic_id, pk=id)

    return ask


_PATIENT_OF = {kind: _patient_of(kind) for kind in (Examination, Flag)}
_ROW = {kind: _row(kind) for kind in (Examination, Flag)}
