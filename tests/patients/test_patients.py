"""Registering people and correcting who they are."""

import datetime

import pytest

from clinic.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from clinic.models import AuditEvent
from patients.documents import Identifier, PatientDocument
from patients.models import Patient
from patients.services import correct_demographics, register_patient
from tests.patients.racing import at_once
from tests.world import Recorder, World


def person(**fields):
    return PatientDocument(**{"family_name": "Doe", **fields})


def pointers(refusal):
    return [problem.pointer for problem in refusal.value.problems]


def test_registering_stores_audits_and_assesses_once(world: World, recorder: Recorder):
    before = AuditEvent.objects.count()
    written = register_patient(by=world.north.front_desk, document=person(given_name="Jo", phone="555 01"))
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.subject_id, event.patient_id) == ("patient.registered", written.row.pk, written.row.pk)
    assert event.details == {"fields": ["family_name", "given_name", "phone"]}
    assert recorder.assessed == [written.row]


def test_a_family_name_is_required(world: World):
    with pytest.raises(Invalid) as refusal:
        register_patient(by=world.north.front_desk, document=PatientDocument(given_name="Jo"))
    assert pointers(refusal) == ["/family_name"]


def test_nobody_is_born_tomorrow(world: World, time_machine):
    time_machine.move_to("2026-03-02T03:00:00Z")  # still 1 March in Chicago, already 2 March in Auckland
    with pytest.raises(Invalid) as refusal:
        register_patient(by=world.north.front_desk, document=person(birth_date=datetime.date(2026, 3, 2)))
    assert pointers(refusal) == ["/birth_date"]


def test_an_identifier_names_one_person_of_a_clinic(world: World):
    taken = (Identifier(system="urn:mrn", value="N-4432"),)
    with pytest.raises(Conflict) as refusal:
        register_patient(by=world.north.front_desk, document=person(identifiers=(Identifier(system="a", value="b"), *taken)))
    assert refusal.value.code == "identifier_taken"
    assert pointers(refusal) == ["/identifiers/1"]
    elsewhere = register_patient(by=world.south.front_desk, document=person(identifiers=taken)).row
    assert elsewhere.clinic == world.south.clinic


def test_an_identifier_is_listed_once(world: World):
    twice = (Identifier(system="a", value="b"),) * 2
    with pytest.raises(Invalid) as refusal:
        register_patient(by=world.north.front_desk, document=person(identifiers=twice))
    assert pointers(refusal) == ["/identifiers/1"]


def test_correcting_keeps_what_is_said_and_counts_the_revision(world: World):
    nunez = world.north.patient("Núñez Ortega")
    document = person(family_name="Núñez", identifiers=nunez.document().identifiers)
    written = correct_demographics(
        by=world.north.front_desk, patient_id=nunez.pk, document=document, expected_revision=nunez.revision
    )
    stored = Patient.objects.get(pk=nunez.pk)
    assert stored.document() == document
    assert stored.revision == written.row.revision == nunez.revision + 1


def test_no_identifiers_is_not_the_same_as_nobody_asked(world: World):
    nunez = world.north.patient("Núñez Ortega")
    for revision, identifiers in ((1, ()), (2, None)):
        correct_demographics(
            by=world.north.front_desk,
            patient_id=nunez.pk,
            document=person(identifiers=identifiers),
            expected_revision=revision,
        )
        assert Patient.objects.get(pk=nunez.pk).document().identifiers == identifiers


def test_a_stale_correction_writes_nothing(world: World, recorder: Recorder):
    nunez = world.north.patient("Núñez Ortega")
    before = AuditEvent.objects.count()
    with pytest.raises(Stale):
        correct_demographics(by=world.north.front_desk, patient_id=nunez.pk, document=person(), expected_revision=7)
    assert Patient.objects.get(pk=nunez.pk).document() == nunez.document()
    assert (AuditEvent.objects.count(), recorder.assessed) == (before, [])


def test_another_clinics_patient_does_not_exist(world: World):
    baker = world.south.patient("Baker")
    for patient_id in (baker.pk, "no-id-at-all"):
        with pytest.raises(NotFound):
            correct_demographics(by=world.north.front_desk, patient_id=patient_id, document=person(), expected_revision=1)


def test_an_auditor_registers_nobody(world: World):
    with pytest.raises(NotPermitted, match="write_patient"):
        register_patient(by=world.north.auditor, document=person())


@pytest.mark.parametrize("asked", ["nunez", "NÚÑEZ", "ortega maria", "María-José Núñez Ortega", "jose ort", "núñez, maría"])
def test_names_are_found_without_case_accents_and_order(world: World, asked):
    assert list(Patient.objects.visible_to(world.north.front_desk).named(asked)) == [world.north.patient("Núñez Ortega")]


def test_words_are_found_from_their_beginning(world: World):
    assert not Patient.objects.visible_to(world.north.front_desk).named("tega").exists()


@pytest.mark.parametrize("asked", ["555 010 1234", "5550101234", "(555) 010-12"])
def test_telephone_numbers_are_found_by_their_digits(world: World, asked):
    assert list(Patient.objects.visible_to(world.north.front_desk).reached_by(asked)) == [world.north.patient("Keller")]


def test_of_two_who_register_one_identifier_one_wins(transactional_db, world: World):
    document = person(identifiers=(Identifier(system="race", value="1"),))

    def register():
        register_patient(by=world.north.front_desk, document=document)

    assert sorted(at_once(register, register), key=str) == [None, "identifier_taken"]
    assert Patient.objects.filter(identifiers__system="race").count() == 1
