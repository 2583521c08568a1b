"""Evaluating without storing, and the rules, over REST."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments import examples
from assessments.case import Case
from assessments.engine import CATALOGUE, RULE_SET_VERSION, evaluate
from assessments.representations import Evaluation, RuleAnswer, Rules
from assessments.views.evaluation import EvaluatedOne
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import read
from tests.assessments.rest import as_described, get, ok, pointers, post, problem
from tests.world import World

CASE: dict[str, Any] = examples.CASE.value


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.INTEGRATION)


def test_a_case_gets_the_assessment_that_the_core_gives(client: Client) -> None:
    answer = post(client, "/evaluate", CASE)
    found = ok(answer)
    assert found == json.loads(evaluate(read(Case, CASE)).to_json())
    as_described(found, Evaluation)


def test_the_empty_case_is_a_case(client: Client) -> None:
    assert ok(post(client, "/evaluate", {}))["gate"] == "incomplete"


def test_nothing_is_stored_but_that_the_call_was_made(client: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        ok(post(client, "/evaluate", [CASE, 7]))
    writes = [query["sql"].split()[:3] for query in seen if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert sorted(words[2].strip('"') for words in writes) == ["clinic_auditevent", "clinic_requestcount"]
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.patient_id, event.details) == ("case.evaluated", None, {"cases": 2, "refused": 1})


def test_a_case_that_cannot_be_evaluated_does_not_spoil_the_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_for_the_old(case: Case) -> Any:
        if case.patient.birth_date is not None:
            raise RuntimeError("nobody foresaw this")
        return evaluate(case)

    monkeypatch.setattr("assessments.views.evaluation.evaluate", fail_for_the_old)
    found = ok(post(client, "/evaluate", [{}, {"patient": {"birth_date": "1979-03-14"}}, {}]))
    assert [list(item) for item in found] == [["assessment"], ["problem"], ["assessment"]]
    assert (found[1]["problem"]["code"], found[1]["problem"]["status"]) == ("internal_error", 500)
    assert "foresaw" not in json.dumps(found)


def test_a_thousand_cases_with_malformed_ones_among_them_keep_their_places(client: Client) -> None:
    wrong: list[Any] = [7, None, [], "x", {"intake": {"pain_now": 11}}, {"patient": {"birth_date": "soon"}}, {"no_such": 1}]
    sent = [wrong[place % len(wrong)] if place % 3 == 0 else CASE for place in range(1000)]
    found = ok(post(client, "/evaluate", sent))
    assert [("problem" in item) for item in found] == [place % 3 == 0 for place in range(1000)]


def test_a_list_is_answered_in_order_with_problems_in_their_places(client: Client) -> None:
    bad = {"intake": {"pain_now": 11}}
    found = ok(post(client, "/evaluate", [CASE, bad, {}, 7]))
    assert [list(item) for item in found] == [["assessment"], ["problem"], ["assessment"], ["problem"]]
    assert found[0]["assessment"] == ok(post(client, "/evaluate", CASE))
    assert (found[1]["problem"]["status"], pointers(found[1]["problem"])) == (422, ["/intake/pain_now"])
    assert pointers(found[3]["problem"]) == [""]
    for item in found:
        as_described(item, EvaluatedOne)


def test_a_thousand_cases_and_no_more(client: Client) -> None:
    assert len(ok(post(client, "/evaluate", [{}] * 1000))) == 1000
    problem(post(client, "/evaluate", [{}] * 1001), 422, "invalid")
    assert ok(post(client, "/evaluate", [])) == []


@pytest.mark.parametrize("body", [b"{", b"nope", b'{"a": NaN}', b"\xff"])
def test_what_is_no_json_is_malformed(client: Client, body: bytes) -> None:
    problem(post(client, "/evaluate", body), 400, "malformed")


@pytest.mark.parametrize("body", [b"null", b"7", b'"x"'])
def test_what_is_no_case_is_invalid(client: Client, body: bytes) -> None:
    assert pointers(problem(post(client, "/evaluate", body), 422, "invalid")) == [""]


def test_five_megabytes_are_too_many_and_two_are_not(client: Client) -> None:
    problem(post(client, "/evaluate", b" " * 5_000_000 + b"{}"), 413, "too_large")
    ok(post(client, "/evaluate", b" " * 2_000_000 + b"{}"))


def test_who_may_evaluate(world: World) -> None:
    for role, status in ((Role.THERAPIST, 200), (Role.FRONT_DESK, 403), (Role.AUDITOR, 403)):
        assert post(world.north.rest(role), "/evaluate", {}).status_code == status
    problem(post(Client(), "/evaluate", {}), 401, "not_authenticated")


def test_the_rules_are_listed_in_the_order_of_the_catalogue(client: Client) -> None:
    found = ok(get(client, "/rules"))
    assert found["rule_set_version"] == RULE_SET_VERSION
    assert [rule["rule"] for rule in found["items"]] == [rule.id for rule in CATALOGUE]
    as_described(found, Rules)


def test_each_rule_has_an_address(client: Client) -> None:
    for rule in CATALOGUE:
        found = ok(get(client, f"/rules/{rule.id}"))
        assert (found["rule"], found["responsible"], found["reviewed_on"]) == (rule.id, rule.responsible, str(rule.reviewed_on))
        as_described(found, RuleAnswer)
    problem(get(client, "/rules/back_pain_is_in_the_back"), 404, "not_found")
