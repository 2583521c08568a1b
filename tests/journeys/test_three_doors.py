"""Each story through three doors: the pure core, POST /evaluate, and stored through REST and read back. All say the same."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessments.case import Case
from assessments.engine import CATALOGUE, evaluate
from clinic.access.roles import Role
from patients.documents import read
from tests.assessments.rest import get, ok, post
from tests.world import World

VIGNETTES = [json.loads(path.read_bytes()) for path in sorted((Path(__file__).parent.parent / "vignettes").glob("*.json"))]
COMPARED = ("status", "severity", "side", "detail", "blocked_by", "provisional")


@pytest.fixture(params=VIGNETTES, ids=lambda vignette: vignette["id"])
def vignette(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def said(assessment: dict[str, Any]) -> dict[str, Any]:
    """What clinicians act on: the gate, the precaution, and each verdict."""
    verdicts = {verdict["rule"]: {name: verdict[name] for name in COMPARED} for verdict in assessment["verdicts"]}
    return {"gate": assessment["gate"], "palpation": assessment["palpation"], "verdicts": verdicts}


def store(client: Client, case: dict[str, Any]) -> str:
    """Record the case over REST as people would; answers the patient's id."""
    patient = ok(post(client, "/patients", {"family_name": "Vignette", **case.get("patient", {})}), 201)["id"]
    if "intake" in case:
        ok(post(client, f"/patients/{patient}/intakes", case["intake"]), 201)
    for treatment in case.get("prior_treatments", ()):
        ok(post(client, f"/patients/{patient}/prior-treatments", treatment), 201)
    if "examination" in case:
        found = dict(case["examination"])
        status = found.pop("status", "draft")
        made = ok(post(client, f"/patients/{patient}/examinations", found), 201)
        if status == "final":
            ok(post(client, f"/examinations/{made['id']}/sign", revision=1))
    return str(patient)


def test_all_three_doors_say_the_same(world: World, vignette: dict[str, Any]) -> None:
    case = vignette["case"]
    pure = said(evaluate(read(Case, case)).to_plain())
    with time_machine.travel(case["as_of"], tick=False):
        client = world.north.rest(Role.INTEGRATION)
        evaluated = said(ok(post(client, "/evaluate", case)))
        stored = said(ok(get(client, f"/patients/{store(client, case)}/assessment")))
    assert evaluated == pure
    assert stored == pure
    assert set(pure["verdicts"]) == {rule.id for rule in CATALOGUE}


def test_they_say_what_clinicians_expect(world: World, vignette: dict[str, Any]) -> None:
    expected = vignette["expect"]
    with time_machine.travel(vignette["case"]["as_of"], tick=False):
        client = world.north.rest(Role.INTEGRATION)
        stored = said(ok(get(client, f"/patients/{store(client, vignette['case'])}/assessment")))
    assert stored["gate"] == expected["gate"]
    assert stored["palpation"] == expected.get("palpation", stored["palpation"])
    for rule, fields in expected["verdicts"].items():
        if rule in stored["verdicts"]:
            assert {name: stored["verdicts"][rule][name] for name in fields} == fields


SUMS_UP = {"psoas_cascade_summary"}
"""Rules that only sum up what others say: they are shown and raise no flag."""


def test_every_present_verdict_is_a_flag(world: World, vignette: dict[str, Any]) -> None:
    with time_machine.travel(vignette["case"]["as_of"], tick=False):
        client = world.north.rest(Role.INTEGRATION)
        patient = store(client, vignette["case"])
        verdicts = ok(get(client, f"/patients/{patient}/assessment"))["verdicts"]
        flags = ok(get(client, f"/flags?patient_id={patient}&status=open&limit=100"))["items"]
    to_act_on = [v for v in verdicts if v["status"] == "present" and v["rule"] not in SUMS_UP]
    present = {(v["rule"], v["side"], v["detail"], v["severity"]) for v in to_act_on}
    assert {(flag["rule"], flag["side"], flag["detail"], flag["severity"]) for flag in flags} == present
