"""manage.py assess."""

import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from clinic.models import AuditEvent, Membership
from patients.models import Patient
from tests.world import World

THERAPIST = "northside-therapist"


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


def said(capsys: pytest.CaptureFixture[str], *args: Any) -> str:
    call_command("assess", *map(str, args))
    return capsys.readouterr().out


def test_a_patient_is_assessed_and_the_verdicts_summed_up(capsys: pytest.CaptureFixture[str], patient: Patient) -> None:
    out = said(capsys, patient.pk, "--as", THERAPIST)
    assert f"{patient.pk}: unchanged, gate incomplete, present: 1 high" in out
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.door, event.actor_name) == ("assessment.run", "command", "Therapist Northside")


def test_in_another_language_what_is_stored_is_the_same(capsys: pytest.CaptureFixture[str], patient: Patient) -> None:
    out = said(capsys, patient.pk, "--as", THERAPIST, "--language", "es")
    assert f"{patient.pk}: sin cambios, filtro incompleto, presentes: 1 alta" in out


def test_a_whole_clinic(capsys: pytest.CaptureFixture[str], world: World) -> None:
    out = said(capsys, "--all", "--clinic", "northside", "--as", THERAPIST)
    assert "3 patients, 0 with a new assessment, 0 flags changed" in out
    assert "gate: incomplete 2, clear 1" in out


@pytest.mark.parametrize("arguments", [[], ["--all", str(uuid.uuid4())]])
def test_patients_or_all(world: World, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="not both"):
        call_command("assess", *arguments, "--as", THERAPIST)


def test_an_unknown_patient_and_another_clinics(world: World) -> None:
    for patient_id in (uuid.uuid4(), world.south.patient("Baker").pk, "42"):
        with pytest.raises(CommandError, match="no patient"):
            call_command("assess", str(patient_id), "--as", THERAPIST)


def test_who_answers_for_it(world: World, patient: Patient) -> None:
    with pytest.raises(CommandError, match="there is no active member nobody"):
        call_command("assess", str(patient.pk), "--as", "nobody")
    with pytest.raises(CommandError, match="southside has no active member"):
        call_command("assess", str(patient.pk), "--as", THERAPIST, "--clinic", "southside")
    with pytest.raises(CommandError, match="does not include run_assessment"):
        call_command("assess", str(patient.pk), "--as", "northside-front_desk")


def test_a_member_of_two_clinics_names_one(world: World, patient: Patient) -> None:
    user = world.north.members["therapist"].user
    Membership.objects.create(clinic=world.south.clinic, user=user, role="therapist")
    with pytest.raises(CommandError, match="--clinic"):
        call_command("assess", str(patient.pk), "--as", THERAPIST)
    call_command("assess", str(patient.pk), "--as", THERAPIST, "--clinic", "northside")
