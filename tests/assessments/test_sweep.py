"""A whole clinic assessed again from its stored documents."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, Flag
from assessments.sweep import count, sweep
from clinic.errors import NotPermitted
from clinic.models import AuditEvent
from patients.documents import Intake, PatientDocument, read
from patients.models import Patient
from patients.services import record_intake, register_patient
from tests.assessments.examples import current, open_one, psoas
from tests.world import World

BEFORE, AFTER = "2030-05-30T15:00:00Z", "2030-06-02T15:00:00Z"  # after everything the world has recorded


@pytest.fixture
def fallen(world: World) -> Patient:
    """Somebody who fell, two days before the age at which that is a red flag."""
    born = read(PatientDocument, {"family_name": "Old", "birth_date": "1965-06-01"})
    with time_machine.travel(BEFORE, tick=False):
        patient = register_patient(by=world.north.front_desk, document=born).row
        told = read(Intake, {"safety": {"screened_on": "2030-05-30", "answers": {"minor_fall": "yes"}}})
        record_intake(by=world.north.front_desk, patient_id=patient.pk, document=told)
    return patient


def test_nothing_changed_and_nothing_is_stored(world: World) -> None:
    before = Assessment.objects.count(), AuditEvent.objects.count()
    swept = list(sweep(by=world.north.therapist))
    assert [turn.stored for turn in swept] == [None] * count(by=world.north.therapist)
    assert (Assessment.objects.count(), AuditEvent.objects.count()) == before


def test_only_what_changed_is_stored_and_its_flags_follow(world: World, fallen: Patient) -> None:
    old, events = current(fallen), AuditEvent.objects.count()
    with time_machine.travel(AFTER, tick=False):
        stored = [turn.stored for turn in sweep(by=world.north.therapist) if turn.stored]
    assert [assessed.row.patient_id for assessed in stored] == [fallen.pk]
    new = current(fallen)
    assert (old.gate, new.gate, new.number, new.case_digest) == ("incomplete", "urgent", old.number + 1, old.case_digest)
    assert Flag.objects.get(patient=fallen, rule="red_flag_positive").status == "open"
    assert AuditEvent.objects.count() == events + 1


def test_a_new_rule_set_is_stored_for_everybody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.engine.RULE_SET_VERSION", "next")
    monkeypatch.setattr("assessments.services.rule_sets.RULE_SET_VERSION", "next")
    swept = list(sweep(by=world.north.therapist))
    assert all(turn.stored and turn.stored.is_new for turn in swept)
    assert {turn.stored.row.rule_set.version for turn in swept if turn.stored} == {"next"}
    assert not [turn for turn in swept if turn.stored and turn.stored.flags_changed]


def test_a_write_that_came_between_is_not_undone(world: World, fallen: Patient) -> None:
    with time_machine.travel(AFTER, tick=False):
        turns = sweep(by=world.north.therapist)
        first = next(turns)
        for patient in Patient.objects.visible_to(world.north.therapist).exclude(pk=first.seen.patient_id):
            open_one(world.north.therapist, patient, palpation=[psoas()])
        assert [turn.stored for turn in turns] == [None] * (count(by=world.north.therapist) - 1)
    assert b"psoas_major" in bytes(current(fallen).case_document)


def test_only_the_own_clinic_is_swept(world: World) -> None:
    clinics = {turn.seen.clinic_id for turn in sweep(by=world.south.therapist)}
    assert clinics == {world.south.clinic.pk}


def test_a_sweep_where_nothing_changed_is_one_query_beside_the_thresholds(world: World) -> None:
    with CaptureQueriesContext(connection) as seen:
        list(sweep(by=world.north.therapist))
    assert len(seen) == 2


def test_the_front_desk_does_not_sweep(world: World) -> None:
    with pytest.raises(NotPermitted):
        next(sweep(by=world.north.front_desk))
