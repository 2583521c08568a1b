"""Pages of a list, and query parameters."""

import uuid
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from clinic.errors import Invalid
from clinic.http.parameters import Parameters
from clinic.models import Clinic
from tests.clinic.people import make_clinic, token_client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.clinic.sample_urls")]


@pytest.fixture
def client(member):
    return token_client(member)


@pytest.fixture
def clinics(member):
    for number in range(7):
        make_clinic(f"c{number}")
    return list(Clinic.objects.order_by("id").values_list("slug", flat=True))


def path_of(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


class TestPages:
    def test_one_after_the_other_give_everything_once(self, client, clinics):
        found: list[str] = []
        address = "/api/v1/clinics?limit=3"
        while address:
            answer = client.get(path_of(address)).json()
            assert len(answer["items"]) <= 3
            found, address = found + answer["items"], answer["next"]
        assert found == clinics

    def test_next_is_an_absolute_address_on_the_public_base_with_all_parameters(self, client, clinics, settings):
        settings.PUBLIC_URL = "https://clinic.example"
        address = client.get("/api/v1/clinics?limit=2&colour=red").json()["next"]
        assert address.startswith("https://clinic.example/api/v1/clinics?")
        assert {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}.items() >= {
            "limit": "2",
            "colour": "red",
        }.items()

    def test_a_last_page_that_is_full_has_no_next(self, client, clinics):
        assert client.get(f"/api/v1/clinics?limit={len(clinics)}").json()["next"] is None

    def test_a_new_row_does_not_shift_the_pages(self, client, clinics):
        address = client.get("/api/v1/clinics?limit=3").json()["next"]
        make_clinic("late")
        assert client.get(path_of(address)).json()["items"] == clinics[3:6]

    @pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", "٣", "9" * 30])
    def test_are_bounded(self, client, limit):
        response = client.get(f"/api/v1/clinics?limit={limit}")
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "limit")

    @pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "ä", "a" * 300, "AZ%2FQ", "=", "AZo_OFnCdN2VZ_q4Qk8Y_w=x"])
    def test_begin_where_we_said(self, client, cursor):
        response = client.get(f"/api/v1/clinics?cursor={cursor}")
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "cursor")

    def test_cost_the_same_wherever_they_are(self, client, clinics, django_assert_num_queries):
        address = "/api/v1/clinics?limit=2"
        for _ in range(3):
            with django_assert_num_queries(3):  # the token, the count of requests, the page
                address = path_of(client.get(address).json()["next"])


class TestParameters:
    def given(self, query, *known):
        return Parameters(Request(APIRequestFactory().get(f"/?{query}")), known or ("a", "b"))

    def test_an_unknown_and_a_repeated_one_are_told_together(self, client):
        problems = client.get("/api/v1/clinics?color=red&limit=1&limit=2").json()["errors"]
        assert {(problem["pointer"], problem["code"]) for problem in problems} == {("color", "unknown"), ("limit", "repeated")}

    def test_that_is_absent_is_none(self):
        given = self.given("")
        assert given.text("a") is given.integer("a", 0, 9) is given.date("a") is given.flag("a") is given.id("a") is None

    @pytest.mark.parametrize("query", ["a=", "a=%20"])
    @pytest.mark.parametrize("kind", ["text", "date", "instant", "flag", "id"])
    def test_that_is_empty_is_refused(self, query, kind):
        with pytest.raises(Invalid) as refused:
            getattr(self.given(query), kind)("a")
        assert refused.value.problems[0].pointer == "a"

    def test_values(self):
        some = uuid.uuid4()
        assert self.given("a=%20x%20y").text("a") == "x y"
        assert self.given("a=7").integer("a", 0, 9) == 7
        assert self.given("a=2026-03-01").date("a") == date(2026, 3, 1)
        assert self.given("a=2026-03-01T10:00:00Z").instant("a") == datetime(2026, 3, 1, 10, tzinfo=UTC)
        assert self.given("a=false").flag("a") is False
        assert self.given("a=true").flag("a") is True
        assert self.given(f"a={some}").id("a") == some
        assert self.given("a=red").choice("a", ("red", "blue")) == "red"

    @pytest.mark.parametrize(
        ("query", "ask"),
        [
            ("a=x%00y", lambda p: p.text("a")),
            ("a=" + "x" * 201, lambda p: p.text("a")),
            ("a=10", lambda p: p.integer("a", 0, 9)),
            ("a=2026-02-30", lambda p: p.date("a")),
            ("a=yesterday", lambda p: p.date("a")),
            ("a=2026-03-01T10:00:00", lambda p: p.instant("a")),
            ("a=2026-03-01T25:00:00Z", lambda p: p.instant("a")),
            ("a=yes", lambda p: p.flag("a")),
            ("a=7", lambda p: p.id("a")),
            ("a=green", lambda p: p.choice("a", ("red", "blue"))),
        ],
    )
    def test_values_that_are_none(self, query, ask):
        with pytest.raises(Invalid) as raised:
            ask(self.given(query))
        assert raised.value.problems[0].pointer == "a"
