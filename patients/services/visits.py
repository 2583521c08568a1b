"""One page of the front desk: an intake history together with the earlier treatments, written and audited as one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from patients.documents import Intake
from patients.documents import PriorTreatment as PriorTreatmentDocument
from patients.models import IntakeHistory, Patient, PriorTreatment
from patients.reassessment import Written, reassess
from patients.refusals import invalid
from patients.services.dates import dates_of_intake, dates_of_treatment, future_problems
from patients.services.intake_versions import make_ready, new_version, refuse_incomplete, rewrite
from patients.services.locking import Id, changed_fields, locked_patient, today_at
from patients.services.prior_treatments import new_treatment, rewrite_treatment


@dataclass(frozen=True, slots=True)
class TreatmentEntry:
    """One earlier treatment of the page: a new one, or with `treatment_id` and `expected_revision` one that was changed."""

    document: PriorTreatmentDocument
    treatment_id: Id | None = None
    expected_revision: int = 0
    place: int = 0  # on the page, so that a problem can be shown where it belongs


def record_intake_visit(
    *,
    by: Actor,
    patient_id: Id,
    document: Intake,
    treatments: Iterable[TreatmentEntry] = (),
    intake_id: Id | None = None,
    corrects: Id | None = None,
    expected_revision: int = 0,
    ready: bool = False,
) -> Written[IntakeHistory]:
    """A new intake (or with `intake_id` a changed draft, or with `corrects` a new version) and the treatments told along with it.

    With `ready` it also becomes ready. Raises what `mark_intake_ready`, `record_intake`, `change_intake`,
    `record_prior_treatment` and `correct_prior_treatment` raise; a problem of a treatment has the pointer
    `/prior_treatments/<place>/...`. All is written, or nothing.
    """
    by.require(Permission.WRITE_INTAKE)
    entries = list(treatments)
    if entries:
        by.require(Permission.WRITE_PRIOR_TREATMENT)
    with transaction.atomic():
        patient = locked_patient(by, patient_id)
        _refuse_future(patient, document, entries)
        if intake_id is None:
            row = new_version(patient, document, by=by, corrects=corrects)
            action, before = ("intake.recorded" if corrects is None else "intake.corrected"), Intake()
        else:
            row, before = _changed(patient, intake_id, document, expected_revision, by)
            action = "intake.changed"
        written = [str(_write(patient, entry, by).pk) for entry in entries]
        if ready:
            refuse_incomplete(row, patient)
            make_ready(row)
            action = "intake.made_ready"
        details = {"fields": changed_fields(before, document), "prior_treatments": written}
        audit.record(by=by, action=action, subject=row, patient_id=patient.pk, details=details)
        return Written(row, reassess(patient, by=by))


def _changed(
    patient: Patient, intake_id: Id, document: Intake, expected_revision: int, by: Actor
) -> tuple[IntakeHistory, Intake]:
    row = IntakeHistory.objects.with_lists(by).filter(patient=patient).get_visible(by, intake_id)
    row.expect(expected_revision)
    before = row.document()
    rewrite(row, patient, document, by=by)
    return row, before


def _write(patient: Patient, entry: TreatmentEntry, by: Actor) -> PriorTreatment:
    if entry.treatment_id is None:
        return new_treatment(patient, entry.document, by=by)
    row = PriorTreatment.objects.filter(patient=patient).get_visible(by, entry.treatment_id)
    row.expect(entry.expected_revision)
    rewrite_treatment(row, patient, entry.document)
    return row


def _refuse_future(patient: Patient, document: Intake, entries: list[TreatmentEntry]) -> None:
    """All problems of the page at once."""
    today = today_at(patient.clinic)
    problems = [*future_problems(dates_of_intake(document), today)]
    for entry in entries:
        found = future_problems(dates_of_treatment(entry.document), today)
        problems += [p._replace(pointer=f"/prior_treatments/{entry.place}{p.pointer}") for p in found]
    if problems:
        raise invalid(problems)
