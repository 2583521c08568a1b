"""Examinations and intakes that many tests start from, and short names for what tests ask again and again."""

from typing import Any

from assessments import document
from assessments.models import Assessment, Examination, Flag
from assessments.services import open_examination
from clinic.access.actor import Actor
from patients.documents import Intake, read
from patients.models import Patient
from patients.services import record_intake
from tests.world import House, screened_clear

EXAMINED = "2026-03-02T09:40:00Z"


def psoas(side: str = "right", **values: Any) -> dict[str, Any]:
    """A palpation of the psoas; tender (3) unless told otherwise."""
    return {"muscle": "psoas_major", "side": side, **(values or {"tenderness": 3})}


def thomas(side: str, degrees: float) -> dict[str, Any]:
    return {"test": "modified_thomas", "side": side, "hip_extension_deg": degrees, "pelvis_stabilised": "yes"}


def examined(**parts: Any) -> document.Examination:
    return read(document.Examination, {"examined_at": EXAMINED, **parts})


def open_one(by: Actor, patient: Patient, **parts: Any) -> Examination:
    """A draft examination of the patient."""
    return open_examination(by=by, patient_id=patient.pk, document=examined(**parts)).row


def clear_gate(house: House, patient: Patient) -> None:
    """An intake whose safety questions are all answered no, so that the gate is open."""
    record_intake(by=house.therapist, patient_id=patient.pk, document=read(Intake, screened_clear()))


def current(patient: Patient) -> Assessment:
    return Assessment.objects.filter(patient=patient).order_by("-number")[0]


def flag_of(patient: Patient, rule: str) -> Flag:
    """The one flag of this rule that is not resolved."""
    return Flag.objects.exclude(status="resolved").get(patient=patient, rule=rule)
