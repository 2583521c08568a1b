"""From rows to the case: everything that is recorded about one patient, in four queries whatever there is.

One for the current intake with its four lists, one for the earlier treatments, one for the current examination, one for its
findings.  (The patient's own row and its clinic are the caller's: services hold them.)
"""

import datetime
import uuid
from typing import Any

import msgspec
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from assessments import document
from assessments.case import Case, CasePatient
from assessments.document import FindingPart
from assessments.merging import KINDS
from assessments.models import Examination, Finding
from clinic.models.bounds import columns
from clinic.models.documents import document_of
from clinic.statements import question
from patients.documents import Intake, PriorTreatment, folded
from patients.models import LISTS, IntakeHistory, Patient
from patients.models import PriorTreatment as PriorTreatmentRow

QUERIES = 4
"""How many queries `case_of` makes at most."""


def case_of(patient: Patient, *, as_of: datetime.datetime) -> Case:
    """The patient's case as it is recorded now.

    The current intake is the newest version (a draft counts: a red flag told in it must show at once), the current examination
    the latest by its time (drafts count), without what was entered in error.  ``as_of``: aware; becomes the case's.  Raises
    ``InvalidDocument`` when something recorded lies after it.
    """
    return Case(
        as_of=as_of,
        patient=CasePatient(birth_date=patient.birth_date, sex=patient.sex),
        intake=_intake(patient),
        prior_treatments=_treatments(patient),
        examination=_examination(patient),
    )


def _intake(patient: Patient) -> Intake:
    row = _current_intake.first(patient.clinic_id, patient.pk)
    if row is None:
        return Intake()
    children = {name: _structs(getattr(row, f"items_of_{name}"), model.STRUCT) for name, model in LISTS.items()}
    return document_of(row, Intake, children=children)


@question
def _current_intake(clinic_id: uuid.UUID, patient_id: uuid.UUID) -> QuerySet[IntakeHistory]:
    rows = IntakeHistory.objects.annotate(**{f"items_of_{name}": _items(name) for name in LISTS})
    return rows.filter(clinic_id=clinic_id, patient_id=patient_id).in_force().newest_first()[:1]


def _items(name: str) -> ArraySubquery:
    """One list of an intake as JSON objects, in the order it was told."""
    model = LISTS[name]
    members = {column.name: column.name for column in columns(model.STRUCT)}
    rows = model.objects.filter(clinic_id=OuterRef("clinic_id"), intake_id=OuterRef("pk")).order_by("position")
    return ArraySubquery(rows.values(as_json=JSONObject(**members)))


def _structs(items: list[dict[str, Any]], struct: type[msgspec.Struct]) -> list[msgspec.Struct]:
    return [msgspec.convert(item, struct) for item in items]


def _treatments(patient: Patient) -> tuple[PriorTreatment, ...] | None:
    """The earlier treatments; None when none was recorded: whether there were any is the intake's question."""
    return tuple(row.document() for row in _treatments_in_force(patient.clinic_id, patient.pk)) or None


@question
def _treatments_in_force(clinic_id: uuid.UUID, patient_id: uuid.UUID) -> QuerySet[PriorTreatmentRow]:
    return PriorTreatmentRow.objects.filter(clinic_id=clinic_id, patient_id=patient_id).in_force().order_by("id")


def _examination(patient: Patient) -> document.Examination:
    row = _current_examination.first(patient.clinic_id, patient.pk)
    if row is None:
        return document.Examination()
    row.clinic = patient.clinic
    return examination_document(row)


@question
def _current_examination(clinic_id: uuid.UUID, patient_id: uuid.UUID) -> QuerySet[Examination]:
    return Examination.objects.filter(clinic_id=clinic_id, patient_id=patient_id).standing().latest_first()[:1]


@question
def _findings_of(clinic_id: uuid.UUID, examination_id: uuid.UUID) -> QuerySet[Finding]:
    return Finding.objects.filter(clinic_id=clinic_id, examination_id=examination_id)


def findings_along(clinic_id: uuid.UUID) -> "Prefetch[Any]":
    """What loads the findings of examinations along, in one more query."""
    return Prefetch("findings", queryset=Finding.objects.filter(clinic_id=clinic_id))


def examination_document(row: Examination) -> document.Examination:
    """What an examination recorded: findings in the order they were recorded, its time as the clinic's clocks show it.

    Findings and clinic must be loaded along, or it queries for them.
    """
    recorded = folded(row.known or document_of(row, document.Examination, children=_findings(row)))
    examined_at = recorded.examined_at and recorded.examined_at.astimezone(row.clinic.zone)
    return msgspec.structs.replace(recorded, status=row.status, examined_at=examined_at)


def _findings(row: Examination) -> dict[str, list[FindingPart]]:
    loaded = getattr(row, "_prefetched_objects_cache", {}).get("findings")
    found: dict[str, list[FindingPart]] = {kind: [] for kind in KINDS}
    for finding in sorted(_findings_of(row.clinic_id, row.pk) if loaded is None else loaded, key=lambda finding: finding.pk):
        found[finding.kind].append(finding.document())
    return found
