"""Several writers at once, on a real server: one wins where one must, and no verdict is lost where all may."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from assessments.models import Assessment, Examination, Finding, Flag
from assessments.services import assess, open_examination, record_findings
from clinic.access.roles import Role
from patients.documents import Intake, PatientDocument, PriorTreatment, read
from patients.models import Patient
from patients.services import record_intake, record_prior_treatment, register_patient
from tests.assessments.examples import examined, open_one, psoas
from tests.assessments.rest import patch
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run each task in a thread of its own, all let go together; answers their results, or what they raised, in order."""
    gate = threading.Barrier(len(tasks))
    results: list[Any] = [None] * len(tasks)

    def run(place: int, task: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=20)
            results[place] = task()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def patient(world: World) -> Patient:
    return register_patient(by=world.north.therapist, document=PatientDocument(family_name="Busy")).row


def finding(grade: int) -> dict[str, Any]:
    return {"palpation": [psoas(tenderness=grade)]}


def test_of_two_changes_to_one_draft_one_wins_and_the_other_is_told(world: World, patient: Patient) -> None:
    draft = open_one(world.north.therapist, patient)
    clients = [world.north.rest(Role.THERAPIST) for _ in range(2)]
    for revision in range(1, 6):
        tasks = [
            lambda c=client, g=grade, r=revision: patch(c, f"/examinations/{draft.pk}", finding(g), revision=r)
            for client, grade in zip(clients, (revision - 1, 4), strict=True)
        ]
        answers = at_once(*tasks)
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        winner = next(answer for answer in answers if answer.status_code == 200)
        assert Finding.objects.get(examination=draft).tenderness == winner.json()["palpation"][0]["tenderness"]
    assert Examination.objects.get(pk=draft.pk).revision == 6


def test_of_sixteen_writers_one_wins(world: World, patient: Patient) -> None:
    by, draft = world.north.therapist, open_one(world.north.therapist, patient)
    write = [
        lambda g=number % 5: record_findings(by=by, examination_id=draft.pk, patch=finding(g), expected_revision=1)
        for number in range(16)
    ]
    outcomes = at_once(*write)
    assert sorted({type(outcome).__name__ for outcome in outcomes}) == ["Stale", "Written"]
    assert sum(type(outcome).__name__ == "Written" for outcome in outcomes) == 1


def test_parallel_writes_of_different_things_lose_no_verdict(world: World, patient: Patient) -> None:
    by = world.north.therapist
    told = read(Intake, {"prior_care_any": "yes", "hip_flexors_ever_examined": "no"})
    care = read(PriorTreatment, {"sessions_min": 12, "outcome": "no_change", "hip_flexors_examined": "no"})
    tasks: list[Callable[[], Any]] = [
        lambda: record_intake(by=by, patient_id=patient.pk, document=told),
        lambda: record_prior_treatment(by=by, patient_id=patient.pk, document=care),
        lambda: open_examination(by=by, patient_id=patient.pk, document=examined(palpation=[psoas(tenderness=3)])),
        lambda: assess(by=by, patient_id=patient.pk),
    ]
    outcomes = at_once(*tasks, *tasks)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    numbers = list(Assessment.objects.filter(patient=patient).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    newest = bytes(Assessment.objects.filter(patient=patient).latest("number").case_document)
    assert newest.count(b'"sessions_min": 12') == 2
    assert b'"tenderness": 3' in newest
    assert b'"hip_flexors_ever_examined": "no"' in newest
    flags = Flag.objects.filter(patient=patient, is_present=True).values_list("rule", flat=True)
    assert {"hip_flexors_never_examined", "prior_care_non_response", "psoas_tender_on_palpation"} <= set(flags)
    assert assess(by=by, patient_id=patient.pk).is_new is False
