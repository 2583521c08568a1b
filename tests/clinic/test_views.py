import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from structlog.contextvars import get_contextvars

from clinic.models import AccessToken, Role
from tests.clinic.people import make_clinic, make_member, session_client, token_client
from tests.clinic.sample_urls import ACTS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.clinic.sample_urls")]


@pytest.fixture
def client(member):
    return token_client(member)


class TestSigningIn:
    def test_with_a_token(self, client, member):
        answer = client.get("/api/v1/me").json()
        assert answer["clinic"]["id"] == str(member.clinic_id)
        assert (answer["name"], answer["role"]) == ("thea", "therapist")
        assert "write_examination" in answer["permissions"]
        assert answer["permissions"] == sorted(answer["permissions"])

    def test_with_a_session(self, member):
        assert session_client(member).get("/api/v1/thing").json() == {"who": "thea", "door": "rest"}

    def test_with_nothing(self):
        response = Client().get("/api/v1/me")
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="guywire"'

    @pytest.mark.parametrize(
        "sent", ["Bearer", "Bearer ", "Bearer gw_unknown", "Bearer x", "Bearer gw_\x80", "Basic dGhlYTp4", "gw_x"]
    )
    def test_with_what_is_no_token(self, sent, member):
        assert Client(headers={"authorization": sent}).get("/api/v1/me").status_code == 401

    def test_a_broken_token_is_not_made_good_by_a_session(self, member):
        client = session_client(member)
        response = client.get("/api/v1/me", headers={"authorization": "Bearer gw_unknown"})
        assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")
        assert 'error="invalid_token"' in response["WWW-Authenticate"]

    def test_the_token_itself_is_not_kept(self, member):
        row, plaintext = AccessToken.issue(member, label="laptop")
        assert plaintext.startswith("gw_")
        assert len(plaintext) > 40
        assert plaintext not in str(vars(row))

    def test_a_token_ends(self, member):
        now = timezone.now()
        _, past = AccessToken.issue(member, label="past", expires_at=now - timedelta(seconds=1))
        _, later = AccessToken.issue(member, label="later", expires_at=now + timedelta(minutes=1))
        statuses = [Client(headers={"authorization": f"Bearer {t}"}).get("/api/v1/me").status_code for t in (past, later)]
        assert statuses == [401, 200]

    def test_a_token_is_revoked_once(self, member):
        row, plaintext = AccessToken.issue(member, label="lost")
        row.revoke()
        first = row.revoked_at
        row.revoke()
        assert row.revoked_at == first
        assert Client(headers={"authorization": f"Bearer {plaintext}"}).get("/api/v1/me").status_code == 401

    @pytest.mark.parametrize("whose", ["member", "user", "clinic"])
    @pytest.mark.parametrize("door", [token_client, session_client])
    def test_nobody_inactive_comes_in(self, member, whose, door):
        client = door(member)
        assert client.get("/api/v1/me").status_code == 200
        row = {"member": member, "user": member.user, "clinic": member.clinic}[whose]
        row.is_active = False
        row.save()
        assert client.get("/api/v1/me").status_code == 401

    def test_who_belongs_to_no_clinic_stays_outside(self, db):
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("root"))
        assert client.get("/api/v1/me").status_code == 401

    def test_a_session_acts_for_the_chosen_clinic_while_it_is_usable(self, member, summit):
        second = make_member(summit, Role.MANAGER, username="unused")
        second.user = member.user
        second.save()
        client = session_client(member)
        assert client.get("/api/v1/me").json()["clinic"]["slug"] == "harbour"
        session = client.session
        session["clinic_id"] = str(summit.pk)
        session.save()
        assert client.get("/api/v1/me").json()["clinic"]["slug"] == "summit"
        second.is_active = False
        second.save()
        assert client.get("/api/v1/me").json()["clinic"]["slug"] == "harbour"

    def test_a_session_cannot_choose_a_clinic_of_others(self, member, summit):
        client = session_client(member)
        session = client.session
        session["clinic_id"] = str(summit.pk)
        session.save()
        assert client.get("/api/v1/me").json()["clinic"]["slug"] == "harbour"

    def test_a_session_that_changes_needs_the_csrf_token(self, member):
        client = session_client(member, enforce_csrf_checks=True)
        assert client.post("/api/v1/thing", {}, content_type="application/json").status_code == 403
        client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
        headers = {"x-csrftoken": "a" * 32}
        response = client.post("/api/v1/thing", {}, content_type="application/json", headers=headers)
        assert response.status_code == 201, response.content

    def test_signing_in_with_a_token_costs_two_queries(self, client, django_assert_num_queries):
        with django_assert_num_queries(2):  # the token, and the count of requests
            client.get("/api/v1/thing")


class TestPermissions:
    def test_the_declared_one_is_asked_for(self, harbour):
        client = token_client(make_member(harbour, Role.FRONT_DESK))
        assert client.get("/api/v1/thing").status_code == 200
        response = client.post("/api/v1/thing", {}, content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (403, "not_permitted")
        assert "write_examination" in response.json()["detail"]

    def test_before_the_body_is_read(self, harbour):
        client = token_client(make_member(harbour, Role.FRONT_DESK))
        assert client.post("/api/v1/thing", "{broken", content_type="application/json").status_code == 403

    def test_none_means_that_being_signed_in_is_enough(self, harbour):
        client = token_client(make_member(harbour, Role.AUDITOR))
        assert client.patch("/api/v1/thing", headers={"if-match": 'W/"3"'}).status_code == 200
        assert client.get("/api/v1/thing").status_code == 403

    def test_what_is_not_declared_is_refused(self, client):
        assert client.get("/api/v1/undeclared").status_code == 403

    def test_head_takes_what_get_takes(self, client, harbour):
        response = client.head("/api/v1/thing")
        assert (response.status_code, response.content, response["ETag"]) == (200, b"", 'W/"3"')
        assert token_client(make_member(harbour, Role.AUDITOR)).head("/api/v1/thing").status_code == 403

    def test_options_tell_what_is_offered(self, client):
        response = client.options("/api/v1/thing")
        assert (response.status_code, response.content) == (204, b"")
        assert response["Allow"] == "GET, POST, PATCH, HEAD, OPTIONS"
        assert Client().options("/api/v1/thing").status_code == 401


class TestAnswers:
    def test_nothing_clinical_is_kept_on_the_way(self, client):
        assert client.get("/api/v1/thing")["Cache-Control"] == "no-store"

    def test_a_representation_has_its_etag_and_headers(self, client):
        response = client.post("/api/v1/thing", {"a": 1}, content_type="application/json")
        assert (response.status_code, response["ETag"], response["Location"]) == (201, 'W/"3"', "/x")

    @pytest.mark.parametrize("known", ['W/"3"', '"3"', 'W/"2", W/"3"', "*"])
    def test_304_to_a_reader_who_has_it(self, client, known):
        response = client.get("/api/v1/thing", headers={"if-none-match": known})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", 'W/"3"')

    @pytest.mark.parametrize("known", ['W/"2"', '"33"', "3", "", '"', "W/"])
    def test_200_to_a_reader_who_has_not(self, client, known):
        assert client.get("/api/v1/thing", headers={"if-none-match": known}).status_code == 200

    @pytest.mark.parametrize(("sent", "status"), [
        ('W/"3"', 200), ('"3"', 200), (None, 428), ("", 428), ("*", 428), ("3", 400), ('W/"3', 400), ('W/"3", W/"4"', 400),
        ('W/"abc"', 412), ('W/""', 412), ('W/"0"', 412), ('W/"-1"', 412), ('W/"99999999999999999999"', 412), ('W/"٣"', 400),
    ])  # fmt: skip
    def test_a_change_names_the_revision_it_has_seen(self, client, sent, status):
        headers = {} if sent is None else {"if-match": sent}
        response = client.patch("/api/v1/thing", {}, content_type="application/json", headers=headers)
        assert response.status_code == status
        if status == 200:
            assert response.json() == {"expected": 3}


class TestRequestIds:
    @pytest.mark.parametrize("given", ["abc", "A.b_c-9", "x" * 64])
    def test_the_callers_is_kept(self, client, given):
        assert client.get("/healthz", headers={"x-request-id": given})["X-Request-Id"] == given

    @pytest.mark.parametrize("given", ["", "x" * 65, "two words", "line\tbreak", "ä", "../../etc"])
    def test_an_odd_one_is_replaced(self, client, given):
        made = client.get("/healthz", headers={"x-request-id": given})["X-Request-Id"]
        assert made != given
        assert len(made) == 36

    def test_stands_in_every_line_of_the_log(self, client, monkeypatch):
        bound: list[dict[str, object]] = []
        monkeypatch.setitem(ACTS, "note", lambda: bound.append(get_contextvars()))
        client.get("/api/v1/act/note", headers={"x-request-id": "from-outside"})
        assert bound == [{"request_id": "from-outside"}]
        assert get_contextvars() == {}

    def test_each_request_has_its_own(self, client):
        assert client.get("/healthz")["X-Request-Id"] != client.get("/healthz")["X-Request-Id"]


class TestBodies:
    def post(self, client, body, **options):
        return client.post("/api/v1/thing", body, **{"content_type": "application/json", **options})

    def test_comes_as_data_and_as_bytes(self, client):
        body = json.dumps({"name": "Ana María", "list": [1, 2.5, None, True]}).encode()
        assert self.post(client, body).json() == {"data": json.loads(body), "bytes": len(body)}

    def test_none_is_not_taken_for_an_empty_document(self, client):
        answer = self.post(client, b"")
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")

    def test_the_last_of_two_members_counts(self, client):
        assert self.post(client, b'{"a": 1, "a": 2}').json()["data"] == {"a": 2}

    @pytest.mark.parametrize(("size", "status"), [(1_000, 201), (1_001, 413), (5_000_000, 413)])
    def test_of_a_bounded_size(self, client, size, status):
        assert self.post(client, b'"' + b"x" * (size - 2) + b'"').status_code == status

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "x"]
    )
    def test_that_is_not_json(self, client, kind):
        response = self.post(client, b"a=1", content_type=kind)
        assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")

    def test_with_a_parameter_to_its_type(self, client):
        assert self.post(client, b"{}", content_type="application/json; charset=utf-8").status_code == 201

    @pytest.mark.parametrize("body", [
        b"{", b"[1,]", b"{}{}", b"NaN", b"Infinity", b"-Infinity", b'{"a": NaN}', b"'a'", b"\xff", b'"\xff"', b'"\\ud800"',
        b"\xef\xbb\xbf{}", b"1e999", b"[" * 900, b"{\"a\":" * 150, b"nul", b'{"a" 1}', b'{a: 1}', b"01", b"+1", b'"\n"', b"\x00",
    ])  # fmt: skip
    def test_that_is_not_well_formed(self, client, body):
        response = self.post(client, body)
        assert (response.status_code, response.json()["code"]) == (400, "malformed")

    def test_says_where_it_breaks(self, client):
        response = self.post(client, b'{\n  "a": 1,\n  "b": oops\n}')
        assert "line 3, column 8" in response.json()["detail"]

    def test_with_nul_characters_names_every_place(self, client):
        response = self.post(client, b'{"a": "x\\u0000", "b/c": [1, "\\u0000"], "d": {"\\u0000": 1}, "ok": "\\\\u0000"}')
        assert response.status_code == 422
        assert {problem["pointer"] for problem in response.json()["errors"]} == {"/a", "/b~1c/1", "/d"}
        assert {problem["code"] for problem in response.json()["errors"]} == {"nul_character"}


def test_two_clinics_do_not_see_each_other(member):
    other = token_client(make_member(make_clinic("summit")))
    assert other.get("/api/v1/me").json()["clinic"]["slug"] == "summit"
