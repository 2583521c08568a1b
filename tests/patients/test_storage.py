"""Every field of the documents has its column, keeps what it is given, and is bounded by the database itself."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from msgspec.structs import replace

from clinic.models.bounds import columns
from patients import documents
from patients.models import LISTS, IntakeHistory, Patient, PatientIdentifier, PriorTreatment
from patients.services import record_intake, record_prior_treatment, register_patient
from tests.patients import samples
from tests.world import World

KINDS: dict[Any, Any] = {
    Patient: documents.PatientDocument,
    IntakeHistory: documents.Intake,
    PriorTreatment: documents.PriorTreatment,
    PatientIdentifier: documents.Identifier,
    **{model: model.STRUCT for model in LISTS.values()},
}
ROWS_ONLY = {
    "id", "clinic", "created_at", "updated_at", "revision", "patient", "intake", "position", "status", "ready_at", "episode",
    "corrects", "merged_into", "entered_in_error_at", "error_reason", "search_name", "search_phone",
}  # fmt: skip
TREATMENTS_NEED_ORDER = {"sessions_min", "sessions_max", "started_on", "ended_on"}


@pytest.fixture
def rows(world: World):
    """One row of every table."""
    patient, by = world.north.patient("Núñez Ortega"), world.north.therapist
    document = samples.full(documents.Intake)
    intake = record_intake(by=by, patient_id=patient.pk, document=document).row
    treatment = record_prior_treatment(by=by, patient_id=patient.pk, document=documents.PriorTreatment()).row
    lists = {model: getattr(intake, name).first() for name, model in LISTS.items()}
    return {
        Patient: patient,
        IntakeHistory: intake,
        PriorTreatment: treatment,
        PatientIdentifier: patient.identifiers.get(),
        **lists,
    }


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_columns_are_those_of_the_document(model):
    stored = {field.name for field in model._meta.concrete_fields} - ROWS_ONLY
    lists = {name for name in stored if name.endswith("_recorded")}
    assert stored - lists == {column.name for column in columns(KINDS[model])}


def test_every_list_has_its_table_and_says_whether_it_was_recorded():
    assert {f"{name}_recorded" for name in LISTS} == {
        field.name for field in IntakeHistory._meta.concrete_fields if field.name.endswith("_recorded")
    }
    for model in LISTS.values():
        assert model.items_in(samples.full(documents.Intake))


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_the_database_itself_refuses_what_is_out_of_bounds(model, rows):
    tried = 0
    for column in columns(KINDS[model]):
        for value in samples.refused(column.type):
            tried += 1
            with pytest.raises(IntegrityError, match=column.name[:20]), transaction.atomic():
                model.objects.filter(pk=rows[model].pk).update(**{column.name: value})
    assert tried


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_the_database_refuses_it_in_new_rows_too(model, rows):
    row = model.objects.get(pk=rows[model].pk)
    row._state.adding = True
    column, value = next((c.name, samples.refused(c.type)[0]) for c in columns(KINDS[model]) if samples.refused(c.type))
    setattr(row, column, value)
    row.pk = model._meta.pk.get_default()
    for write in (lambda: row.save(force_insert=True), lambda: model.objects.bulk_create([row])):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (PriorTreatment, {"sessions_min": 5, "sessions_max": 4}),
        (PriorTreatment, {"started_on": "2026-02-01", "ended_on": "2026-01-31"}),
        (PriorTreatment, {"entered_in_error_at": timezone.now()}),
        (PriorTreatment, {"entered_in_error_at": timezone.now(), "error_reason": " \n"}),
        (PriorTreatment, {"entered_in_error_at": timezone.now(), "error_reason": "x" * 4001}),
        (IntakeHistory, {"status": "ready"}),
        (IntakeHistory, {"status": "signed"}),
        (IntakeHistory, {"error_reason": "no time"}),
        (IntakeHistory, {"episode": "01a20000-0000-7000-8000-000000000000"}),
    ],
)
def test_the_database_refuses_contradictions(model, wrong, rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=rows[model].pk).update(**wrong)


def test_an_intake_comes_back_as_it_was_told(world: World, rows):
    row = rows[IntakeHistory]
    told = [documents.Intake(), samples.full(documents.Intake), *samples.single(documents.Intake)]
    assert len(told) > 200
    for document in told:
        row.take(document)
        row.save()
        row.replace_lists(document)
        assert IntakeHistory.objects.get(pk=row.pk).document() == document


def test_a_treatment_comes_back_as_it_was_told(rows):
    row = rows[PriorTreatment]
    told = [documents.PriorTreatment(), *samples.single(documents.PriorTreatment)]
    for document in told:
        row.take(document)
        row.save()
        assert PriorTreatment.objects.get(pk=row.pk).document() == document


def test_people_come_back_as_they_were_told(world: World):
    several = tuple(documents.Identifier(system=f"s{place}", value="v" * 200) for place in range(3))
    told = [d for d in samples.single(documents.PatientDocument, family_name="x") if not d.identifiers]
    for document in [*told, replace(told[0], identifiers=several)]:
        row = register_patient(by=world.north.front_desk, document=replace(document, family_name="x")).row
        assert Patient.objects.get(pk=row.pk).document() == replace(document, family_name="x")
