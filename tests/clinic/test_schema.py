"""The description of the REST interface says what the interface does."""

import json
import re
from io import StringIO

import msgspec
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from clinic.checks import views_in
from clinic.http.catalogue import CATALOGUE
from clinic.http.schema import items_of
from clinic.models import Role
from tests.clinic.people import make_member, token_client

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document():
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.oai.openapi+json"
    return json.loads(response.content)


def test_is_made_once(monkeypatch, document):
    monkeypatch.setattr("clinic.http.reference.SchemaGenerator", None)
    assert Client().get("/api/v1/openapi.json").json() == document


def test_is_given_as_plain_json_too():
    response = Client().get("/api/v1/openapi.json", headers={"accept": "application/json"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def operations(document):
    return [(path, method, item[method]) for path, item in document["paths"].items() for method in METHODS if method in item]


def test_is_valid_openapi_without_a_warning():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")


def test_every_view_is_described(document):
    views = set(views_in(get_resolver()))
    described = {operation["operationId"].rpartition("_")[0] for _, _, operation in operations(document)}
    expected = {re.sub(r"(?<!^)([A-Z])", r"_\1", view.__name__.removesuffix("View")).lower() for view in views}
    assert described == expected


def test_operation_ids_are_unique_words(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z_0-9]*_(?:get|post|put|patch|delete)", name) for name in ids)


def test_every_operation_says_what_it_does_and_needs_signing_in(document):
    for path, method, operation in operations(document):
        assert operation.get("summary"), (method, path)
        assert operation["security"] == [{"bearer": []}, {"session": []}], (method, path)


def test_every_reference_leads_somewhere(document):
    text = json.dumps(document)
    named = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', text))
    assert named <= set(document["components"]["schemas"])
    assert "Problem" in named


def test_every_operation_tells_its_problems(document):
    for path, method, operation in operations(document):
        responses = operation["responses"]
        expected = {"401", "403", "406", "500", "503", "422"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"400", "413", "415"} if method in ("post", "put", "patch") else set()
        assert expected <= set(responses), (method, path)
        for status, response in responses.items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (method, path, status)


def test_every_success_has_a_schema(document):
    for path, method, operation in operations(document):
        good = {status: response for status, response in operation["responses"].items() if status < "300"}
        assert good, (method, path)
        for status, response in good.items():
            assert status == "204" or "schema" in response["content"]["application/json"], (method, path, status)


def test_who_sends_a_body_is_told_its_shape(document):
    for path, method, operation in operations(document):
        if method in ("put", "patch"):
            assert "$ref" in operation["requestBody"]["content"]["application/json"]["schema"], (method, path)


def test_who_changes_something_is_told_of_if_match(document):
    for path, method, operation in operations(document):
        if method == "patch":
            assert "If-Match" in [given["name"] for given in operation["parameters"]], path
            assert {"409", "412", "428"} <= set(operation["responses"]), path


def test_a_post_with_an_effect_takes_an_idempotency_key(document):
    for path, method, operation in operations(document):
        taken = [given["name"] for given in operation.get("parameters", ()) if given["in"] == "header"]
        assert ("Idempotency-Key" in taken) == (method == "post" and not path.endswith("/evaluate")), (method, path)


def test_the_problem_in_the_document_is_the_problem_that_comes(document, db):
    members = document["components"]["schemas"]["Problem"]["properties"]
    problem = Client().get("/api/v1/me").json()
    assert set(problem) | {"errors"} == set(members)
    assert problem["code"] in CATALOGUE


def test_me_in_the_document_is_the_me_that_comes(document, harbour):
    answer = token_client(make_member(harbour, Role.MANAGER)).get("/api/v1/me").json()
    assert set(answer) == set(document["components"]["schemas"]["Me"]["properties"])
    assert set(answer["clinic"]) == set(document["components"]["schemas"]["MyClinic"]["properties"])


def test_a_page_of_things_has_a_name_of_its_own():
    class Thing(msgspec.Struct):
        """A thing."""

    page = items_of(Thing)
    assert page.__name__ == "ThingPage"
    assert page.__struct_fields__ == ("items", "next")


@pytest.mark.parametrize("path", ["/api/v1/docs/", "/api/v1/docs/?script="])
def test_the_reference_calls_nobody_outside(path):
    response = Client().get(path)
    assert response.status_code == 200
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", response.content.decode()) == []


def test_the_reference_page_has_no_script_of_its_own():
    """So that a strict content security policy lets it live."""
    page = Client().get("/api/v1/docs/").content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
