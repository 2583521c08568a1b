"""How often a client may ask, whoever answers."""

import time
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory

from clinic.http.limits import address_of, counted
from clinic.models import AccessToken, AuditEvent, RequestCount, Role
from patients.models import Patient
from tests.clinic.people import make_member, session_client, token_client
from tests.house.test_races import at_once
from tests.house.test_routes import assert_problem

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"
FEW = 3
HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


@pytest.fixture(autouse=True)
def _not_at_the_end_of_a_minute():
    """A count begins anew with the minute of the database."""
    if (left := 60 - time.time() % 60) < 5:
        time.sleep(left + 0.1)


@pytest.fixture
def few(settings):
    settings.RATE_LIMIT = settings.FAILED_SIGN_IN_LIMIT = FEW


def used_by(client):
    allowance = counted(client, 100)
    assert allowance is not None
    return allowance.used


def told(response):
    return [response.get(name) for name in HEADERS]


class TestAToken:
    def test_is_told_with_every_answer_what_is_left(self, member, few):
        client = token_client(member)
        for left in (2, 1, 0):
            limit, remaining, reset = told(client.get(ME))
            assert (limit, remaining) == ("3", str(left))
            assert 1 <= int(reset) <= 60

    def test_that_asks_too_often_is_refused_and_told_when_to_come_back(self, member, few):
        client = token_client(member)
        assert [client.get(ME).status_code for _ in range(FEW)] == [200] * FEW
        refused = client.get(ME)
        assert assert_problem(refused, 429)["code"] == "rate_limited"
        assert refused["Retry-After"] == refused["RateLimit-Reset"]
        assert refused["RateLimit-Remaining"] == "0"

    def test_that_is_refused_does_nothing(self, world, few):
        client = world.north.rest(Role.MANAGER)
        for _ in range(FEW):
            client.get(ME)
        before = Patient.objects.count(), AuditEvent.objects.count()
        sent = {"family_name": "New", "sex": "female"}
        response = client.post("/api/v1/patients", sent, content_type="application/json", headers={"idempotency-key": "k"})
        assert_problem(response, 429)
        assert (Patient.objects.count(), AuditEvent.objects.count()) == before

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("get", "/api/v1/flags?nope=1", 422), ("delete", ME, 405), ("post", "/api/v1/patients", 403),
         ("get", "/api/v1/patients", 403)],
    )  # fmt: skip
    def test_is_counted_and_told_also_when_something_else_is_wrong(self, harbour, few, method, path, status):
        client = token_client(make_member(harbour, Role.AUDITOR if status == 403 else Role.MANAGER))
        assert [told(getattr(client, method)(path))[1] for _ in range(FEW)] == ["2", "1", "0"]
        assert getattr(client, method)(path).status_code == 429

    def test_does_not_spend_what_another_may_ask(self, member, few):
        first, second = token_client(member), token_client(member)
        while first.get(ME).status_code == 200:
            pass
        assert second.get(ME).status_code == 200

    def test_begins_anew_with_the_minute(self, member, few):
        client = token_client(member)
        while client.get(ME).status_code == 200:
            pass
        RequestCount.objects.update(minute=RequestCount.objects.get().minute - 1)
        assert told(client.get(ME))[1] == "2"

    @pytest.mark.parametrize("minutes", [60, 1_000_000])
    def test_is_not_kept_out_by_a_clock_that_was_ahead(self, member, few, minutes):
        client = token_client(member)
        while client.get(ME).status_code == 200:
            pass
        RequestCount.objects.update(minute=RequestCount.objects.get().minute + minutes)
        assert client.get(ME).status_code == 200

    def test_without_a_limit_is_neither_counted_nor_told(self, member, settings):
        settings.RATE_LIMIT = 0
        assert told(token_client(member).get(ME)) == [None] * 3
        assert not RequestCount.objects.exists()


class TestASession:
    def test_is_counted_by_membership(self, member, few):
        first, second = session_client(member), session_client(member)
        assert [told(client.get(ME))[1] for client in (first, second, first)] == ["2", "1", "0"]
        assert second.get(ME).status_code == 429


class TestWhoDoesNotSignIn:
    @pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer gw_guess"}, {"authorization": "Basic eDp5"}])
    def test_is_counted_by_address(self, db, few, headers):
        client = Client(headers=headers)
        assert [client.get(ME).status_code for _ in range(FEW + 1)] == [401] * FEW + [429]
        assert client.get(ME, REMOTE_ADDR="10.0.0.9").status_code == 401

    def test_keeps_nobody_out_who_signs_in_from_the_same_address(self, member, few):
        while Client().get(ME).status_code == 401:
            pass
        assert token_client(member).get(ME).status_code == 200

    def test_without_the_csrf_token_is_one_of_them(self, member, few):
        client = session_client(member, enforce_csrf_checks=True)
        statuses = [client.post("/api/v1/patients", {}, content_type="application/json").status_code for _ in range(FEW + 1)]
        assert statuses == [403] * FEW + [429]
        assert client.get(ME).status_code == 200


class TestAddresses:
    def of(self, settings, peer, forwarded=None, behind=True):
        settings.BEHIND_PROXY = behind
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        return address_of(RequestFactory(headers=headers).get(ME, REMOTE_ADDR=peer))

    def test_only_the_proxys_own_word_counts(self, settings):
        assert self.of(settings, "10.0.0.1", "1.1.1.1, 203.0.113.7") == "203.0.113.7"
        assert self.of(settings, "198.51.100.4", "1.1.1.1", behind=False) == "198.51.100.4"

    @pytest.mark.parametrize(
        ("told", "meant"),
        [("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2:ffff::", "2001:db8:1:2::"), ("::ffff:192.0.2.1", "192.0.2.1"),
         ("", "unknown"), ("x'; DROP TABLE", "unknown"), ("1.1.1.1:80", "unknown"), ("9" * 5_000, "unknown"),
         ("fe80::1%eth0", "fe80::")],
    )  # fmt: skip
    def test_are_read_as_addresses(self, settings, told, meant):
        assert self.of(settings, told, behind=False) == meant
        assert self.of(settings, "10.0.0.1", told) == meant


@pytest.mark.django_db(transaction=True)
class TestOverSeveralConnections:
    def test_every_request_is_counted_once(self):
        answers = at_once(lambda _: [used_by("token:x") for _ in range(20)], 8)
        assert sorted(used for each in answers for used in each) == list(range(1, 161))

    def test_exactly_the_limit_gets_through(self, world, settings):
        settings.RATE_LIMIT = 10
        _, token = AccessToken.issue(world.north.members[Role.MANAGER], label="test")
        statuses = at_once(lambda _: Client(headers={"authorization": f"Bearer {token}"}).get(ME).status_code, 16)
        assert Counter(statuses) == {200: 10, 429: 6}

    def test_what_is_rolled_back_was_asked_all_the_same(self, world, settings):
        settings.RATE_LIMIT = FEW
        client = world.north.rest(Role.MANAGER)
        statuses = [
            client.post("/api/v1/patients", {"sex": "z"}, content_type="application/json").status_code for _ in range(FEW + 1)
        ]
        assert statuses == [422] * FEW + [429]


def test_counts_are_not_logged_by_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'clinic_requestcount'")
        assert cursor.fetchone() == ("u",)


def test_old_counts_are_forgotten(db, capsys):
    now = int(time.time() // 60)
    for client, minute in (("token:old", now - 61), ("token:new", now)):
        RequestCount.objects.create(client=client, minute=minute, used=1)
    call_command("forget_expired")
    assert [row.client for row in RequestCount.objects.all()] == ["token:new"]
    assert "1 request counts" in capsys.readouterr().out
