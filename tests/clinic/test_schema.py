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
from clinic.http.operation_ids import operation_id
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


def test_every_handler_of_every_view_is_described(document):
    handlers = [(view, method) for view in views_in(get_resolver()) for method in METHODS if hasattr(view, method)]
    assert len(operations(document)) == len(handlers) > 35


def test_operation_ids_are_a_verb_and_a_noun_and_unique(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in ids)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/v1/me", "get_me"),
        ("GET", "/api/v1/patients", "list_patients"),
        ("POST", "/api/v1/patients", "create_patient"),
        ("PATCH", "/api/v1/patients/{patient_id}", "update_patient"),
        ("GET", "/api/v1/patients/{patient_id}/prior-treatments", "list_patient_prior_treatments"),
        ("POST", "/api/v1/patients/{patient_id}/prior-treatments", "create_patient_prior_treatment"),
        ("GET", "/api/v1/patients/{patient_id}/assessment", "get_patient_assessment"),
        ("POST", "/api/v1/examinations/{examination_id}/sign", "sign_examination"),
        ("POST", "/api/v1/examinations/{examination_id}/enter-in-error", "enter_examination_in_error"),
        ("PUT", "/api/v1/rules/{rule_id}/local-defaults/{name}", "set_rule_local_default"),
        ("GET", "/api/v1/deliveries/{delivery_id}", "get_delivery"),
    ],
)
def test_operation_ids_come_from_the_address(method, path, expected):
    assert operation_id(method, path) == expected


def test_every_tag_is_explained(document):
    told = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert {tag for _, _, operation in operations(document) for tag in operation["tags"]} == told


def test_every_operation_is_explained_and_says_what_its_parameters_are(document):
    for path, method, operation in operations(document):
        assert operation.get("description"), (method, path)
        for given in operation.get("parameters", ()):
            assert given.get("description"), (method, path, given["name"])


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
        responses = {status: resolved(document, response) for status, response in operation["responses"].items()}
        expected = {"401", "403", "406", "429", "500", "503", "422"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"400", "413", "415"} if method in ("post", "put", "patch") else set()
        assert expected <= set(responses), (method, path)
        assert all("RateLimit-Remaining" in response["headers"] for response in responses.values()), (method, path)
        for status, response in responses.items():
            assert response["headers"]["X-Request-Id"]["required"], (method, path, status)
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (method, path, status)


def resolved(document, response):
    """The response itself, where there is a reference to it."""
    name = response.get("$ref", "").removeprefix("#/components/responses/")
    return document["components"]["responses"][name] if name else response


def codes_told(document):
    """(operation id, status, code) of every error that an operation is said to answer with."""
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            content = resolved(document, response).get("content", {}).get("application/problem+json", {"examples": {}})
            for code, example in content["examples"].items():
                assert example["value"]["code"] == code
                yield operation["operationId"], status, code


def test_every_code_of_the_catalogue_is_told_with_its_status_by_an_operation(document):
    told = {(code, int(status)) for _, status, code in codes_told(document)}
    expected = {(code, entry.status) for code, entry in CATALOGUE.items() if code not in NEVER_OF_AN_OPERATION}
    assert told == expected


NEVER_OF_AN_OPERATION = {"method_not_allowed"}
"""What only an address can answer with that no operation describes."""


def test_what_a_change_may_leave_out_is_not_required(document):
    schemas = document["components"]["schemas"]
    assert "required" not in schemas["PatchedPatientDocument"] or not schemas["PatchedPatientDocument"]["required"]
    assert {"type": "null"} in schemas["PatchedIntake"]["properties"]["pain_now"]["anyOf"]
    assert "default" not in schemas["PatchedIntake"]["properties"]["hip_flexors_ever_examined"]
    assert schemas["PalpationRequest"]["required"] == ["side", "muscle"]


def test_answers_hold_no_null_for_what_was_not_recorded_and_may_grow(document):
    intake = document["components"]["schemas"]["IntakeAnswer"]
    assert "anyOf" not in intake["properties"]["pain_now"]
    assert "additionalProperties" not in intake
    assert document["components"]["schemas"]["IntakeRequest"]["additionalProperties"] is False


def test_times_are_said_to_be_times(document):
    for name, schema in document["components"]["schemas"].items():
        for member, told in schema.get("properties", {}).items():
            if member in ("as_of", "created_at", "updated_at", "examined_at", "signed_at", "ready_at"):
                kinds = told.get("anyOf", [told])
                assert {"type": "string", "format": "date-time"}.items() <= kinds[0].items(), (name, member)


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
        has_effect = method == "post" and not path.endswith(("/evaluate", "/possible-duplicates"))
        assert ("Idempotency-Key" in taken) == has_effect, (method, path)


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


@pytest.mark.parametrize("path", ["/api/v1/docs/", "/api/v1/docs/try/", "/api/v1/docs/try/?script="])
def test_the_reference_calls_nobody_outside(path):
    response = Client().get(path)
    assert response.status_code == 200
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", response.content.decode()) == []


@pytest.mark.parametrize("path", ["/api/v1/docs/", "/api/v1/docs/try/"])
def test_the_reference_page_has_no_script_of_its_own(path):
    """So that a strict content security policy lets it live."""
    page = Client().get(path).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
