"""The lock every write takes first: the patient's row, so that writes about one person happen one after another."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from clinic.access.actor import Actor
from clinic.errors import Conflict
from clinic.models import Clinic
from clinic.models.documents import columns_of
from patients.documents import Part
from patients.models import IntakeHistory, Patient, PriorTreatment
from patients.models.retractable import Retractable

Id = uuid.UUID | str


def locked_patient(by: Actor, patient_id: Id) -> Patient:
    """The patient with the clinic loaded, locked until the transaction ends; the survivor, where the record was merged.
    `NotFound` outside the actor's clinic."""
    rows = Patient.objects.select_for_update(of=("self",)).select_related("clinic").with_identifiers(by)
    return rows.get_visible(by, patient_id)


def locked_intake(by: Actor, intake_id: Id) -> tuple[Patient, IntakeHistory]:
    """The intake as it is once its patient is locked."""
    patient = locked_patient(by, IntakeHistory.objects.get_visible(by, intake_id).patient_id)
    row = IntakeHistory.objects.with_lists(by).get_visible(by, intake_id)
    refuse_moved(patient, row.patient_id)
    return patient, row


def locked_treatment(by: Actor, treatment_id: Id) -> tuple[Patient, PriorTreatment]:
    """The earlier treatment as it is once its patient is locked."""
    patient = locked_patient(by, PriorTreatment.objects.get_visible(by, treatment_id).patient_id)
    row = PriorTreatment.objects.get_visible(by, treatment_id)
    refuse_moved(patient, row.patient_id)
    return patient, row


def refuse_moved(patient: Patient, now_of: uuid.UUID) -> None:
    """A merge was undone while we waited for the lock: the row is another patient's now, and nobody meant to write there.

    (A merge is no reason to refuse: the survivor is the same person.)
    """
    if now_of != patient.pk:
        raise Conflict("This went back to another patient's record a moment ago: read it again.", code="record_moved")


def refuse_if_in_error(row: Retractable) -> None:
    """What was entered in error stays as it is."""
    if row.is_in_error:
        raise Conflict("This was entered in error; it is kept as it is.", code="entered_in_error")


def today_at(clinic: Clinic) -> datetime.date:
    """The date it is in the clinic."""
    return timezone.now().astimezone(clinic.zone).date()


def today_for(by: Actor) -> datetime.date:
    """The date it is in the actor's clinic."""
    return today_at(Clinic.objects.get(pk=by.clinic_id))


def changed_fields(before: Part, after: Part) -> list[str]:
    """The names of the columns and lists that differ, for the audit: never their values."""
    old, new = _flat(before), _flat(after)
    return sorted(name for name in new if old.get(name) != new[name])


def _flat(part: Part, prefix: str = "") -> dict[str, Any]:
    """Columns and lists by name; a list of structs is compared as a whole."""
    found = columns_of(part, prefix)
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Part):
            found |= _flat(value, f"{prefix}{name}_")
        elif isinstance(value, tuple):
            found[prefix + name] = value
    return found
