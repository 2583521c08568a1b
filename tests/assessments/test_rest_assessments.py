"""Assessments over REST: the current one, the history, running one, and what each role sees of it."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.representations import AssessmentAnswer, AssessmentItem
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.models import Patient
from tests.assessments.examples import clear_gate, current, open_one, psoas
from tests.assessments.rest import as_described, get, ok, post, problem
from tests.world import World


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.THERAPIST)


def resolved(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def test_the_current_assessment_has_every_verdict_with_its_declaration(client: Client, patient: Patient) -> None:
    answer = get(client, f"/patients/{patient.pk}/assessment")
    found = ok(answer)
    as_described(found, AssessmentAnswer)
    verdict = next(v for v in found["verdicts"] if v["rule"] == "hip_flexors_never_examined")
    assert (verdict["status"], verdict["severity"], verdict["evidence_grade"]) == ("present", "high", "E0 + S")
    assert verdict["counter_evidence"]
    assert verdict["sources"]
    assert "11" in verdict["explanation"]
    assert answer["ETag"] == f'W/"{found["number"]}"'


def test_every_pointer_resolves_in_the_case(client: Client, world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, palpation=[psoas(), psoas("left", tenderness=0)])
    found = ok(get(client, f"/patients/{patient.pk}/assessment"))
    evidence = [item for verdict in found["verdicts"] for item in verdict["evidence"]]
    assert evidence
    for item in evidence:
        assert resolved(found["case"], item["pointer"]) == item["value"]


def test_running_says_whether_it_is_new(client: Client, patient: Patient) -> None:
    address = f"/patients/{patient.pk}/assessments"
    again = ok(post(client, address), 200)
    assert again["id"] == ok(get(client, f"/patients/{patient.pk}/assessment"))["id"]
    assert again["flags_changed"] == []


def test_the_history_is_newest_first_and_each_can_be_read(client: Client, world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, palpation=[psoas()])
    page = ok(get(client, f"/patients/{patient.pk}/assessments?limit=1"))
    assert page["next"]
    whole = ok(get(client, f"/patients/{patient.pk}/assessments"))["items"]
    assert [item["number"] for item in whole] == list(range(len(whole), 0, -1))
    for item in whole:
        as_described(item, AssessmentItem)
        read = ok(get(client, f"/assessments/{item['id']}"))
        assert {name: read[name] for name in item} == item


def test_an_old_assessment_reads_as_it_did(client: Client, world: World, patient: Patient) -> None:
    before = ok(get(client, f"/patients/{patient.pk}/assessment"))
    open_one(world.north.therapist, patient, palpation=[psoas()])
    assert ok(get(client, f"/assessments/{before['id']}")) == before


def test_another_clinic_and_the_auditor_see_none(world: World, patient: Patient) -> None:
    other, auditor = world.south.rest(Role.THERAPIST), world.north.rest(Role.AUDITOR)
    for address in (f"/patients/{patient.pk}/assessment", f"/assessments/{current(patient).pk}"):
        problem(get(other, address), 404, "not_found")
        problem(get(auditor, address), 403, "not_permitted")
    problem(post(other, f"/patients/{patient.pk}/assessments"), 404, "not_found")


def test_the_front_desk_sees_verdicts_and_nothing_of_the_examination(world: World, client: Client, patient: Patient) -> None:
    clear_gate(world.north, patient)
    marks: dict[str, Any] = {"tenderness": 3, "note": "nearly jumped off the table", "tone": "spasm"}
    open_one(world.north.therapist, patient, palpation=[psoas(**marks)], posture={"pelvic_tilt_deg": 13.75})
    desk = world.north.rest(Role.FRONT_DESK)
    for address in (f"/patients/{patient.pk}/assessment", f"/assessments/{current(patient).pk}"):
        seen, whole = ok(get(desk, address)), ok(get(client, address))
        assert (seen["withheld"], whole.get("withheld")) == (["examination"], None)
        assert "examination" in whole["case"]
        assert "examination" not in seen["case"]
        assert not [i for v in seen["verdicts"] for i in v["evidence"] if i["pointer"].startswith("/examination")]
        text = json.dumps(seen)
        assert '"/examination/' not in text  # nor what is missing there: it tells what was examined
        assert '"/examination/' in json.dumps([v["missing"] for v in whole["verdicts"]])
        for mark in ("jumped", "13.75", "withdrawal", '"spasm"', "2026-03-02T09:40", "2026-03-02T03:40"):
            assert mark not in text
        tender = next(v for v in seen["verdicts"] if v["rule"] == "psoas_tender_on_palpation")
        assert (tender["status"], tender["action"]) == ("present", None)
        assert tender["explanation"].startswith("Withheld")


def test_the_front_desk_reads_what_does_not_rest_on_the_examination(world: World, patient: Patient) -> None:
    found = ok(get(world.north.rest(Role.FRONT_DESK), f"/patients/{patient.pk}/assessment"))
    verdict = next(v for v in found["verdicts"] if v["rule"] == "hip_flexors_never_examined")
    assert "11" in verdict["explanation"]
    assert verdict["evidence"]


def test_the_front_desk_is_told_of_a_red_flag_and_not_what_was_found(world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, abdomen={"pulsatile_mass": "yes"})
    found = ok(get(world.north.rest(Role.FRONT_DESK), f"/patients/{patient.pk}/assessment"))
    red = next(v for v in found["verdicts"] if v["rule"] == "red_flag_positive")
    assert (found["gate"], red["status"]) == ("emergency", "present")
    assert red["action"]
    assert "ulsatile" not in json.dumps(found).replace("pulsatile_mass", "") or "Pulsatile" not in json.dumps(found)


def test_reading_is_audited(client: Client, patient: Patient) -> None:
    ok(get(client, f"/patients/{patient.pk}/assessment"))
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.subject_id) == ("assessment.read", current(patient).pk)


def test_the_history_costs_the_same_for_one_and_for_many(client: Client, world: World, patient: Patient) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            ok(get(client, f"/patients/{patient.pk}/assessments"))
        return len(seen)

    before = queries()
    for grade in (1, 2, 3, 4):
        open_one(world.north.therapist, patient, palpation=[psoas(tenderness=grade)])
    assert queries() == before
