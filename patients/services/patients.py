"""Registering a person, and correcting who the person is."""

import uuid
from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict, FieldProblem
from clinic.models import Clinic
from clinic.statements import insert, question, update
from patients.documents import Identifier, PatientDocument, Problem
from patients.models import Patient, PatientIdentifier
from patients.reassessment import Written, reassess
from patients.refusals import invalid
from patients.services.dates import dates_of_patient, future_problems
from patients.services.locking import Id, changed_fields, locked_patient, today_at


def register_patient(*, by: Actor, document: PatientDocument) -> Written[Patient]:
    """Make the person known to the actor's clinic. A family name is required.

    Raises `Invalid`, or `Conflict` (`identifier_taken`) when an identifier names somebody else already.
    """
    by.require(Permission.WRITE_PATIENT)
    with transaction.atomic():
        (clinic,) = _clinic(by.clinic_id)
        _refuse(document, clinic)
        patient = Patient(clinic=clinic)
        _store(patient, document, by)
        fields = changed_fields(PatientDocument(), document)
        audit.record(by=by, action="patient.registered", subject=patient, patient_id=patient.pk, details={"fields": fields})
        return Written(patient, reassess(patient, by=by))


def correct_demographics(*, by: Actor, patient_id: Id, document: PatientDocument, expected_revision: int) -> Written[Patient]:
    """Make `document` what is recorded about the person. Raises `Stale`, `Invalid`, or `Conflict` (`identifier_taken`)."""
    by.require(Permission.WRITE_PATIENT)
    with transaction.atomic():
        patient = locked_patient(by, patient_id)
        patient.expect(expected_revision)
        _refuse(document, patient.clinic)
        fields = changed_fields(patient.document(), document)
        patient.revision += 1
        _store(patient, document, by)
        audit.record(by=by, action="patient.corrected", subject=patient, patient_id=patient.pk, details={"fields": fields})
        return Written(patient, reassess(patient, by=by))


@question
def _clinic(id: uuid.UUID) -> QuerySet[Clinic]:
    return Clinic.objects.filter(pk=id)


def _refuse(document: PatientDocument, clinic: Clinic) -> None:
    problems = [*_missing_name(document), *_repeated(document.identifiers or ())]
    problems += future_problems(dates_of_patient(document), today_at(clinic))
    if problems:
        raise invalid(problems)


def _missing_name(document: PatientDocument) -> Iterator[Problem]:
    if not (document.family_name or "").strip():
        yield Problem("/family_name", "required", "is required")


def _repeated(identifiers: tuple[Identifier, ...]) -> Iterator[Problem]:
    seen: set[Identifier] = set()
    for place, identifier in enumerate(identifiers):
        if identifier in seen:
            yield Problem(f"/identifiers/{place}", "repeated", "is listed twice")
        seen.add(identifier)


def _store(patient: Patient, document: PatientDocument, by: Actor) -> None:
    patient.take(document)
    identifiers = document.identifiers or ()
    _refuse_taken(patient, identifiers, by)
    rows = _identifier_rows(patient, identifiers)
    try:
        with transaction.atomic():
            if patient._state.adding:
                insert([patient])
            else:
                update(patient)
                PatientIdentifier.objects.visible_to(by).filter(patient=patient).delete()
            insert(rows)
    except IntegrityError as error:
        # Somebody registered the same identifier since we looked; every other bound was checked by the document.
        raise Conflict("Another patient has one of these identifiers.", code="identifier_taken") from error
    patient.know_identifiers(rows)


def _identifier_rows(patient: Patient, identifiers: tuple[Identifier, ...]) -> list[PatientIdentifier]:
    """The rows of a list. One that was there keeps its id: a merge remembers identifiers by it."""
    there = {} if patient._state.adding else {(row.system, row.value): row.pk for row in patient.identifiers.all()}
    rows = [
        PatientIdentifier(clinic_id=patient.clinic_id, patient=patient, position=place, system=item.system, value=item.value)
        for place, item in enumerate(identifiers)
    ]
    for row in rows:
        row.pk = there.get((row.system, row.value), row.pk)
    return rows


def _refuse_taken(patient: Patient, identifiers: tuple[Identifier, ...], by: Actor) -> None:
    others = PatientIdentifier.objects.visible_to(by).exclude(patient=patient)
    systems = {identifier.system for identifier in identifiers}
    values = {identifier.value for identifier in identifiers}
    taken = set(others.filter(system__in=systems, value__in=values).values_list("system", "value")) if identifiers else set()
    problems = [
        FieldProblem(f"/identifiers/{place}", "identifier_taken", "names another patient of this clinic")
        for place, identifier in enumerate(identifiers)
        if (identifier.system, identifier.value) in taken
    ]
    if problems:
        raise Conflict("Another patient has one of these identifiers.", problems=tuple(problems), code="identifier_taken")
