"""Flags over REST: the work list, one flag, and what people do with it."""

import datetime
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments import examples
from assessments.models import Flag
from assessments.representations import FlagAnswer, FlagItem
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.models import Patient
from tests.assessments.examples import clear_gate, flag_of, open_one, psoas
from tests.assessments.rest import as_described, get, ok, pointers, post, problem
from tests.world import World

NEVER = "hip_flexors_never_examined"


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.THERAPIST)


def listed(client: Client, query: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ok(get(client, f"/flags?limit=100&{query}"))["items"]
    return items


def test_the_work_list_holds_every_flag_of_the_clinic(client: Client, world: World) -> None:
    items = listed(client, "")
    assert {item["id"] for item in items} == {
        str(pk) for pk in Flag.objects.filter(clinic=world.north.clinic).values_list("pk", flat=True)
    }
    for item in items:
        as_described(item, FlagItem)


@pytest.mark.parametrize(
    ("name", "value"), [("rule", NEVER), ("severity", "high"), ("status", "open"), ("gate", "incomplete"), ("side", "right")]
)
def test_filters_narrow_the_list(client: Client, world: World, patient: Patient, name: str, value: str) -> None:
    open_one(world.north.therapist, patient, palpation=[psoas(tenderness=4)])
    everything, narrowed = listed(client, ""), listed(client, f"{name}={value}")
    assert narrowed == [item for item in everything if item[name] == value]
    assert narrowed


def test_the_list_of_one_patient_and_since_when(client: Client, world: World, patient: Patient) -> None:
    assert {item["patient_id"] for item in listed(client, f"patient_id={patient.pk}")} == {str(patient.pk)}
    later = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert listed(client, f"since={later}") == []


@pytest.mark.parametrize("query", ["colour=red", "severity=awful", "patient_id=42", "since=yesterday", "gate=open", "limit=101"])
def test_a_filter_that_cannot_be_read_is_refused(client: Client, query: str) -> None:
    assert pointers(problem(get(client, f"/flags?{query}"), 422, "invalid")) == [query.split("=")[0]]


def test_one_flag_has_its_verdict_and_its_history(client: Client, patient: Patient) -> None:
    flag = flag_of(patient, NEVER)
    found = ok(get(client, f"/flags/{flag.pk}"))
    as_described(found, FlagAnswer)
    assert found["verdict"]["evidence"]
    assert [(event["change"], event["by"]) for event in found["history"]] == [("raised", "Front desk Northside")]


def test_a_flag_is_acknowledged_overridden_and_resolved(client: Client, patient: Patient) -> None:
    flag = flag_of(patient, NEVER)
    address = f"/flags/{flag.pk}"
    first = post(client, f"{address}/acknowledge", revision=flag.revision)
    assert (ok(first)["status"], first["ETag"]) == ("acknowledged", f'W/"{flag.revision + 1}"')
    assert ok(post(client, f"{address}/override", examples.OVERRIDE.value, revision=flag.revision + 1))["status"] == "overridden"
    last = ok(post(client, f"{address}/resolve", examples.RESOLUTION.value, revision=flag.revision + 2))
    assert last["status"] == "resolved"
    assert [event["reason"] for event in last["history"]][2:] == [
        examples.OVERRIDE.value["reason"],
        examples.RESOLUTION.value["reason"],
    ]


def test_acting_needs_the_revision_and_a_reason(client: Client, patient: Patient) -> None:
    flag = flag_of(patient, NEVER)
    for action in ("acknowledge", "override", "resolve"):
        body = {} if action == "acknowledge" else {"reason_code": "incorrect_data"}
        problem(post(client, f"/flags/{flag.pk}/{action}", body), 428, "precondition_required")
        problem(post(client, f"/flags/{flag.pk}/{action}", body, revision=99), 412, "stale")
    for action in ("override", "resolve"):
        blank = {"reason_code": "other", "reason": " "}
        document = problem(post(client, f"/flags/{flag.pk}/{action}", blank, revision=flag.revision), 422, "invalid")
        assert pointers(document) == ["/reason"]
        document = problem(post(client, f"/flags/{flag.pk}/{action}", {}, revision=flag.revision), 422, "invalid")
        assert pointers(document) == ["/reason_code"]
    problem(post(client, f"/flags/{flag.pk}/acknowledge", {"why": "x"}, revision=flag.revision), 422, "invalid")


def test_the_front_desk_sees_flags_and_does_not_act(world: World, client: Client, patient: Patient) -> None:
    clear_gate(world.north, patient)
    open_one(world.north.therapist, patient, palpation=[psoas(tenderness=4, note="jumped")])
    flag = flag_of(patient, "psoas_tender_on_palpation")
    ok(
        post(
            client,
            f"/flags/{flag.pk}/override",
            {"reason_code": "examined_elsewhere", "reason": "Grade four, jumped"},
            revision=flag.revision,
        )
    )
    desk = world.north.rest(Role.FRONT_DESK)
    seen = ok(get(desk, f"/flags/{flag.pk}"))
    assert "jumped" not in json.dumps(seen)
    assert seen["verdict"]["explanation"].startswith("Withheld")
    assert seen["verdict"]["evidence"] == []
    problem(post(desk, f"/flags/{flag.pk}/acknowledge", revision=flag.revision), 403, "not_permitted")


def test_another_clinics_flag_does_not_exist(world: World, patient: Patient) -> None:
    other, flag = world.south.rest(Role.THERAPIST), flag_of(patient, NEVER)
    problem(get(other, f"/flags/{flag.pk}"), 404, "not_found")
    problem(post(other, f"/flags/{flag.pk}/acknowledge", revision=1), 404, "not_found")
    assert str(flag.pk) not in [item["id"] for item in listed(other, "")]


def test_the_flag_says_what_its_verdict_said_last(client: Client, world: World, patient: Patient) -> None:
    flag = flag_of(patient, NEVER)
    open_one(world.north.therapist, patient, palpation=[psoas()])
    found = ok(get(client, f"/flags/{flag.pk}"))
    now = ok(get(client, f"/patients/{patient.pk}/assessment"))
    said = next(verdict for verdict in now["verdicts"] if verdict["rule"] == NEVER)
    assert (found["verdict"], found["revision"]) == (said, flag.revision)


def test_reading_is_audited(client: Client, patient: Patient) -> None:
    ok(get(client, f"/flags/{flag_of(patient, NEVER).pk}"))
    assert AuditEvent.objects.latest("id").action == "flag.read"
    listed(client, "")
    assert AuditEvent.objects.latest("id").action == "flag.listed"


def test_the_list_costs_the_same_for_few_and_for_many(client: Client, world: World, patient: Patient) -> None:
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            ok(get(client, f"/flags?limit={limit}"))
        return len(seen)

    queries(1)
    assert queries(1) == queries(100)
