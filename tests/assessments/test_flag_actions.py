"""What people do with a flag, and why: coded reasons, what was done about a red flag, and the overrides counted by rule."""

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessments import examples
from assessments.models import Flag, FlagEvent
from assessments.representations import FlagAnswer, OverridesByRule
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import Intake, read
from patients.models import Patient
from patients.services import record_intake
from tests.assessments.examples import flag_of
from tests.assessments.rest import as_described, get, ok, pointers, post, problem
from tests.world import ALL_NO, World, screened_clear

TOLD = {"action": "told_clinician", "told": "Dr. Rivera"}
NEVER = "hip_flexors_never_examined"


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.THERAPIST)


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


def answered(world: World, patient: Patient, **answers: str) -> None:
    sent = screened_clear()
    sent["safety"]["answers"] = {**ALL_NO, **answers}
    record_intake(by=world.north.front_desk, patient_id=patient.pk, document=read(Intake, sent))


@pytest.fixture
def red(world: World, patient: Patient) -> Flag:
    answered(world, patient, saddle_numbness="yes")
    return flag_of(patient, "red_flag_positive")


def act(client: Client, flag: Flag, action: str, body: Any, revision: int | None = None) -> Any:
    return post(client, f"/flags/{flag.pk}/{action}", body, revision=revision or flag.revision)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/action"),
        ({"note": "seen"}, "/action"),
        ({"told": "Dr. Rivera"}, "/action"),
        ({"acted_at": "2026-03-02T09:40:00Z"}, "/action"),
        ({"action": "told_clinician"}, "/told"),
        ({"action": "referred", "told": " "}, "/told"),
        ({"action": "told_clinician", "told": "x" * 201}, "/told"),
        ({"action": "other"}, "/note"),
        ({"action": "shrugged", "told": "Dr. Rivera"}, "/action"),
        ({**TOLD, "acted_at": "2999-01-01T00:00:00Z"}, "/acted_at"),
        ({**TOLD, "acted_at": "9999-12-31T23:59:59-11:00"}, "/acted_at"),
        ({**TOLD, "acted_at": "2026-03-02T09:40:00"}, "/acted_at"),
        ({**TOLD, "note": "x" * 4001}, "/note"),
        ({**TOLD, "why": "x"}, "/why"),
    ],
)
def test_a_red_flag_stays_open_until_it_is_said_what_was_done(client: Client, red: Flag, body: Any, pointer: str) -> None:
    assert pointers(problem(act(client, red, "acknowledge", body), 422, "invalid")) == [pointer]
    red.refresh_from_db()
    assert (red.status, FlagEvent.objects.filter(flag=red, change="acknowledged").count()) == ("open", 0)


def test_a_red_flag_keeps_who_was_told_and_when(client: Client, red: Flag) -> None:
    body = {**examples.ACKNOWLEDGEMENT.value, "note": "By telephone"}
    found = ok(act(client, red, "acknowledge", body))
    as_described(found, FlagAnswer)
    last = found["history"][-1]
    assert (last["change"], last["action"], last["told"]) == ("acknowledged", "told_clinician", "Dr. A. Rivera")
    assert (last["reason"], last["by"]) == ("By telephone", "Therapist Northside")
    assert datetime.datetime.fromisoformat(last["acted_at"]) == datetime.datetime.fromisoformat(body["acted_at"])
    event = AuditEvent.objects.filter(action="flag.acknowledged").latest("id")
    assert event.details == {"rule": "red_flag_positive", "action": "told_clinician"}


def test_when_it_was_done_is_now_where_it_is_not_said(client: Client, red: Flag) -> None:
    last = ok(act(client, red, "acknowledge", TOLD))["history"][-1]
    assert abs(datetime.datetime.fromisoformat(last["acted_at"]) - datetime.datetime.now(datetime.UTC)).total_seconds() < 60


@pytest.mark.parametrize("action", ["override", "resolve"])
def test_an_open_red_flag_is_not_waved_away(client: Client, red: Flag, action: str) -> None:
    problem(act(client, red, action, {"reason_code": "incorrect_data"}), 409, "red_flag_awaits_action")
    ok(act(client, red, "acknowledge", TOLD))
    ok(act(client, red, action, {"reason_code": "incorrect_data"}, red.revision + 1))


def test_a_red_flag_that_comes_back_needs_an_action_again(client: Client, world: World, patient: Patient, red: Flag) -> None:
    ok(act(client, red, "acknowledge", TOLD))
    answered(world, patient)
    answered(world, patient, saddle_numbness="yes", bladder_change="yes")
    back = flag_of(patient, "red_flag_positive")
    assert back.status == "open"
    problem(act(client, back, "acknowledge", {}), 422, "invalid")


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("override", {"reason": "Known"}, "/reason_code"),
        ("override", {"reason_code": "care_ended"}, "/reason_code"),
        ("override", {"reason_code": "other"}, "/reason"),
        ("override", {"reason_code": "examined_elsewhere", "reason": ""}, "/reason"),
        ("override", {"reason_code": "examined_elsewhere", "reason": "x" * 4001}, "/reason"),
        ("resolve", {"reason_code": "examined_elsewhere"}, "/reason_code"),
        ("resolve", {"reason_code": "other", "reason": "\n "}, "/reason"),
    ],
)
def test_a_reason_is_one_of_the_list(client: Client, patient: Patient, action: str, body: Any, pointer: str) -> None:
    flag = flag_of(patient, NEVER)
    assert pointers(problem(act(client, flag, action, body), 422, "invalid")) == [pointer]
    flag.refresh_from_db()
    assert flag.status == "open"


def test_a_plain_flag_is_acknowledged_with_nothing_or_with_what_was_done(client: Client, patient: Patient) -> None:
    flag = flag_of(patient, NEVER)
    found = ok(act(client, flag, "acknowledge", b""))
    assert found["history"][-1] | {"at": None, "severity": None, "by": None} == {
        "at": None, "change": "acknowledged", "severity": None, "reason": "", "reason_code": None, "action": None,
        "told": None, "acted_at": None, "by": None, "assessment_id": None,
    }  # fmt: skip


def test_the_database_holds_it_too(client: Client, patient: Patient) -> None:
    flag = flag_of(patient, NEVER)
    event = FlagEvent.objects.filter(flag=flag).latest("id")
    for wrong in ({"change": "overridden"}, {"reason_code": "because"}, {"action": "shrugged"}, {"action": "referred"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FlagEvent.objects.filter(pk=event.pk).update(**wrong)


def test_overrides_are_counted_by_rule_for_the_manager(world: World, client: Client, patient: Patient) -> None:
    manager = world.north.rest(Role.MANAGER)
    assert ok(get(manager, "/flags/overrides-by-rule")) == {"since": None, "items": []}
    for name, code in (("Keller", "examined_elsewhere"), ("Okafor", "other")):
        flag = Flag.objects.filter(patient=world.north.patient(name), status="open").earliest("id")
        ok(act(client, flag, "override", {"reason_code": code, "reason": "seen"}))
    found = ok(get(manager, "/flags/overrides-by-rule"))
    as_described(found, OverridesByRule)
    assert sum(item["overrides"] for item in found["items"]) == 2
    for item in found["items"]:
        assert item["flags"] >= item["overrides"] == sum(item["reasons"].values())
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    assert ok(get(manager, f"/flags/overrides-by-rule?since={quote(later.isoformat())}"))["items"] == []
    assert ok(get(world.south.rest(Role.MANAGER), "/flags/overrides-by-rule"))["items"] == []


def test_the_count_is_for_managers(world: World) -> None:
    for role in (Role.FRONT_DESK, Role.THERAPIST, Role.INTEGRATION, Role.AUDITOR):
        problem(get(world.north.rest(role), "/flags/overrides-by-rule"), 403, "not_permitted")
    assert pointers(problem(get(world.north.rest(Role.MANAGER), "/flags/overrides-by-rule?rule=x"), 422, "invalid")) == ["rule"]
