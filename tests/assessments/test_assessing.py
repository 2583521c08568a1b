"""Assessments as they are stored: with their case, only when something changed, never rewritten."""

import datetime

import msgspec
import pytest
import time_machine

from assessments.case import Case, digest
from assessments.engine import CATALOGUE, RULE_SET_VERSION, evaluate
from assessments.models import Assessment, RuleSet
from assessments.services import assess, standing
from assessments.services.assessing import as_json, decoded
from assessments.sweep import sweep
from clinic.errors import NotPermitted, Unavailable
from clinic.members import change_clinic
from clinic.models import AuditEvent
from clinic.models.audit_event import AppendOnlyError
from patients.documents import Intake, PatientDocument, read
from patients.models import Patient
from patients.services import correct_demographics, record_intake, register_patient
from tests.assessments.examples import current, open_one, psoas
from tests.world import World


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


def test_registering_somebody_makes_the_first_assessment(world: World) -> None:
    first = Assessment.objects.get(patient=world.north.patient("Núñez Ortega"))
    assert (first.number, first.gate, first.rule_set.version) == (1, "incomplete", RULE_SET_VERSION)


def test_an_assessment_can_be_replayed_from_the_case_it_saw(patient: Patient) -> None:
    row = current(patient)
    case = read(Case, bytes(row.case_document))
    again = evaluate(case)
    assert digest(case) == row.case_digest
    assert decoded(as_json(again.compact_verdicts())) == decoded(row.verdicts)
    assert (again.gate, again.palpation) == (row.gate, row.palpation)


def test_the_case_it_saw_names_nobody(patient: Patient) -> None:
    assert b"Keller" not in bytes(current(patient).case_document)


def test_the_declarations_are_stored_once_per_version(world: World, patient: Patient) -> None:
    rows = RuleSet.objects.filter(clinic=world.north.clinic)
    assert [row.version for row in rows] == [RULE_SET_VERSION]
    declared = msgspec.json.decode(rows[0].catalogue)
    assert [rule["rule"] for rule in declared] == [rule.id for rule in CATALOGUE]


def test_nothing_new_is_stored_when_nothing_changed(world: World, patient: Patient) -> None:
    before = current(patient)
    assessed = assess(by=world.north.therapist, patient_id=patient.pk)
    assert (assessed.is_new, assessed.row.pk) == (False, before.pk)


def test_a_write_that_changes_no_case_stores_nothing(world: World, patient: Patient) -> None:
    before = current(patient)
    document = msgspec.structs.replace(patient.document(), phone="+1 555 0199")
    correct_demographics(by=world.north.front_desk, patient_id=patient.pk, document=document, expected_revision=1)
    assert current(patient).pk == before.pk


def test_a_birthday_that_changes_a_verdict_is_assessed_anew(world: World) -> None:
    by = world.north.front_desk
    born = PatientDocument(family_name="Old", birth_date=datetime.date(1961, 6, 1))
    with time_machine.travel("2026-05-30T15:00:00Z", tick=False):
        patient = register_patient(by=by, document=born).row
        told = read(Intake, {"safety": {"screened_on": "2026-05-30", "answers": {"minor_fall": "yes"}}})
        record_intake(by=by, patient_id=patient.pk, document=told)
    before = current(patient)
    with time_machine.travel("2026-06-02T15:00:00Z", tick=False):
        assessed = assess(by=world.north.therapist, patient_id=patient.pk)
    assert (before.gate, assessed.is_new, assessed.row.gate) == ("incomplete", True, "urgent")
    assert assessed.row.case_digest == before.case_digest


def test_a_new_rule_set_is_assessed_anew(world: World, patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.engine.RULE_SET_VERSION", "next")
    monkeypatch.setattr("assessments.services.rule_sets.RULE_SET_VERSION", "next")
    row = assess(by=world.north.therapist, patient_id=patient.pk).row
    assert (row.rule_set.version, row.number) == ("next", current(patient).number)


def test_an_assessment_is_never_rewritten(patient: Patient) -> None:
    row = current(patient)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        Assessment.objects.update(gate="clear")
    with pytest.raises(AppendOnlyError):
        Assessment.objects.all().delete()


def test_numbers_count_from_one_without_a_gap(world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, palpation=[psoas()])
    numbers = Assessment.objects.filter(patient=patient).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1


def test_running_one_by_hand_leaves_one_audit_event(world: World, patient: Patient) -> None:
    before = AuditEvent.objects.count()
    assess(by=world.north.therapist, patient_id=patient.pk)
    assert AuditEvent.objects.count() == before + 1


def test_the_front_desk_does_not_run_assessments(world: World, patient: Patient) -> None:
    with pytest.raises(NotPermitted):
        assess(by=world.north.front_desk, patient_id=patient.pk)


def test_standing_names_the_red_flags(world: World, patient: Patient) -> None:
    told = read(Intake, {"safety": {"answers": {"saddle_numbness": "yes"}}})
    record_intake(by=world.north.front_desk, patient_id=patient.pk, document=told)
    found = standing(patient, by=world.north.front_desk)
    assert found is not None
    assert (found.gate, found.tell_a_clinician) == ("emergency", True)
    assert found.reasons == ("Signs of cauda equina compression",)


def test_the_front_desk_is_not_told_what_the_examination_found(world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, abdomen={"pulsatile_mass": "yes"})
    at_the_desk, in_the_room = (standing(patient, by=by) for by in (world.north.front_desk, world.north.therapist))
    assert at_the_desk is not None
    assert in_the_room is not None
    assert at_the_desk.gate == in_the_room.gate == "emergency"
    assert in_the_room.reasons == ("Pulsatile abdominal mass",)
    assert "ulsatile" not in "".join(at_the_desk.reasons)


def test_a_clock_that_was_set_back_is_told_and_is_no_fault(world: World) -> None:
    with time_machine.travel("2020-01-01T12:00:00Z", tick=False), pytest.raises(Unavailable) as refused:
        assess(by=world.north.therapist, patient_id=world.north.patient("Okafor").pk)
    assert refused.value.problems[0].pointer == "/intake/recorded_on"


def test_a_clinic_that_moved_west_goes_on_recording(world: World) -> None:
    """What was told today is dated tomorrow by the new calendar, and a red flag told now must count at once."""
    south, at_noon = world.south, "2030-03-02T12:00:00Z"  # the third in Auckland, the second in Honolulu
    patient = south.patient("Baker")
    with time_machine.travel(at_noon, tick=False):
        record_intake(by=south.front_desk, patient_id=patient.pk, document=read(Intake, {"recorded_on": "2030-03-03"}))
        open_one(south.therapist, patient, palpation=[psoas()], examined_at="2030-03-02T11:59:00Z")
        change_clinic(by=south.manager, name="Southside", timezone="Pacific/Honolulu", language="en")
        assert assess(by=south.therapist, patient_id=patient.pk).row.gate == "incomplete"
        open_one(south.therapist, patient, abdomen={"pulsatile_mass": "yes"}, examined_at="2030-03-02T12:00:00Z")
        assert current(patient).gate == "emergency"
        assert [turn.seen.patient_id for turn in sweep(by=south.therapist)] == [patient.pk]
