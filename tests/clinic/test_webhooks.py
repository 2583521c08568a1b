"""Webhooks over REST, and from a write to the receiver."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook

from assessments.flag_actions import Resolution
from assessments.models import Flag
from assessments.services import resolve_flag
from clinic.models import AuditEvent, Clinic, Role
from clinic.webhooks import examples, schedule, services, turns
from clinic.webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription
from clinic.webhooks.outbox import Happened, announce, fan_out
from clinic.webhooks.retention import sweep
from clinic.webhooks.worker import deliver_once
from patients.documents import Intake, read
from patients.services import record_intake
from tests.clinic.receiver import listening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]
URL = "/api/v1/webhook-subscriptions"
ALL = ["assessment.completed", "flag.raised", "flag.reopened", "flag.resolved", "patient.merged"]
JSON = {"content_type": "application/json"}
ADDRESSED = Resolution(reason_code="addressed")


@pytest.fixture
def client(world):
    return world.north.rest(Role.INTEGRATION)


def subscribed(client, receiver, events=ALL, **more):
    response = client.post(URL, {"url": receiver.url, "events": events, **more}, **JSON)
    assert response.status_code == 201, response.content
    return response.json()


def pain_told(house, score=7):
    """A write that is assessed; a new intake of somebody who had none raises a flag."""
    return record_intake(by=house.front_desk, patient_id=house.patient("Núñez Ortega").pk, document=read(Intake, {
        "pain_now": score, "pain_locations": ["low_back"], "prior_care_any": "yes", "hip_flexors_ever_examined": "no",
    }))  # fmt: skip


def later(**span):
    return time_machine.travel(timezone.now() + datetime.timedelta(**span), tick=True)


# --- the subscription ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/url", "/events"}),
        ({"url": 7, "events": "flag.raised", "more": 1}, {"/url", "/events", "/more"}),
        ({"url": "http://10.0.0.1/", "events": ["no.such"]}, {"/url", "/events/0"}),
        ({"url": "https://10.0.0.1/x", "events": ["flag.raised"]}, {"/url"}),
        ({"url": "https://127.0.0.1", "events": []}, {"/events"}),
        ({"url": "https://93.184.216.34/", "events": ["flag.raised"], "description": "x" * 201}, {"/description"}),
        ({"url": "https://93.184.216.34/", "events": ["webhook.test"]}, {"/events/0"}),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_made(client, body, pointers):
    response = client.post(URL, body, **JSON)
    assert response.status_code == 422
    assert {error["pointer"] for error in response.json()["errors"]} == pointers
    assert not WebhookSubscription.objects.exists()


def test_the_secret_is_shown_once(client, receiver, caplog):
    caplog.set_level("DEBUG")
    made = subscribed(client, receiver)
    assert made["secret"].startswith("whsec_")
    address = f"{URL}/{made['id']}"
    shown = [client.get(URL).content, client.get(address).content]
    shown.append(client.patch(address, {"description": "EHR"}, headers={"if-match": 'W/"1"'}, **JSON).content)
    shown.append(client.post(f"{address}/test", **JSON).content)
    deliver_once()
    shown += [client.get(f"{address}/deliveries").content, repr(list(AuditEvent.objects.values())).encode(), caplog.text.encode()]
    assert all(made["secret"].encode() not in answer for answer in shown)
    assert "webhook tried" in caplog.text


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.THERAPIST, Role.AUDITOR])
def test_only_a_manager_and_a_system_manage_webhooks(world, receiver, role):
    response = world.north.rest(role).post(URL, {"url": receiver.url, "events": ALL}, **JSON)
    assert response.status_code == 403
    assert "manage_webhooks" in response.json()["detail"]


def test_another_clinic_sees_nothing_and_is_sent_nothing(world, client, receiver):
    made = subscribed(client, receiver)
    deliver_once()
    stranger = world.south.rest(Role.MANAGER)
    assert stranger.get(URL).json()["items"] == []
    assert stranger.get(f"{URL}/{made['id']}").status_code == 404
    by = world.south.front_desk
    record_intake(by=by, patient_id=world.south.patient("Baker").pk, document=read(Intake, {"pain_now": 7}))
    deliver_once()
    assert receiver.got == []
    assert not WebhookEvent.objects.exists()


def test_a_clinic_has_twenty_at_most(client, receiver):
    for _ in range(20):
        subscribed(client, receiver)
    response = client.post(URL, {"url": receiver.url, "events": ALL}, **JSON)
    assert (response.status_code, response.json()["code"]) == (409, "too_many_webhooks")
    assert WebhookSubscription.objects.count() == 20


def test_removed_it_is_not_there_and_nothing_is_sent(world, client, receiver):
    made = subscribed(client, receiver)
    pain_told(world.north)
    fan_out(timezone.now())
    response = client.delete(f"{URL}/{made['id']}", headers={"if-match": 'W/"1"'})
    assert response.status_code == 204
    assert client.get(f"{URL}/{made['id']}").status_code == 404
    assert deliver_once() == 0
    assert receiver.got == []
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"dead"}
    assert Clinic.objects.get(slug="northside").webhook_events == []


def test_off_it_is_sent_nothing_and_on_again_it_hears_again(world, client, receiver):
    address = f"{URL}/{subscribed(client, receiver)['id']}"
    off = client.patch(address, {"is_active": False}, headers={"if-match": 'W/"1"'}, **JSON).json()
    assert (off["is_active"], off["disabled_reason"]) == (False, "by_member")
    assert client.post(f"{address}/test", **JSON).json()["code"] == "webhook_is_off"
    pain_told(world.north)
    assert (deliver_once(), WebhookEvent.objects.count()) == (0, 0)
    on = client.patch(address, {"is_active": True}, headers={"if-match": 'W/"2"'}, **JSON).json()
    assert (on["is_active"], on.get("disabled_reason")) == (True, None)
    pain_told(world.north, 3)
    assert deliver_once() > 0


# --- from a write to the receiver ----------------------------------------------------------------------------------------


def test_a_write_is_told_with_ids_and_links_and_nothing_clinical(world, client, receiver):
    made = subscribed(client, receiver)
    pain_told(world.north)
    assert receiver.got == []  # the write waits for nobody
    assert deliver_once() == len(receiver.got) > 1
    patient, flag = (
        world.north.patient("Núñez Ortega"),
        Flag.objects.get(patient__family_name__startswith="Núñez", rule="hip_flexors_never_examined"),
    )
    message = next(json.loads(body) for _, body in receiver.got if str(flag.pk).encode() in body)
    assert message["type"] == "flag.raised"
    data = message["data"]
    assert (data["clinic_id"], data["patient_id"], data["flag_id"]) == (str(world.north.clinic.pk), str(patient.pk), str(flag.pk))
    assert set(data) == {"event_id", "clinic_id", "patient_id", "flag_id", "assessment_id", "links"}
    for link in data["links"].values():
        assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    everything = b"".join(body for _, body in receiver.got).lower()
    assert not any(word.encode() in everything for word in ("núñez", "maría", "hip_flexor", "severity", "pain"))
    for headers, body in receiver.got:
        Webhook(made["secret"]).verify(body, headers)
        assert json.loads(body)["data"]["event_id"] == headers["webhook-id"]


def test_only_the_kinds_that_were_asked_for(world, client, receiver):
    subscribed(client, receiver, ["assessment.completed"])
    pain_told(world.north)
    deliver_once()
    assert receiver.kinds == ["assessment.completed"]
    assert set(WebhookEvent.objects.values_list("kind", flat=True)) == {"assessment.completed"}


def test_a_flag_that_somebody_resolves_is_told(world, client, receiver):
    subscribed(client, receiver, ["flag.resolved"])
    flag = Flag.objects.get(patient=world.north.patient("Keller"), rule="hip_flexors_never_examined")
    resolve_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=flag.revision, document=ADDRESSED)
    deliver_once()
    assert [json.loads(body)["data"]["flag_id"] for _, body in receiver.got] == [str(flag.pk)]


def test_what_is_rolled_back_was_never_announced(world, client, receiver):
    subscribed(client, receiver)
    with transaction.atomic():
        pain_told(world.north)
        assert WebhookEvent.objects.exists()
        transaction.set_rollback(True)
    assert (deliver_once(), receiver.got, WebhookEvent.objects.count()) == (0, [], 0)


def test_announcing_costs_nothing_where_nobody_listens_and_one_statement_where_somebody_does(world, client, receiver):
    def count():
        with CaptureQueriesContext(connection) as asked:
            pain_told(world.north, next(scores))
        return sum("webhook" in query["sql"].lower().replace("webhook_events", "") for query in asked)

    scores = iter(range(1, 11))
    assert count() == 0
    subscribed(client, receiver)
    assert count() == 1


@pytest.mark.parametrize("about", [{}, {"patient": 1}, {"patient": 1, "flag": 2, "assessment": 3, "name": 4}])
def test_ids_that_were_not_declared_are_not_announced(world, client, receiver, about):
    subscribed(client, receiver)
    with pytest.raises(ValueError, match="is about"):
        announce([Happened("flag.raised", about)], by=world.north.therapist, clinic=Clinic.objects.get(slug="northside"))


# --- when it does not arrive ---------------------------------------------------------------------------------------------


@pytest.fixture
def one(world, client, receiver):
    """One event on its way."""
    made = subscribed(client, receiver, ["assessment.completed"])
    pain_told(world.north)
    return made


def log(client, made):
    return client.get(f"{URL}/{made['id']}/deliveries").json()["items"]


def test_a_failed_try_is_made_again_with_the_same_id_and_bytes(client, receiver, one):
    receiver.answers = [500]
    assert deliver_once() == 0
    (delivery,) = log(client, one)
    assert (delivery["state"], delivery["failures"], delivery["tries"][0]["status"]) == ("waiting", 1, 500)
    assert deliver_once() == 0
    assert len(receiver.got) == 1  # not yet
    with later(seconds=6):
        assert deliver_once() == 1
    assert len(set(receiver.ids)) == 1
    assert receiver.got[0][1] == receiver.got[1][1]
    (delivery,) = log(client, one)
    assert (delivery["state"], [attempt["error"] for attempt in delivery["tries"]]) == ("delivered", ["status", None])
    read = client.get(f"{URL}/{one['id']}").json()
    assert (read["failures"], read.get("failing_since")) == (0, None)


def test_the_schedule_ends_after_three_days_and_the_dead_are_shown_and_replayed(client, receiver, one, monkeypatch):
    monkeypatch.setattr(schedule, "GIVE_UP_AFTER", datetime.timedelta(days=100))
    receiver.usually = 503
    began = now = timezone.now()
    for _ in range(20):
        with time_machine.travel(now, tick=True):
            deliver_once()
        row = WebhookDelivery.objects.get()
        if row.due_at is None:
            break
        now = row.due_at + datetime.timedelta(seconds=1)
    assert row.state == "dead"
    assert row.failures == len(schedule.DELAYS) + 1 == len(receiver.got)
    assert datetime.timedelta(days=2.5) < now - began < datetime.timedelta(days=3.5)
    with time_machine.travel(now, tick=True):
        assert client.get(f"{URL}/{one['id']}").json()["dead"] == 1
        (dead,) = client.get(f"{URL}/{one['id']}/deliveries?state=dead").json()["items"]
        receiver.usually = 200
        assert client.post(f"/api/v1/webhook-deliveries/{dead['id']}/replay", **JSON).status_code == 202
        assert deliver_once() == 1
    assert len(set(receiver.ids)) == 1


def test_gone_turns_the_subscription_off(client, receiver, one):
    receiver.answers = [410]
    deliver_once()
    read = client.get(f"{URL}/{one['id']}").json()
    assert (read["is_active"], read["disabled_reason"], read["waiting"]) == (False, "gone", 1)
    assert Clinic.objects.get(slug="northside").webhook_events == []
    with later(days=1):
        assert deliver_once() == 0
    assert len(receiver.got) == 1


def test_a_receiver_that_fails_for_days_is_turned_off_and_what_waited_is_sent_when_it_is_turned_on(world, client, receiver, one):
    receiver.usually = 500
    deliver_once()
    with later(days=5):
        pain_told(world.north, 2)
        deliver_once()
        read = client.get(f"{URL}/{one['id']}")
        assert (read.json()["is_active"], read.json()["disabled_reason"]) == (False, "failing")
        receiver.usually = 200
        client.patch(f"{URL}/{one['id']}", {"is_active": True}, headers={"if-match": read["ETag"]}, **JSON)
        assert deliver_once() == 2


def test_a_receiver_that_fails_rests_and_holds_up_nobody(world, client, receiver, one):
    receiver.usually = 500
    with listening() as other:
        subscribed(client, other, ["assessment.completed"])
        for score in (1, 2, 3):
            pain_told(world.north, score)
        assert deliver_once() == 3
        assert (len(receiver.got), len(other.got)) == (1, 3)


def test_events_arrive_in_order(world, client, receiver):
    subscribed(client, receiver, ["assessment.completed"])
    for score in range(1, 6):
        pain_told(world.north, score)
    deliver_once()
    assert receiver.ids == sorted(receiver.ids)
    assert len(receiver.ids) == 5


def test_more_than_one_turn(world, client, receiver, monkeypatch):
    monkeypatch.setattr(turns, "AT_MOST", 2)
    test_events_arrive_in_order(world, client, receiver)


def test_a_name_that_leads_inside_at_delivery_time_is_not_called(client, receiver, one, settings):
    settings.WEBHOOK_LOOPBACK = False
    deliver_once()
    assert receiver.got == []
    assert log(client, one)[0]["tries"][0]["error"] == "url_refused"


def test_the_verification_that_the_documentation_prints(client, receiver):
    text = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
    printed: dict[str, Any] = {}
    exec(text.split("```python\n")[1].split("```")[0], printed)  # noqa: S102  (our own document)
    made = subscribed(client, receiver)
    client.post(f"{URL}/{made['id']}/test", **JSON)
    deliver_once()
    headers, body = receiver.got[0]
    assert printed["is_genuine"](headers, body, made["secret"])
    assert not printed["is_genuine"](headers, body + b" ", made["secret"])
    assert not printed["is_genuine"]({**headers, "webhook-timestamp": "1"}, body, made["secret"])
    assert not printed["is_genuine"](headers, body, "whsec_" + "A" * 43 + "=")


def test_the_openapi_document_describes_it(client):
    described = client.get("/api/v1/openapi.json").json()["webhooks"]["event"]["post"]
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]["type"]["enum"]) == {*ALL, "webhook.test"}
    assert "$ref" not in json.dumps(schema)


# --- secrets, replays, retention -----------------------------------------------------------------------------------------


def test_after_a_rotation_both_secrets_verify_for_a_day(client, receiver):
    made = subscribed(client, receiver)
    address = f"{URL}/{made['id']}"
    rotated = client.post(f"{address}/rotate-secret", headers={"if-match": 'W/"1"'}, **JSON).json()
    assert rotated["secret"] != made["secret"]
    client.post(f"{address}/test", **JSON)
    deliver_once()
    for secret in (made["secret"], rotated["secret"]):
        Webhook(secret).verify(receiver.got[0][1], receiver.got[0][0])
    with later(hours=25):
        client.post(f"{address}/test", **JSON)
        deliver_once()
        Webhook(rotated["secret"]).verify(receiver.got[1][1], receiver.got[1][0])
        assert len(receiver.got[1][0]["webhook-signature"].split()) == 1


def test_replay_since_sends_what_happened_and_was_kept(world, client, receiver):
    made = subscribed(client, receiver, ["assessment.completed"])
    began = timezone.now().isoformat()
    for score in (1, 2, 3):
        pain_told(world.north, score)
    deliver_once()
    before = receiver.ids
    with listening() as other:
        newer = subscribed(client, other, ["assessment.completed", "flag.raised"])
        for one in (made, newer):
            response = client.post(f"{URL}/{one['id']}/replay", {"since": began}, **JSON)
            assert (response.status_code, response.json()) == (202, {"queued": 3})
        assert deliver_once() == 6
        assert receiver.ids == before * 2
        assert other.ids == before
    for body in ({}, {"since": "yesterday"}, {"since": "2026-01-01T00:00:00"}):
        assert client.post(f"{URL}/{made['id']}/replay", body, **JSON).status_code == 422


def test_too_much_at_once_is_not_replayed(world, client, receiver, monkeypatch):
    monkeypatch.setattr(services.replaying, "MOST", 1)
    made = subscribed(client, receiver, ["assessment.completed"])
    began = timezone.now().isoformat()
    for score in (1, 2):
        pain_told(world.north, score)
    deliver_once()
    response = client.post(f"{URL}/{made['id']}/replay", {"since": began}, **JSON)
    assert response.json()["errors"][0]["pointer"] == "/since"


def test_what_is_old_goes(world, client, receiver, one):
    deliver_once()
    assert sweep(timezone.now()) == 0
    with later(days=31):
        pain_told(world.north, 2)
        assert sweep(timezone.now()) == 2
        assert WebhookEvent.objects.count() == 1


def test_the_command_sends_what_is_due(receiver, one, capsys):
    call_command("deliver_webhooks", "--once")
    assert capsys.readouterr().out == "1 delivered\n"
    assert len(receiver.got) == 1


def test_a_list_costs_the_same_whatever_its_length(client, receiver):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        return len(asked)

    subscribed(client, receiver)
    few = count()
    for _ in range(10):
        subscribed(client, receiver)
    assert count() == few


def test_the_examples_run(client):
    made = client.post(URL, examples.SUBSCRIPTION.value, **JSON)
    assert made.status_code == 201
    address = f"{URL}/{made.json()['id']}"
    assert client.patch(address, examples.SWITCH.value, headers={"if-match": made["ETag"]}, **JSON).status_code == 200
    assert client.post(f"{address}/replay", examples.SINCE.value, **JSON).status_code == 202


@pytest.mark.parametrize(("sent", "status"), [({"description": None}, 200), ({"url": None}, 422), ({"is_active": None}, 422)])
def test_null_in_a_change(client, receiver, sent, status):
    address = f"{URL}/{subscribed(client, receiver, description='EHR')['id']}"
    response = client.patch(address, sent, headers={"if-match": 'W/"1"'}, **JSON)
    assert response.status_code == status
    assert client.get(address).json()["description"] == ("" if status == 200 else "EHR")


def test_null_in_a_new_one_is_the_same_as_absent(client, receiver):
    response = client.post(URL, {"url": receiver.url, "events": ["flag.raised"], "description": None}, **JSON)
    assert (response.status_code, response.json()["description"]) == (201, "")
    response = client.post(URL, {"url": None, "events": ["flag.raised"]}, **JSON)
    assert response.json()["errors"][0] == {"pointer": "/url", "code": "required", "detail": "This member is required."}
