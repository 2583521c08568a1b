import pytest
from django.db import OperationalError
from django.test import Client

from clinic.errors import Conflict
from clinic.http.catalogue import CATALOGUE
from clinic.http.problem import document
from tests.clinic.people import session_client, token_client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.clinic.sample_urls")]

FORESEEN = {
    "invalid": (422, "invalid"),
    "specific": (409, "intake_is_ready"),
    "uncatalogued": (409, "brand_new"),
    "unavailable": (503, "unavailable"),
    "http404": (404, "not_found"),
    "permission_denied": (403, "not_permitted"),
    "suspicious": (400, "malformed"),
    "throttled": (429, "rate_limited"),
    "parse_error": (400, "malformed"),
    "validation": (422, "invalid"),
    "rest_not_found": (404, "not_found"),
    "rest_denied": (403, "not_permitted"),
    "rest_authentication": (401, "not_authenticated"),
    "data_error": (422, "invalid"),
    "unique": (409, "conflict"),
    "check": (422, "invalid"),
    "lost_connection": (503, "unavailable"),
    "timeout": (503, "unavailable"),
    "nul": (422, "invalid"),
}
UNFORESEEN = ("integrity", "unforeseen")


def assert_problem(response, status, code):
    """The shape that every error has."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    problem = response.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == response["X-Request-Id"]
    assert response["Cache-Control"] == "no-store"
    assert Client().get(problem["type"]).status_code == 200
    assert "secret" not in response.content.decode()
    assert "Traceback" not in response.content.decode()
    return problem


@pytest.fixture
def client(member):
    return token_client(member)


@pytest.mark.parametrize(("act", "expected"), FORESEEN.items())
def test_what_is_foreseen_is_told(client, act, expected):
    assert_problem(client.get(f"/api/v1/act/{act}"), *expected)


@pytest.mark.parametrize("act", UNFORESEEN)
def test_what_nobody_foresaw_is_a_500_without_a_trace(client, act):
    client.raise_request_exception = False
    assert_problem(client.get(f"/api/v1/act/{act}"), 500, "internal_error")


def test_field_problems_come_all_with_their_pointers(client):
    problem = client.get("/api/v1/act/invalid").json()
    assert problem["errors"] == [{"pointer": "/sex", "code": "unknown_value", "detail": "Say one of: female, male."}]
    assert "errors" not in client.get("/api/v1/act/specific").json()


@pytest.mark.parametrize(("act", "seconds"), [("throttled", "8"), ("unavailable", "2")])
def test_says_when_to_come_back(client, act, seconds):
    assert client.get(f"/api/v1/act/{act}")["Retry-After"] == seconds


class TestAroundTheViews:
    @pytest.mark.parametrize(
        "path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v9/me", "/api/v1/me/", "/api/v1/%ff%fe", "/api/%00"]
    )
    def test_unknown_addresses(self, client, path):
        assert_problem(client.get(path), 404, "not_found")

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_unknown_addresses_of_changes(self, member, method):
        client = session_client(member, enforce_csrf_checks=True)
        assert_problem(client.generic(method, "/api/v1/nothing/42", b"{}", "application/json"), 404, "not_found")

    @pytest.mark.parametrize("path", ["/nothing", "/apis", "/problems/nothing"])
    def test_unknown_pages_stay_pages(self, client, path):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")

    def test_unknown_method(self, client):
        response = client.delete("/api/v1/thing")
        assert_problem(response, 405, "method_not_allowed")
        assert response["Allow"] == "GET, POST, PATCH, HEAD, OPTIONS"

    def test_foreign_host(self):
        assert_problem(Client(headers={"host": "evil.example"}).get("/api/v1/me"), 400, "malformed")

    def test_not_acceptable(self, client):
        assert_problem(client.get("/api/v1/thing", headers={"accept": "text/html"}), 406, "not_acceptable")

    def test_the_reference_is_only_read(self, member):
        response = session_client(member, enforce_csrf_checks=True).post("/api/v1/docs/")
        assert_problem(response, 405, "method_not_allowed")
        assert response["Allow"] == "GET, HEAD"

    @pytest.mark.parametrize("path", ["/api/v1/docs/try/", "/api/v1/openapi.json"])
    def test_errors_of_views_that_are_not_ours(self, client, path):
        assert_problem(client.post(path), 405, "method_not_allowed")
        assert_problem(client.get(path, headers={"accept": "image/png"}), 406, "not_acceptable")

    def test_are_told_in_one_language(self, client):
        answers = [client.delete("/api/v1/thing", headers={"accept-language": tongue}).json() for tongue in ("en", "es")]
        assert answers[0]["detail"] == answers[1]["detail"]

    @pytest.mark.parametrize(
        "kind", ["multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
    )
    def test_a_form_of_a_session(self, member, kind):
        client = session_client(member, enforce_csrf_checks=True)
        for body in (b"--x\r\nbroken", b"a=" + b"x" * 3_000_000, b"&".join(b"a=1" for _ in range(2_000))):
            response = client.post("/api/v1/thing", body, content_type=kind)
            assert response["Content-Type"] == "application/problem+json"
            assert response.status_code in (400, 403, 413, 415)

    def test_csrf(self, member):
        client = session_client(member, enforce_csrf_checks=True)
        problem = assert_problem(client.post("/api/v1/thing", {}, content_type="application/json"), 403, "csrf_failed")
        assert "CSRF" in problem["detail"]

    def test_site_wide_500(self, client, monkeypatch):
        monkeypatch.setattr("clinic.http.views.ClinicView.dispatch", lambda *_, **__: 1 / 0)
        client.raise_request_exception = False
        assert_problem(client.get("/api/v1/thing"), 500, "internal_error")

    def test_a_session_that_cannot_be_read_while_the_database_is_away(self, member, monkeypatch):
        def away(*_):
            raise OperationalError("secret")

        client = session_client(member)
        monkeypatch.setattr("clinic.access.middleware.actor_of_session", away)
        client.raise_request_exception = False
        response = client.get("/api/v1/thing")
        monkeypatch.undo()
        assert_problem(response, 503, "unavailable")
        assert response["Retry-After"] == "2"

    def test_broken_query_string(self, client):
        assert_problem(client.get("/api/v1/clinics?cursor=%ff%00"), 422, "invalid")


def test_an_uncatalogued_code_still_has_a_page_to_point_to():
    assert document(Conflict("x", code="brand_new"), "r")["type"] == "/problems/conflict"


def test_the_catalogue_lists_every_code():
    page = Client().get("/problems/").content.decode()
    assert all(f"/problems/{code}" in page for code in CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_a_page_that_says_what_to_do(code):
    page = Client().get(f"/problems/{code}").content.decode()
    assert code in page
    assert CATALOGUE[code].meaning.split(".")[0].split("'")[0] in page
