"""Whatever is wrong with a request: the right status, a problem that names the field, and nothing written."""

import json
import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from clinic.access.roles import Role
from tests.assessments.rest import get, ok, patch, pointers, post, problem
from tests.journeys.test_every_field import NAMING, RESOURCES, walked
from tests.world import World

TABLES = [*apps.get_app_config("patients").get_models(), *apps.get_app_config("assessments").get_models()]
TABLES.append(apps.get_model("clinic", "AuditEvent"))
FIVE_MEGABYTES = b'{"chief_complaint": "' + b"x" * 5_000_000 + b'"}'
MALFORMED = [b"{", b'{"a": 1,}', b"[1", b'{"a": NaN}', b"\xff\xfe", b"{'a': 1}", b'{"a": 1} x']


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model.__name__: model._base_manager.count() for model in TABLES}


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.INTEGRATION)


@pytest.fixture
def addresses(world: World, client: Client) -> dict[str, tuple[str, str]]:
    """For each resource where one is made, and where an existing one is changed."""
    keller = world.north.patient("Keller")
    found = {"patient": ("/patients", f"/patients/{keller.pk}")}
    for name in ("intake", "prior_treatment", "examination"):
        made_at = RESOURCES[name][1].format(patient=keller.pk)
        found[name] = made_at, f"{RESOURCES[name][2]}/{ok(post(client, made_at), 201)['id']}"
    return found


def refused_everywhere(client: Client, made_at: str, changed_at: str, body: Any, pointer: str) -> None:
    """POST and PATCH refuse the body and name the field; the evaluation refuses it as part of a case."""
    for answer in (post(client, made_at, body), patch(client, changed_at, body, revision=1)):
        assert pointer in pointers(problem(answer, 422, "invalid")), f"{body} → {answer.content!r}"


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_bound_and_every_type(client: Client, addresses: Any, resource: str) -> None:
    before, (made_at, changed_at) = rows(), addresses[resource]
    for place in walked(resource):
        for wrong in place.wrong():
            refused_everywhere(client, made_at, changed_at, _named(resource, place.wrap(wrong)), place.pointer)
    assert rows() == before


def _named(resource: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"family_name": "Wrong", **body} if resource == "patient" else body


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_field_anywhere(client: Client, addresses: Any, resource: str) -> None:
    before, (made_at, changed_at) = rows(), addresses[resource]
    parents = {place.path[:-1]: place for place in walked(resource)}
    for parent, place in parents.items():
        body = place.wrap(place.values()[0])
        inner: Any = body
        for step in parent:
            inner = inner[step]
        inner["colour"] = "red"
        pointer = "".join(f"/{step}" for step in (*parent, "colour"))
        refused_everywhere(client, made_at, changed_at, _named(resource, body), pointer)
    assert rows() == before


def test_all_problems_are_told_at_once(client: Client, addresses: Any) -> None:
    body = {"pain_now": 11, "pain_side": "up", "safety": {"answers": {"cancer_history": "maybe"}}, "colour": "red"}
    document = problem(post(client, addresses["intake"][0], body), 422, "invalid")
    assert set(pointers(document)) == {"/pain_now", "/pain_side", "/safety/answers/cancer_history", "/colour"}
    assert document["request_id"]
    assert get(client, "/../.." + document["type"]).status_code in (200, 404)


def test_a_flood_of_problems_is_told_in_part(client: Client, addresses: Any) -> None:
    flood = dict.fromkeys(map(str, range(20_000)), 1)
    for made_at, changed_at in addresses.values():
        for answer in (post(client, made_at, flood), patch(client, changed_at, flood, revision=1)):
            assert len(pointers(problem(answer, 422, "invalid"))) == 500
    assert len(pointers(problem(post(client, "/evaluate", {"prior_treatments": [flood] * 9}), 422, "invalid"))) == 500


@pytest.mark.parametrize("raw", MALFORMED)
def test_what_is_no_json(client: Client, addresses: Any, raw: bytes) -> None:
    before = rows()
    for made_at, changed_at in addresses.values():
        problem(post(client, made_at, raw), 400, "malformed")
        problem(patch(client, changed_at, raw, revision=1), 400, "malformed")
    problem(post(client, "/evaluate", raw), 400, "malformed")
    assert rows() == before


@pytest.mark.parametrize("body", [[], "text", 7, True])
def test_what_is_no_object(client: Client, addresses: Any, body: Any) -> None:
    before = rows()
    for made_at, changed_at in addresses.values():
        assert pointers(problem(post(client, made_at, json.dumps(body).encode()), 422, "invalid")) == [""]
        assert pointers(problem(patch(client, changed_at, json.dumps(body).encode(), revision=1), 422, "invalid")) == [""]
    assert rows() == before


def test_five_megabytes(client: Client, addresses: Any) -> None:
    before = rows()
    for made_at, changed_at in addresses.values():
        problem(post(client, made_at, FIVE_MEGABYTES), 413, "too_large")
        problem(patch(client, changed_at, FIVE_MEGABYTES, revision=1), 413, "too_large")
    problem(post(client, "/evaluate", FIVE_MEGABYTES), 413, "too_large")
    assert rows() == before


def chunked(client: Client, path: str, raw: bytes) -> Any:
    """POST a body without saying how long it is."""
    extra: Any = {"wsgi.input": BytesIO(raw), "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    return client.generic("POST", f"/api/v1{path}", raw, "application/json", **extra)


def test_a_body_without_its_length_is_read_all_the_same(client: Client, addresses: Any) -> None:
    made_at = addresses["prior_treatment"][0]
    assert ok(chunked(client, made_at, b'{"sessions_min": 11}'), 201)["sessions_min"] == 11
    before = rows()
    assert pointers(problem(chunked(client, made_at, b'{"sessions_min": -1}'), 422, "invalid")) == ["/sessions_min"]
    problem(chunked(client, made_at, FIVE_MEGABYTES), 413, "too_large")
    problem(chunked(client, made_at, b'{"sessions_min": 1'), 400, "malformed")
    assert rows() == before


def test_deep_nesting_is_refused_and_not_a_fault(client: Client, addresses: Any) -> None:
    raw = b'{"safety": ' * 5000 + b"1" + b"}" * 5000
    for made_at, changed_at in addresses.values():
        assert post(client, made_at, raw).status_code in (400, 422)
        assert patch(client, changed_at, raw, revision=1).status_code in (400, 422)
    assert post(client, "/evaluate", raw).status_code in (400, 422)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-06-01T00:00:00Z"])
def test_times_at_the_ends_of_the_calendar(client: Client, addresses: Any, time: str) -> None:
    before, (made_at, changed_at) = rows(), addresses["examination"]
    refused_everywhere(client, made_at, changed_at, {"examined_at": time}, "/examined_at")
    case = {"as_of": "2026-03-02T10:00:00Z", "examination": {"examined_at": time}}
    assert pointers(problem(post(client, "/evaluate", case), 422, "invalid")) == ["/examination/examined_at"]
    assert pointers(problem(post(client, "/evaluate", {"as_of": time}), 422, "invalid")) == ["/as_of"]
    assert rows() == before


def unknown_addresses(patient: object, thing: object, flag: object) -> Iterator[tuple[str, str]]:
    """Every address that takes an id, with a method it offers."""
    for name in ("intakes", "prior-treatments", "examinations", "assessments"):
        yield "GET", f"/patients/{patient}/{name}"
        yield "POST", f"/patients/{patient}/{name}"
    yield "GET", f"/patients/{patient}/assessment"
    yield "GET", f"/patients/{patient}"
    for name in ("intakes", "prior-treatments", "examinations"):
        yield "GET", f"/{name}/{thing}"
        yield "PATCH", f"/{name}/{thing}"
    yield "GET", f"/assessments/{thing}"
    yield "POST", f"/intakes/{thing}/ready"
    yield "POST", f"/examinations/{thing}/sign"
    yield "GET", f"/flags/{flag}"
    yield "POST", f"/flags/{flag}/acknowledge"


@pytest.mark.parametrize("other", ["unknown", "another clinic's"])
def test_an_id_that_is_not_here(world: World, client: Client, addresses: Any, other: str) -> None:
    stranger = world.south.rest(Role.INTEGRATION) if other == "another clinic's" else client
    foreign = list(_foreign(world, client, addresses, other))
    before = rows()
    for method, address in foreign:
        answer = stranger.generic(method, f"/api/v1{address}", b"{}", "application/json", headers={"If-Match": 'W/"1"'})
        problem(answer, 404, "not_found")
    assert rows() == before


def _foreign(world: World, client: Client, addresses: Any, other: str) -> Iterator[tuple[str, str]]:
    if other == "unknown":
        yield from unknown_addresses(uuid.uuid4(), uuid.uuid4(), uuid.uuid4())
        return
    patient = world.north.patient("Keller").pk
    flag = ok(get(client, f"/flags?patient_id={patient}"))["items"][0]["id"]
    theirs = {name: changed_at.rsplit("/", 1)[1] for name, (_, changed_at) in addresses.items()}
    things = {"/intakes": "intake", "/prior-treatments": "prior_treatment", "/examinations": "examination"}
    for method, address in unknown_addresses(patient, "THING", flag):
        kind = next((name for prefix, name in things.items() if address.startswith(prefix)), None)
        assessment = ok(get(client, f"/patients/{patient}/assessment"))["id"]
        yield method, address.replace("THING", theirs[kind] if kind else assessment)


WRONG_REMOVALS = [
    ({"muscle": "psoas_maior", "side": "left", "tenderness": None}, "/muscle"),
    ({"side": "left", "tenderness": None}, "/muscle"),
    ({"muscle": "psoas_major", "side": "left", "tenderness": None, "colour": "red"}, "/colour"),
    ({"muscle": "psoas_major", "side": "left", "tenderness": {}}, "/tenderness"),
    ({"muscle": "psoas_major", "side": "left", "tenderness": "not_asked"}, "/tenderness"),
    ({"muscle": "psoas_major", "side": "left", "tenderness": None, "note": 7}, "/note"),
]


@pytest.mark.parametrize(("item", "pointer"), WRONG_REMOVALS)
def test_a_slip_does_not_pass_for_a_removal(client: Client, addresses: Any, item: Any, pointer: str) -> None:
    address = addresses["examination"][1]
    tender = {"muscle": "psoas_major", "side": "left", "tenderness": 3}
    ok(patch(client, address, {"palpation": [tender]}, revision=1))
    answer = patch(client, address, {"palpation": [{"muscle": "iliacus", "side": "left", "tenderness": 1}, item]}, revision=2)
    assert pointers(problem(answer, 422, "invalid")) == [f"/palpation/1{pointer}"]
    assert ok(get(client, address))["palpation"] == [tender]


def test_what_is_no_id_at_all(client: Client) -> None:
    for address in ("/patients/42", "/examinations/x", "/flags/..%2f", "/assessments/0"):
        problem(get(client, address), 404, "not_found")


def test_an_intake_of_another_patient_is_not_corrected(world: World, client: Client) -> None:
    okafor = world.north.intake("Okafor")
    keller = world.north.patient("Keller").pk
    before = rows()
    problem(post(client, f"/patients/{keller}/intakes", {"corrects": str(okafor.pk)}), 404, "not_found")
    assert rows() == before


def test_every_item_of_a_list_has_its_name_in_the_walk() -> None:
    assert {struct.__name__ for struct in NAMING} >= {"Sport", "SafetyReview", "Palpation", "SpecialTest"}


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_change_without_a_body_changes_nothing(client: Client, addresses: Any, resource: str) -> None:
    changed_at = addresses[resource][1]
    before = ok(get(client, changed_at))
    problem(patch(client, changed_at, b"", revision=before["revision"]), 400, "malformed")
    assert ok(get(client, changed_at)) == before
