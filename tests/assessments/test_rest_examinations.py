"""Examinations over REST."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments import examples
from assessments.models import Assessment, Examination, Finding
from assessments.representations import ExaminationAnswer
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.models import Patient
from tests.assessments.examples import EXAMINED, psoas, thomas
from tests.assessments.rest import as_described, get, ok, patch, pointers, post, problem
from tests.world import World


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.THERAPIST)


def opened(client: Client, patient: Patient, **parts: Any) -> Any:
    body = {"examined_at": EXAMINED, "palpation": [psoas()], **parts}
    return ok(post(client, f"/patients/{patient.pk}/examinations", body), 201)


def test_an_examination_is_opened_read_and_listed(client: Client, patient: Patient) -> None:
    answer = post(client, f"/patients/{patient.pk}/examinations", examples.EXAMINATION.value)
    made = ok(answer, 201)
    assert (answer["ETag"], answer["Location"]) == ('W/"1"', f"/api/v1/examinations/{made['id']}")
    assert made["status"] == "draft"
    read = ok(get(client, f"/examinations/{made['id']}"))
    assert read == {name: value for name, value in made.items() if name != "flags_changed"}
    assert ok(get(client, f"/patients/{patient.pk}/examinations")) == {"items": [read], "next": None}


def test_the_answer_is_what_the_description_says(client: Client, patient: Patient) -> None:
    as_described(opened(client, patient), ExaminationAnswer)


def test_a_write_answers_with_the_flags_it_changed(client: Client, patient: Patient) -> None:
    changed = {flag["rule"]: flag for flag in opened(client, patient)["flags_changed"]}
    assert changed["psoas_tender_on_palpation"]["change"] == "raised"
    assert changed["psoas_tender_on_palpation"]["side"] == "right"


def test_what_is_not_recorded_is_absent(client: Client, patient: Patient) -> None:
    read = opened(client, patient, palpation=[psoas(absent_reason="declined")], strength=[])
    assert read["palpation"] == [{"side": "right", "absent_reason": "declined", "muscle": "psoas_major"}]
    assert read["strength"] == []
    assert "length_tests" not in read
    assert "neuro" not in read


def test_times_are_shown_as_the_clinics_clocks_show_them(client: Client, patient: Patient) -> None:
    made = opened(client, patient, examined_at="2026-03-02T23:40:00Z")
    assert made["examined_at"] == "2026-03-02T17:40:00-06:00"
    assert ok(get(client, f"/examinations/{made['id']}"))["examined_at"] == "2026-03-02T17:40:00-06:00"


def test_unusual_values_are_kept_and_named(client: Client, patient: Patient) -> None:
    warnings = opened(client, patient, length_tests=[thomas("left", -40)])["warnings"]
    assert [warning["pointer"] for warning in warnings] == ["/length_tests/0/hip_extension_deg"]


def test_the_examples_run(client: Client, patient: Patient) -> None:
    made = ok(post(client, f"/patients/{patient.pk}/examinations", examples.EXAMINATION.value), 201)
    address = f"/examinations/{made['id']}"
    found = ok(patch(client, address, examples.FINDINGS.value, revision=1))
    assert {(p["side"], p["tenderness"]) for p in found["palpation"]} == {("left", 0), ("right", 2)}
    ok(post(client, f"{address}/sign", revision=2))
    amended = ok(post(client, f"{address}/amend", examples.AMENDMENT.value, revision=3), 201)
    assert (amended["status"], amended["amends"]) == ("amended", made["id"])
    assert ok(get(client, address))["amended_by"] == amended["id"]
    error = ok(post(client, f"/examinations/{amended['id']}/enter-in-error", examples.REASON.value, revision=1))
    assert (error["status"], error["error_reason"]) == ("entered_in_error", examples.REASON.value["reason"])


def test_a_change_needs_the_revision_last_read(client: Client, patient: Patient) -> None:
    address = f"/examinations/{opened(client, patient)['id']}"
    problem(patch(client, address, {}, revision=None), 428, "precondition_required")
    problem(patch(client, address, {}, revision=7), 412, "stale")
    for action in ("sign", "amend", "enter-in-error"):
        problem(post(client, f"{address}/{action}", {"reason": "x"} if action != "sign" else {}), 428, "precondition_required")


def test_a_reader_who_has_it_already_gets_304(client: Client, patient: Patient) -> None:
    address = f"/examinations/{opened(client, patient)['id']}"
    assert get(client, address, **{"If-None-Match": 'W/"1"'}).status_code == 304


def test_a_signed_examination_is_not_changed(client: Client, patient: Patient) -> None:
    address = f"/examinations/{opened(client, patient)['id']}"
    ok(post(client, f"{address}/sign", revision=1))
    problem(patch(client, address, {"palpation": None}, revision=2), 409, "examination_is_signed")
    problem(post(client, f"{address}/sign", revision=2), 409, "examination_is_signed")


def test_an_amendment_says_why(client: Client, patient: Patient) -> None:
    address = f"/examinations/{opened(client, patient)['id']}"
    ok(post(client, f"{address}/sign", revision=1))
    for reason in ({}, {"reason": None}, {"reason": 3}, {"reason": " "}):
        document = problem(post(client, f"{address}/amend", reason, revision=2), 422, "invalid")
        assert pointers(document) == ["/reason"]
    problem(post(client, f"{address}/amend", [], revision=2), 422, "invalid")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"palpation": [psoas(tenderness=5)]}, "/palpation/0/tenderness"),
        ({"palpation": [psoas(), psoas()]}, "/palpation/1"),
        ({"palpation": [{"muscle": "psoas_major", "side": "left"}]}, "/palpation/0/tenderness"),
        ({"palpation": [psoas(tenderness=1, absent_reason="unable")]}, "/palpation/0/absent_reason"),
        ({"palpation": {"0": psoas()}}, "/palpation"),
        ({"palpation": ["psoas"]}, "/palpation/0"),
        ({"palpation": [{"side": "left", "tenderness": 1}]}, "/palpation/0/muscle"),
        ({"length_tests": [thomas("left", 46)]}, "/length_tests/0/hip_extension_deg"),
        ({"range_of_motion": [{"motion": "hip_internal_rotation", "side": "left", "degrees": -1}]}, "/range_of_motion/0/degrees"),
        ({"jump_sign": "yes"}, "/jump_sign"),
        ({"status": "final"}, "/status"),
        ({"examined_at": "2026-03-02T09:40:00"}, "/examined_at"),
        ({"examined_at": "2999-03-02T09:40:00Z"}, "/examined_at"),
    ],
)
def test_bad_findings_are_refused_by_post_and_patch(client: Client, patient: Patient, body: dict[str, Any], pointer: str) -> None:
    draft = ok(post(client, f"/patients/{patient.pk}/examinations"), 201)
    before = Finding.objects.count(), Assessment.objects.count(), AuditEvent.objects.count()
    for answer in (
        post(client, f"/patients/{patient.pk}/examinations", body),
        patch(client, f"/examinations/{draft['id']}", body, revision=1),
    ):
        assert pointers(problem(answer, 422, "invalid")) == [pointer]
    assert (Finding.objects.count(), Assessment.objects.count(), AuditEvent.objects.count()) == before
    assert Examination.objects.get(pk=draft["id"]).revision == 1


def test_the_front_desk_sees_no_examination(world: World, client: Client, patient: Patient) -> None:
    address = f"/examinations/{opened(client, patient)['id']}"
    desk = world.north.rest(Role.FRONT_DESK)
    for answer in (
        get(desk, address),
        get(desk, f"/patients/{patient.pk}/examinations"),
        post(desk, f"/patients/{patient.pk}/examinations"),
        patch(desk, address, {}, revision=1),
        post(desk, f"{address}/sign", revision=1),
    ):
        problem(answer, 403, "not_permitted")


def test_another_clinics_examination_does_not_exist(world: World, client: Client, patient: Patient) -> None:
    made = opened(client, patient)
    other = world.south.rest(Role.THERAPIST)
    for examination_id in (made["id"], uuid.uuid4()):
        address = f"/examinations/{examination_id}"
        problem(get(other, address), 404, "not_found")
        problem(patch(other, address, {}, revision=1), 404, "not_found")
        for action in ("sign", "amend", "enter-in-error"):
            body = {} if action == "sign" else {"reason": "x"}
            problem(post(other, f"{address}/{action}", body, revision=1), 404, "not_found")
    problem(get(other, f"/patients/{patient.pk}/examinations"), 404, "not_found")
    problem(post(other, f"/patients/{patient.pk}/examinations"), 404, "not_found")


def test_reading_is_audited(client: Client, patient: Patient) -> None:
    made = opened(client, patient)
    get(client, f"/examinations/{made['id']}")
    event = AuditEvent.objects.latest("id")
    assert (event.action, str(event.subject_id), event.patient_id) == ("examination.read", made["id"], patient.pk)


def test_the_list_costs_the_same_for_one_and_for_twenty(client: Client, patient: Patient) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            ok(get(client, f"/patients/{patient.pk}/examinations"))
        return len(seen)

    opened(client, patient)
    one = queries()
    for _ in range(19):
        opened(client, patient)
    assert queries() == one
