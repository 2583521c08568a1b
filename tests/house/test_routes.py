"""One walk over every operation of the REST interface: whatever is wrong, the answer is a problem, and nothing is written."""

import re

import pytest
from django.test import Client
from django.urls import URLResolver, resolve
from drf_spectacular.generators import SchemaGenerator

from assessments.models import Assessment, Examination, Flag
from clinic.access.roles import permissions_of
from clinic.checks import views_in
from clinic.http.catalogue import CATALOGUE
from clinic.ids import uuid7
from clinic.models import AuditEvent, Role
from clinic.urls import urlpatterns
from clinic.webhooks.services import send_test
from patients.models import IntakeHistory, PriorTreatment
from tests.assessments.examples import open_one
from tests.house.services import subscription
from tests.house.test_services import state

METHODS = ("get", "post", "put", "patch", "delete")
UNKNOWN = str(uuid7())
JSON = {"content_type": "application/json"}
SEEN = {"headers": {"if-match": 'W/"1"'}}


def described(parameter=None):
    """(method, path) of every operation, or of those with a parameter, from the OpenAPI document, without a database."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    found = [(method, path, item[method]) for path, item in document["paths"].items() for method in METHODS if method in item]
    names = {path + method: {given["name"] for given in operation.get("parameters", ())} for method, path, operation in found}
    return [(method, path) for method, path, _ in found if parameter is None or parameter in names[path + method]]


OPERATIONS = described()
CONDITIONAL = described(parameter="If-Match")
ADDRESSED = [(method, path) for method, path in OPERATIONS if "_id}" in path]
WITH_BODY = [(method, path) for method, path in OPERATIONS if method in ("post", "put", "patch")]
LISTS = [(method, path) for method, path in OPERATIONS if method == "get"]
PATHS = sorted({path for _, path in OPERATIONS})


def walk(operations):
    return pytest.mark.parametrize(("method", "path"), operations, ids=[f"{method} {path}" for method, path in operations])


def filled(path, value=UNKNOWN):
    return re.sub(r"\{\w+\}", value, path)


def send(client, method, path, body="{}", **options):
    """Call with a body where the method has one, and with an ETag."""
    sent = {**SEEN, **options}
    return getattr(client, method)(path, **sent) if method == "get" else getattr(client, method)(path, body, **{**JSON, **sent})


def assert_problem(response, *statuses):
    assert response.status_code in statuses, (response.status_code, response.content[:500])
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) - {"errors"} == {"type", "title", "status", "detail", "code", "request_id"}
    assert problem["status"] == response.status_code
    assert problem["code"] in CATALOGUE
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["request_id"] == response["X-Request-Id"]
    assert "no-store" in response["Cache-Control"]
    for error in problem.get("errors", ()):
        assert set(error) == {"pointer", "code", "detail"}
        assert re.fullmatch(r"[a-z][a-z_]*", error["code"])
    return problem


@pytest.fixture
def client(world):
    return world.north.rest(Role.MANAGER)


@pytest.fixture
def unchanged(world):
    """What is stored is the same afterwards; reads may be audited."""
    before = state()
    before.pop(AuditEvent._meta.label)
    yield
    after = state()
    after.pop(AuditEvent._meta.label)
    assert after == before


def test_there_is_something_to_walk():
    assert len(OPERATIONS) > 25
    assert len(list(views_in_table())) <= len(PATHS)


def views_in_table():
    for pattern in urlpatterns:
        if isinstance(pattern, URLResolver):
            yield from views_in(pattern)


@pytest.mark.django_db
@walk(OPERATIONS)
def test_nobody_comes_in_without_signing_in(world, method, path, unchanged):
    assert_problem(send(Client(), method, filled(path)), 401)
    assert_problem(send(Client(headers={"authorization": "Bearer gw_nothing"}), method, filled(path)), 401)


@pytest.mark.django_db
@walk([operation for operation in OPERATIONS if not operation[1].endswith(("/me", "/rules", "/rules/{rule_id}"))])
def test_who_may_only_audit_sees_and_changes_nothing_clinical(world, method, path, unchanged):
    problem = assert_problem(send(world.north.rest(Role.AUDITOR), method, filled(path)), 403)
    assert "auditor" in problem["detail"]


def permission_of(method, path):
    """What the operation requires."""
    view = getattr(resolve(filled(path)).func, "view_class")  # noqa: B009  (Django's types do not know it)
    return view.required[method.upper()]


def may_not():
    """(role, method, path) of everything that a role may not do."""
    for method, path in OPERATIONS:
        needed = permission_of(method, path)
        for role in Role:
            if needed is not None and needed not in permissions_of(role):
                yield pytest.param(role, method, path, id=f"{role} {method} {path}")


@pytest.mark.parametrize(("role", "method", "path"), list(may_not()))
def test_a_role_without_the_permission(world, role, method, path, unchanged):
    problem = assert_problem(send(world.north.rest(role), method, filled(path)), 403)
    assert problem["code"] == "not_permitted"
    assert permission_of(method, path) in problem["detail"]


@walk(ADDRESSED)
def test_what_does_not_exist(client, method, path, unchanged):
    assert_problem(send(client, method, filled(path)), 404, 422)


@walk(ADDRESSED)
@pytest.mark.parametrize("odd", ["7", "x", "%00", "..%2f..", "%ff", "null", "0" * 300])
def test_what_is_no_id(client, method, path, odd, unchanged):
    assert_problem(send(client, method, filled(path, odd)), 404)


MADE_HERE = ("{examination_id}", "{subscription_id}", "{delivery_id}")  # not in the world; each has its test below


@walk([operation for operation in ADDRESSED if not any(name in operation[1] for name in MADE_HERE)])
def test_another_clinics_things_are_as_if_they_did_not_exist(world, method, path, unchanged):
    north = world.north
    keller = north.patient("Keller")
    ids = {
        "patient_id": keller.pk,
        "intake_id": IntakeHistory.objects.filter(patient=keller).latest("id").pk,
        "treatment_id": PriorTreatment.objects.filter(patient=keller).latest("id").pk,
        "assessment_id": Assessment.objects.filter(patient=keller).latest("id").pk,
        "flag_id": Flag.objects.filter(patient=keller).latest("id").pk,
        "rule_id": "no-such-rule",
        "name": "no-such-name",
    }
    stranger = world.south.rest(Role.MANAGER)
    real = send(stranger, method, re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]]), path))
    unreal = send(stranger, method, filled(path))
    problems = [assert_problem(response, 404, 422) for response in (real, unreal)]
    for problem in problems:
        del problem["request_id"]
    assert problems[0] == problems[1]


@walk([operation for operation in ADDRESSED if "{examination_id}" in operation[1]])
def test_another_clinics_examination_is_as_if_it_did_not_exist(world, method, path):
    row = open_one(world.north.therapist, world.north.patient("Keller"))
    stranger = world.south.rest(Role.MANAGER)
    problems = [assert_problem(send(stranger, method, filled(path, key)), 404, 422) for key in (str(row.pk), UNKNOWN)]
    for problem in problems:
        del problem["request_id"]
    assert problems[0] == problems[1]
    row.refresh_from_db()
    assert Examination.objects.get(pk=row.pk).revision == 1


@walk([operation for operation in ADDRESSED if "{subscription_id}" in operation[1] or "{delivery_id}" in operation[1]])
def test_another_clinics_webhook_is_as_if_it_did_not_exist(world, method, path):
    row = subscription(world.north)
    delivery = send_test(by=world.north.manager, subscription_id=row.pk)
    before = state()
    real = path.format(subscription_id=row.pk, delivery_id=delivery.pk)
    stranger = world.south.rest(Role.MANAGER)
    problems = [assert_problem(send(stranger, method, address), 404, 422) for address in (real, filled(path))]
    for problem in problems:
        del problem["request_id"]
    assert problems[0] == problems[1]
    assert state() == before


@walk(WITH_BODY)
@pytest.mark.parametrize("body", ["{", "[1,]", '{"a": NaN}', "\xff", "", "\x00"])
def test_bodies_that_are_not_json(client, method, path, body, unchanged):
    response = send(client, method, filled(path), body.encode("latin-1"))
    if body or not path.endswith("/evaluate"):  # nothing recorded is a case too
        assert_problem(response, 400, 404, *((422,) if body == "" else ()))


@walk(WITH_BODY)
@pytest.mark.parametrize(
    "body", ["[]", "7", '"text"', "true", "null", '{"no_such_member": 1}', '{"a": "\\u0000"}', '{"\\u0000": 1}']
)
def test_bodies_that_are_no_such_document(client, method, path, body, unchanged):
    if body == "[]" and path.endswith("/evaluate"):
        return  # no cases, no answers
    problem = assert_problem(send(client, method, filled(path), body), 404, 422)
    assert problem["status"] == 404 or problem["errors"]


@walk(WITH_BODY)
def test_bodies_that_are_too_large(client, method, path, unchanged):
    body = b'{"x": "' + b"y" * 5_000_000 + b'"}'
    assert_problem(send(client, method, filled(path), body), 413, 404)


@walk(WITH_BODY)
def test_bodies_of_another_type(client, method, path, unchanged):
    assert_problem(send(client, method, filled(path), "a=1", content_type="text/plain"), 415, 404)


@walk([operation for operation in WITH_BODY if operation[0] == "patch"])
def test_a_change_without_if_match(client, method, path, unchanged):
    assert_problem(send(client, method, filled(path), headers={}), 428)


BAD_TAGS = {"": 428, "*": 428, "3": 400, 'W/"1", W/"2"': 400, 'W/"': 400, '"x"': 412, 'W/"0"': 412, 'W/"99999999999"': 412}


@walk(CONDITIONAL)
@pytest.mark.parametrize(("tag", "status"), BAD_TAGS.items())
def test_a_change_with_an_if_match_that_is_no_revision(client, method, path, tag, status, unchanged):
    assert_problem(send(client, method, filled(path), headers={"if-match": tag}), status)


@walk(CONDITIONAL)
def test_a_change_of_state_without_if_match(client, method, path, unchanged):
    assert_problem(send(client, method, filled(path), headers={}), 428)


@walk(LISTS)
def test_query_parameters_that_do_not_exist(client, method, path, unchanged):
    problem = assert_problem(client.get(f"{filled(path)}?no_such_parameter=1"), 422, 404)
    assert problem["status"] == 404 or problem["errors"][0]["pointer"] == "no_such_parameter"


@pytest.mark.parametrize("path", PATHS)
def test_methods_that_are_not_offered(client, path, unchanged):
    offered = {method for method, known in OPERATIONS if known == path}
    for method in set(METHODS) - offered:
        response = send(client, method, filled(path))
        assert_problem(response, 405)
        assert set(response["Allow"].lower().split(", ")) >= offered
    assert client.options(filled(path)).status_code == 204


@pytest.mark.parametrize("path", PATHS)
def test_media_types_that_are_not_offered(client, path, unchanged):
    for method in (method for method, known in OPERATIONS if known == path):
        assert_problem(send(client, method, filled(path), headers={"if-match": 'W/"1"', "accept": "text/html"}), 406)
