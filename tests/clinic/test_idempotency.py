"""The same POST sent twice: one effect, one answer."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from clinic import audit
from clinic.models import AuditEvent, KeptAnswer, Membership, Role
from patients.models import IntakeHistory, Patient
from tests.house.test_routes import assert_problem

pytestmark = pytest.mark.django_db

PATIENTS = "/api/v1/patients"
ANN = {"family_name": "Reed", "given_name": "Ann", "sex": "female"}


def send(client, body, key="k-1", path=PATIENTS, **headers):
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(path, sent, content_type="application/json", headers={"idempotency-key": key, **headers})


def counted():
    return Patient.objects.count(), AuditEvent.objects.filter(action="patient.registered").count(), KeptAnswer.objects.count()


def same(first, second):
    return (first.status_code, first.content) == (second.status_code, second.content) and all(
        first.get(name) == second.get(name) for name in ("ETag", "Location", "Content-Type", "Cache-Control")
    )


@pytest.fixture
def client(world):
    return world.north.rest(Role.THERAPIST)


class TestTheSameAgain:
    def test_has_one_effect_and_gets_the_first_answer_byte_for_byte(self, client):
        first = send(client, ANN)
        after = counted()
        again = send(client, ANN)
        assert first.status_code == 201
        assert same(first, again)
        assert "Idempotent-Replayed" not in first
        assert again["Idempotent-Replayed"] == "true"
        assert again["Location"] == f"/api/v1/patients/{first.json()['id']}"
        assert again["ETag"] == 'W/"1"'
        assert counted() == after

    def test_is_answered_like_a_request_without_a_key(self, client):
        keyed = send(client, ANN)
        plain = client.post(PATIENTS, ANN, content_type="application/json")
        headers = set(keyed.headers) ^ set(plain.headers)
        assert (keyed.status_code, headers, set(keyed.json())) == (plain.status_code, set(), set(plain.json()))

    def test_gets_the_first_answer_even_when_the_thing_has_changed_since(self, client):
        first = send(client, ANN)
        change = client.patch(
            first["Location"], {"given_name": "Anna"}, content_type="application/json", headers={"if-match": 'W/"1"'}
        )
        assert change.status_code == 200
        assert same(first, send(client, ANN))

    def test_a_change_of_state_is_made_once(self, world, client):
        keller = world.north.patient("Keller")
        made = client.post(f"{PATIENTS}/{keller.pk}/examinations", {"examined_at": "2026-01-05T10:00:00Z"}, "application/json")
        path = f"{made['Location']}/sign"
        first = send(client, b"", path=path, **{"if-match": made["ETag"]})
        assert first.status_code == 200, first.content
        assert same(first, send(client, b"", path=path, **{"if-match": made["ETag"]}))
        without_key = client.post(path, content_type="application/json", headers={"if-match": made["ETag"]})
        assert_problem(without_key, 409, 412)

    def test_with_another_token_of_the_same_member_is_the_same_client(self, world, client):
        first = send(client, ANN)
        assert same(first, send(world.north.rest(Role.THERAPIST), ANN))


class TestAnotherRequest:
    @pytest.mark.parametrize("body", [{**ANN, "given_name": "Bea"}, json.dumps(ANN, indent=1).encode(), {**ANN, "phone": None}])
    def test_with_the_same_key_is_refused_and_has_no_effect(self, client, body):
        send(client, ANN)
        after = counted()
        problem = assert_problem(send(client, body), 422)
        assert problem["code"] == "idempotency_key_reused"
        assert counted() == after

    def test_with_another_key_is_another(self, client):
        assert send(client, ANN, key="a").json()["id"] != send(client, ANN, key="b").json()["id"]

    def test_of_another_member_or_clinic_is_another(self, world, client):
        others = [world.north.rest(Role.MANAGER), world.south.rest(Role.THERAPIST)]
        ids = {send(caller, ANN).json()["id"] for caller in (client, *others)}
        assert len(ids) == 3

    def test_at_another_address_is_another(self, world, client):
        paths = [f"{PATIENTS}/{world.north.patient(name).pk}/intakes" for name in ("Keller", "Okafor")]
        assert len({send(client, {"pain_now": 3}, path=path).json()["id"] for path in paths}) == 2

    def test_after_a_day_is_another(self, client):
        first = send(client, ANN)
        with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
            second = send(client, ANN)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] != second.json()["id"]
        assert KeptAnswer.objects.count() == 1

    def test_shortly_before_is_the_same(self, client):
        first = send(client, ANN)
        with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
            assert same(first, send(client, ANN))


class TestWhatWasRefused:
    @pytest.mark.parametrize(("body", "status"), [({"sex": "z"}, 422), (b"{", 400), (b"", 400), ({}, 422)])
    def test_is_not_kept_and_may_be_corrected_under_the_same_key(self, client, body, status):
        before = counted()
        assert_problem(send(client, body), status)
        assert counted() == before
        assert send(client, ANN).status_code == 201

    def test_by_the_state_is_tried_anew(self, world, client):
        draft = world.north.intake("Keller")
        path, seen = f"/api/v1/intakes/{draft.pk}/ready", {"if-match": f'W/"{draft.revision}"'}
        assert_problem(send(client, b"", path=path, **seen), 409)
        assert KeptAnswer.objects.count() == 0
        assert IntakeHistory.objects.get(pk=draft.pk).revision == draft.revision

    def test_when_it_fails_nothing_is_written(self, client, monkeypatch):
        before = counted()
        client.raise_request_exception = False
        with monkeypatch.context() as patch:
            patch.setattr(audit, "record", lambda **_: 1 / 0)
            assert_problem(send(client, ANN), 500)
        assert counted() == before
        assert send(client, ANN).status_code == 201

    def test_when_the_answer_cannot_be_kept_there_is_no_effect(self, client, monkeypatch):
        before = counted()

        def refuse(**_):
            raise IntegrityError("no room")

        client.raise_request_exception = False
        with monkeypatch.context() as patch:
            patch.setattr(KeptAnswer.objects, "create", refuse)
            assert_problem(send(client, ANN), 500)
        assert counted() == before


class TestAReplay:
    def test_needs_a_valid_token(self, world, client):
        send(client, ANN)
        Membership.objects.filter(pk=world.north.members[Role.THERAPIST].pk).update(is_active=False)
        assert_problem(send(client, ANN), 401)

    def test_needs_the_permission_of_now(self, world, client):
        send(client, ANN)
        Membership.objects.filter(pk=world.north.members[Role.THERAPIST].pk).update(role=Role.AUDITOR)
        assert_problem(send(client, ANN), 403)

    def test_shows_nothing_that_was_answered_to_another_role(self, world, client):
        send(client, ANN)
        Membership.objects.filter(pk=world.north.members[Role.THERAPIST].pk).update(role=Role.FRONT_DESK)
        assert assert_problem(send(client, ANN), 422)["code"] == "idempotency_key_reused"


class TestKeys:
    @pytest.mark.parametrize("key", ["", " ", "two words", "x" * 256, "ä", "tab\there", "a,b c", "\x7f"])
    def test_that_are_none(self, client, key):
        before = counted()
        problem = assert_problem(send(client, ANN, key=key), 400)
        assert "Idempotency-Key" in problem["detail"]
        assert counted() == before

    @pytest.mark.parametrize("key", ["x", "x" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "!~"])
    def test_that_are_good(self, client, key):
        assert same(send(client, ANN, key=key), send(client, ANN, key=key))

    def test_mean_nothing_where_nothing_is_stored(self, client):
        for body in ({"intake": {"pain_now": 3}}, {"intake": {"pain_now": 4}}):
            assert send(client, {"as_of": "2026-03-02T10:00:00Z", **body}, path="/api/v1/evaluate").status_code == 200
        assert KeptAnswer.objects.count() == 0

    def test_mean_nothing_to_other_methods(self, client):
        answer = client.get("/api/v1/me", headers={"idempotency-key": "not valid"})
        assert (answer.status_code, KeptAnswer.objects.count()) == (200, 0)

    def test_do_not_change_what_is_not_offered(self, client):
        assert_problem(send(client, ANN, path="/api/v1/me"), 405)


class TestExpiry:
    def test_what_expired_goes_while_others_are_kept(self, client):
        for number in range(10):
            send(client, ANN, key=f"old-{number}")
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            for number in range(3):
                send(client, ANN, key=f"new-{number}")
            assert KeptAnswer.objects.count() == 3

    def test_the_command_removes_it_everywhere_and_keeps_what_is_valid(self, world, client, capsys):
        send(client, ANN)
        send(world.south.rest(Role.THERAPIST), ANN)
        KeptAnswer.objects.filter(clinic=world.south.clinic).update(expires_at=timezone.now() - timedelta(seconds=1))
        call_command("forget_expired")
        assert "removed 1 kept" in capsys.readouterr().out
        assert KeptAnswer.objects.get().clinic == world.north.clinic
