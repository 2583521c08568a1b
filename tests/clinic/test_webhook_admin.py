"""Webhooks in the admin: a client of the services, for a manager, of one clinic."""

import re

import pytest

from clinic.models import AuditEvent, Role
from clinic.webhooks.models import WebhookDelivery, WebhookSubscription
from clinic.webhooks.services import send_test, subscribe
from tests.clinic.people import make_actor, make_member, session_client

pytestmark = pytest.mark.django_db
HOOKS, DELIVERIES = "/admin/webhooks/webhooksubscription/", "/admin/webhooks/webhookdelivery/"
URL = "https://93.184.216.34/hooks"


@pytest.fixture
def client(harbour):
    return session_client(make_member(harbour, Role.MANAGER))


@pytest.fixture
def row(harbour):
    return subscribe(by=make_actor(harbour, Role.INTEGRATION), url=URL, events=["flag.raised"], description="EHR")


@pytest.fixture
def delivery(harbour, row):
    return send_test(by=make_actor(harbour, Role.MANAGER, username="other"), subscription_id=row.pk)


def written(subject):
    return list(
        AuditEvent.objects.filter(subject_id=subject.pk).exclude(action__endswith="read").values_list("action", flat=True)
    )


def test_the_secret_is_on_the_page_after_adding_and_on_no_other(client):
    answer = client.post(f"{HOOKS}add/", {"url": URL, "events": ["flag.raised", "flag.resolved"], "description": "EHR"})
    (secret,) = re.findall(r"whsec_[\w+/=]+", answer.content.decode())
    row = WebhookSubscription.objects.get()
    assert (row.secret, row.events, written(row)) == (secret, ["flag.raised", "flag.resolved"], ["webhook.subscribed"])
    assert "no-store" in answer["Cache-Control"]
    for page in (HOOKS, f"{HOOKS}{row.pk}/change/", f"{HOOKS}{row.pk}/history/", DELIVERIES):
        assert "whsec_" not in client.get(page).content.decode()
    assert not any("whsec_" in cookie.value for cookie in client.cookies.values())


@pytest.mark.parametrize(
    ("sent", "told"),
    [({"url": "https://10.0.0.1/"}, "public addresses only"), ({"url": "ftp://x"}, "https://"), ({"events": []}, "required")],
)
def test_what_cannot_be_accepted_is_told_beside_its_field(client, sent, told):
    answer = client.post(f"{HOOKS}add/", {"url": URL, "events": ["flag.raised"], **sent})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not WebhookSubscription.objects.exists()


def change(client, row, **sent):
    given = {"url": URL, "events": row.events, "description": "EHR", "is_active": "on", "expected_revision": row.revision, **sent}
    return client.post(f"{HOOKS}{row.pk}/change/", {name: value for name, value in given.items() if value is not None})


def test_turning_it_off_is_one_event(client, row):
    assert change(client, row, is_active=None).status_code == 302
    row.refresh_from_db()
    assert (row.is_active, row.disabled_reason, row.revision) == (False, "by_member", 2)
    assert written(row) == ["webhook.subscribed", "webhook.changed"]


def test_what_somebody_else_changed_is_not_overwritten(client, row):
    assert change(client, row, expected_revision=7).status_code == 200
    row.refresh_from_db()
    assert row.revision == 1


@pytest.mark.parametrize(
    ("step", "action"), [("test", "webhook.tested"), ("rotate-secret", "webhook.secret_rotated"), ("remove", "webhook.removed")]
)
def test_the_steps(client, row, step, action):
    page = client.get(f"{HOOKS}{row.pk}/do/{step}/")
    assert page.status_code == 200
    assert written(row) == ["webhook.subscribed"]  # looking does nothing
    assert f"/do/{step}/" in client.get(f"{HOOKS}{row.pk}/change/").content.decode()
    client.post(f"{HOOKS}{row.pk}/do/{step}/", {"expected_revision": 1})
    assert written(row) == ["webhook.subscribed", action]


def test_a_step_that_is_refused_says_why(client, row):
    change(client, row, is_active=None)
    answer = client.post(f"{HOOKS}{row.pk}/do/test/", {"expected_revision": 2})
    assert "turn it on first" in answer.content.decode()
    answer = client.post(f"{HOOKS}{row.pk}/do/remove/", {"expected_revision": 1})
    assert "revision 2" in answer.content.decode()
    assert client.post(f"{HOOKS}{row.pk}/do/no-such-step/").status_code == 404


def test_a_delivery_is_seen_and_sent_again_and_never_changed(client, delivery):
    WebhookDelivery.objects.update(state="dead", due_at=None, tries=[
        {"at": "2026-03-01T09:30:00+00:00", "status": None, "error": "timeout", "milliseconds": 10_000},
    ])  # fmt: skip
    assert "webhook.test" in client.get(f"{DELIVERIES}?state__exact=dead").content.decode()
    assert "timeout" in client.get(f"{DELIVERIES}{delivery.pk}/change/").content.decode()
    assert client.post(f"{DELIVERIES}{delivery.pk}/change/", {"state": "delivered"}).status_code == 403
    assert client.get(f"{DELIVERIES}add/").status_code == 403
    client.post(f"{DELIVERIES}{delivery.pk}/do/replay/", {"expected_revision": 0})
    delivery.refresh_from_db()
    assert delivery.state == "waiting"


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.THERAPIST, Role.AUDITOR])
def test_other_roles_see_nothing_of_it(harbour, row, role):
    stranger = session_client(make_member(harbour, role, username="x"))
    assert "webhook" not in stranger.get("/admin/").content.decode().lower()
    for page in (HOOKS, f"{HOOKS}{row.pk}/change/", f"{HOOKS}{row.pk}/do/rotate-secret/", DELIVERIES):
        assert stranger.get(page).status_code == 403
    assert stranger.post(f"{HOOKS}{row.pk}/do/remove/", {"expected_revision": 1}).status_code == 403


def test_another_clinic_sees_nothing(summit, row, delivery):
    stranger = session_client(make_member(summit, Role.MANAGER))
    assert "93.184" not in stranger.get(HOOKS).content.decode() + stranger.get(DELIVERIES).content.decode()
    assert stranger.get(f"{HOOKS}{row.pk}/change/").status_code == 302
    assert stranger.post(f"{HOOKS}{row.pk}/do/remove/", {"expected_revision": 1}).status_code == 404
    assert stranger.post(f"{DELIVERIES}{delivery.pk}/do/replay/", {"expected_revision": 0}).status_code == 404
