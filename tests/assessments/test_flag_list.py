"""The work list: every filter means what it says, and what cannot be meant is refused by name."""

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Flag
from clinic.access.roles import Role
from tests.assessments.examples import clear_gate, open_one, psoas
from tests.assessments.rest import get, ok, pointers, problem
from tests.world import World

TIERS = ["info", "ungraded", "low", "moderate", "high"]


@pytest.fixture
def client(world: World) -> Client:
    """Grace Okafor was examined by the therapist, Martin Keller by the manager."""
    for name, by in (("Okafor", world.north.therapist), ("Keller", world.north.manager)):
        clear_gate(world.north, world.north.patient(name))
        open_one(by, world.north.patient(name), palpation=[psoas(tenderness=4)])
    return world.north.rest(Role.THERAPIST)


def listed(client: Client, query: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ok(get(client, f"/flags?limit=100&{query}"))["items"]
    return items


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("rule=nope", "rule"),
        ("rule=hip_flexors_never_examined,nope", "rule"),
        ("status=open,closed", "status"),
        ("status=,", "status"),
        ("minimum_severity=low,high", "minimum_severity"),
        ("blocked=maybe", "blocked"),
        ("provisional=1", "provisional"),
        ("therapist=nobody", "therapist"),
        ("therapist=therapist.southside", "therapist"),
        ("patient_id=7", "patient_id"),
        ("since=2026-03-01T10:00:00", "since"),
        ("patient=7", "patient"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(client: Client, query: str, pointer: str) -> None:
    document = problem(get(client, f"/flags?{query}"), 422, "invalid")
    assert pointers(document) == [pointer]
    assert document["errors"][0]["detail"]


def test_an_unknown_rule_is_told_which_there_are(client: Client) -> None:
    assert "hip_flexors_never_examined" in problem(get(client, "/flags?rule=nope"), 422, "invalid")["detail"]


def test_several_words_with_commas_mean_any_of_them(client: Client) -> None:
    found = listed(client, "severity=high,moderate")
    assert {item["severity"] for item in found} == {"high", "moderate"}
    assert len(found) == len(listed(client, "severity=high")) + len(listed(client, "severity=moderate"))


@pytest.mark.parametrize("lowest", TIERS)
def test_of_a_severity_or_a_higher_one(client: Client, lowest: str) -> None:
    everything = listed(client, "")
    assert listed(client, f"minimum_severity={lowest}") == [
        item for item in everything if TIERS.index(item["severity"]) >= TIERS.index(lowest)
    ]


def test_a_minimum_beside_a_severity_narrows_both_ways(client: Client) -> None:
    assert {item["severity"] for item in listed(client, "severity=high,low&minimum_severity=moderate")} == {"high"}
    assert listed(client, "severity=low&minimum_severity=moderate") == []


@pytest.mark.parametrize("name", ["blocked", "provisional"])
def test_what_is_blocked_or_provisional(client: Client, name: str) -> None:
    flag = Flag.objects.filter(rule="psoas_tender_on_palpation").latest("id")
    Flag.objects.filter(pk=flag.pk).update(blocked_by="gate", provisional=True)
    assert [item["id"] for item in listed(client, f"{name}=true&rule={flag.rule}&patient_id={flag.patient_id}")] == [str(flag.pk)]
    assert str(flag.pk) not in [item["id"] for item in listed(client, f"{name}=false")]


def test_of_whom_a_therapist_examined(client: Client, world: World) -> None:
    okafor, keller = str(world.north.patient("Okafor").pk), str(world.north.patient("Keller").pk)
    manager = world.north.members[Role.MANAGER].user.get_username()
    assert {item["patient_id"] for item in listed(client, "therapist=me")} == {okafor}
    assert {item["patient_id"] for item in listed(client, f"therapist={quote(manager)}")} == {keller}
    assert listed(world.north.rest(Role.FRONT_DESK), "therapist=me") == []


def test_what_changed_since_then(client: Client) -> None:
    newest = Flag.objects.latest("updated_at")
    later = newest.updated_at + datetime.timedelta(microseconds=1)
    assert str(newest.pk) in [item["id"] for item in listed(client, f"since={quote(newest.updated_at.isoformat())}")]
    assert listed(client, f"since={quote(later.isoformat())}") == []


def test_every_filter_together_costs_as_many_queries_as_none(client: Client) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            listed(client, query)
        return len(seen)

    queries("")
    everything = "severity=high&status=open&gate=clear&minimum_severity=low&blocked=false&provisional=false"
    assert queries(everything) == queries("")


def test_pages_hold_every_flag_once_while_others_come(client: Client, world: World) -> None:
    stable = {item["id"] for item in listed(client, "status=open")}
    page, seen = ok(get(client, "/flags?status=open&limit=2")), []
    open_one(world.north.therapist, world.north.patient("Núñez Ortega"), palpation=[psoas(tenderness=2)])
    while True:
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        page = ok(client.get(page["next"].partition("://")[2].partition("/")[2].join(("/", ""))))
    assert len(seen) == len(set(seen))
    assert stable <= set(seen)
