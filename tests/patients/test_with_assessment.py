"""With the real assessment behind the port: nothing that can be recorded stops it."""

import pytest

from assessments.services import reassess, standing
from patients import documents, reassessment
from patients.documents import Intake, PatientDocument, PriorTreatment, read
from patients.services import correct_demographics, record_intake, record_prior_treatment
from tests.patients import samples
from tests.world import World


@pytest.fixture(autouse=True)
def _real_assessment(_assessment_takes_notes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reassessment._port, "reassess", reassess)
    monkeypatch.setattr(reassessment._port, "standing", standing)


def test_what_was_told_today_is_not_in_the_future_where_the_day_began_earlier(world: World, time_machine):
    time_machine.move_to("2030-03-01T20:00:00Z")  # 2 March in Auckland
    patient, by, today = world.south.patient("Baker"), world.south.front_desk, "2030-03-02"
    told = {"recorded_on": today, "odi": {"on": today}, "safety": {"screened_on": today}}
    record_intake(by=by, patient_id=patient.pk, document=read(Intake, told))
    record_prior_treatment(by=by, patient_id=patient.pk, document=read(PriorTreatment, {"started_on": today}))
    document = read(PatientDocument, {"family_name": "Baker", "birth_date": "0001-01-01"})
    correct_demographics(by=by, patient_id=patient.pk, document=document, expected_revision=patient.revision)


def test_every_field_at_its_ends_is_assessed(world: World):
    patient, by = world.north.patient("Keller"), world.north.integration
    for document in [samples.full(Intake), *samples.single(Intake)][::5]:
        record_intake(by=by, patient_id=patient.pk, document=document)
    for treatment in samples.single(documents.PriorTreatment)[::2]:
        record_prior_treatment(by=by, patient_id=patient.pk, document=treatment)


def test_an_emergency_told_in_a_draft_is_known_at_once(world: World):
    patient, by = world.north.patient("Keller"), world.north.front_desk
    told = {"safety": {"answers": {"bladder_change": "yes"}}}
    written = record_intake(by=by, patient_id=patient.pk, document=read(Intake, told))
    assert "red_flag_positive" in {change.rule for change in written.flags_changed if change.change == "raised"}
    stands = standing(patient, by=by)
    assert stands is not None
    assert (stands.gate, stands.tell_a_clinician) == ("emergency", True)
