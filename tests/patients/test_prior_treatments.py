"""Earlier treatments: recorded, corrected, entered in error."""

import datetime

import pytest

from clinic.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from clinic.models import AuditEvent
from patients.documents import PriorTreatment as Document
from patients.models import PriorTreatment
from patients.services import correct_prior_treatment, enter_prior_treatment_in_error, record_prior_treatment
from tests.world import Recorder, World


@pytest.fixture
def row(world: World):
    return PriorTreatment.objects.get(patient=world.north.patient("Keller"))


def test_recording_and_correcting_audit_and_assess_once_each(world: World, recorder: Recorder):
    patient, by = world.north.patient("Keller"), world.north.front_desk
    before = AuditEvent.objects.count()
    row = record_prior_treatment(by=by, patient_id=patient.pk, document=Document(sessions_min=3)).row
    document = Document(sessions_min=3, hip_flexors_examined="no", regions_examined=())
    corrected = correct_prior_treatment(by=by, treatment_id=row.pk, document=document, expected_revision=1).row
    events = list(AuditEvent.objects.order_by("id"))[before:]
    assert [event.action for event in events] == ["prior_treatment.recorded", "prior_treatment.corrected"]
    assert events[1].details == {"fields": ["hip_flexors_examined", "regions_examined"]}
    assert (corrected.revision, PriorTreatment.objects.get(pk=row.pk).document()) == (2, document)
    assert recorder.assessed == [patient, patient]


def test_a_mistake_stays_and_counts_no_more(world: World, row):
    by = world.north.front_desk
    mistaken = enter_prior_treatment_in_error(by=by, treatment_id=row.pk, reason="Her sister's", expected_revision=1).row
    assert (mistaken.shown_status, mistaken.revision) == ("entered_in_error", 2)
    assert not PriorTreatment.objects.in_force().filter(pk=row.pk).exists()
    for attempt in (
        lambda: enter_prior_treatment_in_error(by=by, treatment_id=row.pk, reason="Again", expected_revision=2),
        lambda: correct_prior_treatment(by=by, treatment_id=row.pk, document=Document(), expected_revision=2),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "entered_in_error"


def test_refusals(world: World, row):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    north, south = world.north.front_desk, world.south.front_desk
    with pytest.raises(Stale):
        correct_prior_treatment(by=north, treatment_id=row.pk, document=Document(), expected_revision=3)
    with pytest.raises(NotFound):
        correct_prior_treatment(by=south, treatment_id=row.pk, document=Document(), expected_revision=1)
    with pytest.raises(NotFound):
        enter_prior_treatment_in_error(by=south, treatment_id=row.pk, reason="x", expected_revision=1)
    with pytest.raises(NotFound):
        record_prior_treatment(by=south, patient_id=row.patient_id, document=Document())
    with pytest.raises(NotPermitted, match="write_prior_treatment"):
        record_prior_treatment(by=world.north.auditor, patient_id=row.patient_id, document=Document())
    with pytest.raises(Invalid) as refusal:
        record_prior_treatment(by=north, patient_id=row.patient_id, document=Document(started_on=tomorrow, reported_on=tomorrow))
    assert [problem.pointer for problem in refusal.value.problems] == ["/started_on", "/reported_on"]
    record_prior_treatment(by=north, patient_id=row.patient_id, document=Document(ended_on=tomorrow))
