"""Every field of the case document there and back over REST: recorded, not recorded, and every reason why there is none.

The fields are found by walking the types, so that one added tomorrow is tested tomorrow.
"""

from collections.abc import Callable
from typing import Any, get_args

import msgspec
import pytest
from django.db import transaction
from django.test import Client

from assessments import document
from assessments.anatomy import AbsentReason
from assessments.merging import KINDS
from clinic.access.roles import Role
from clinic.models.bounds import words
from patients import documents
from tests.assessments.rest import get, ok, patch, post
from tests.journeys.fields import Place, as_sent, at, merged, places
from tests.world import World

NAMING: dict[type, dict[str, Any]] = {
    documents.Identifier: {"system": "urn:test", "value": "1"},
    documents.Sport: {"sport": "golf"},
    documents.RepetitiveTask: {"task": "Lifting"},
    documents.MovementDifficulty: {"movement": "sitting"},
    documents.SafetyReview: {"item": "osteoporosis", "disposition": "monitor", "reason": "Known", "reviewed_by": "A. Rivera"},
    document.Palpation: {"muscle": "iliacus", "side": "left", "tenderness": 0, "tone": "normal"},
    document.LengthTest: {"test": "modified_thomas", "side": "left", "knee_flexion_deg": 70, "painful": "no"},
    document.Strength: {"action": "hip_flexion", "side": "left", "grade": "5", "painful": "no"},
    document.Motion: {"motion": "hip_flexion", "side": "left", "degrees": 10, "painful": "no"},
    document.SpecialTest: {"test": "hop", "side": "left", "result": "negative", "groin_pain": "no"},
}
"""What an item says beside the field in question. A finding has two values, so that either can be missing."""
RESOURCES: dict[str, tuple[type, str, str]] = {
    "patient": (documents.PatientDocument, "/patients", "/patients"),
    "intake": (documents.Intake, "/patients/{patient}/intakes", "/intakes"),
    "prior_treatment": (documents.PriorTreatment, "/patients/{patient}/prior-treatments", "/prior-treatments"),
    "examination": (document.Examination, "/patients/{patient}/examinations", "/examinations"),
}
NOT_WRITTEN = {("status",)}
"""What the resource says about itself: it is changed by signing, amending and the like."""
NOT_ASKED = "not_asked"
GROUPS = 16
MOST_VALUES = 5

Recorder = Callable[[Any], Any]


@pytest.fixture(params=RESOURCES)
def resource(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.INTEGRATION)


@pytest.fixture
def recorded(world: World, client: Client, resource: str) -> Recorder:
    """Record a body, read it back, and undo it."""
    _, collection, single = RESOURCES[resource]
    address = collection.format(patient=world.north.patient("Keller").pk)

    def there_and_back(body: dict[str, Any]) -> Any:
        named = {"family_name": "Walker", **body} if resource == "patient" else body
        with transaction.atomic():
            made = ok(post(client, address, named), 201)
            back = ok(get(client, f"{single}/{made['id']}"))
            transaction.set_rollback(True)
        return back

    return there_and_back


def walked(resource: str) -> list[Place]:
    found = places(RESOURCES[resource][0], lambda struct: NAMING[struct])
    return [place for place in found if place.path not in NOT_WRITTEN]


def body_of(place: Place, value: Any) -> Any:
    """A body that says the value there, with what else that value needs to be possible."""
    body = place.wrap(value)
    if place.path[0] == "range_of_motion" and place.path[-1] == "degrees" and value is not None and value < 0:
        body["range_of_motion"][0]["motion"] = "hip_extension"
    return body


def test_what_is_recorded_comes_back(resource: str, recorded: Recorder) -> None:
    """Fields by the sixteen, far apart from one another, so that a value in the wrong column shows."""
    fields = [place for place in walked(resource) if not place.is_list_of_parts and place.path != ("family_name",)]
    for first in range(GROUPS):
        for turn in range(MOST_VALUES):
            sent = {place: place.value(turn + first) for place in fields[first::GROUPS]}
            back = recorded(merged(body_of(place, value) for place, value in sent.items()))
            for place, value in sent.items():
                kept = at(back, place.path)
                expected = None if value == NOT_ASKED else value
                assert as_sent(kept) == as_sent(expected), f"{place.pointer}: {value!r} came back as {kept!r}"
            others = [place for place in fields if place not in sent and at(back, place.path) is not None]
            assert not [place.pointer for place in others if not _named(place)], "what nobody sent came back"


def test_a_list_recorded_as_empty_is_not_a_list_not_recorded(resource: str, recorded: Recorder) -> None:
    for place in walked(resource):
        if place.values() == [[]]:
            assert at(recorded(place.wrap([])), place.path) == [], place.pointer


def test_what_is_null_was_not_recorded(resource: str, recorded: Recorder) -> None:
    nulls = [place for place in walked(resource) if not _named(place) and place.path != ("family_name",)]
    parts = [place for place in nulls if not place.is_list_of_parts]
    for sent in (parts, [place for place in nulls if len(place.path) == 1]):
        back = recorded(merged(place.wrap(None) for place in sent))
        for place in sent:
            assert at(back, place.path) is None, f"{place.pointer}: null came back as {at(back, place.path)!r}"


def test_what_is_absent_was_not_recorded(resource: str, recorded: Recorder) -> None:
    body = recorded({})
    for place in walked(resource):
        if place.path != ("family_name",):
            assert at(body, place.path) is None, place.pointer


def _named(place: Place) -> bool:
    """Whether the field is one that an item of its list must have to be one, so that it was sent along."""
    if len(place.path) < 3 or not isinstance(place.path[-2], int):
        return False
    others = at(place.wrap("x"), place.path[:-1])
    return any(place.path[-1] in named and set(named) <= set(others) for named in NAMING.values())


@pytest.mark.parametrize("resource", ["examination"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_value_of_a_finding_can_be_null(resource: str, recorded: Recorder, kind: str) -> None:
    for place in (place for place in walked(resource) if place.path[0] == kind and _named(place)):
        if place.path[-1] not in (KINDS[kind].SITE, "side"):
            assert place.path[-1] not in recorded(place.wrap(None))[kind][0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reason", get_args(AbsentReason))
def test_each_absent_reason_comes_back_without_a_value(world: World, client: Client, kind: str, reason: str) -> None:
    part = KINDS[kind]
    sites = next(words(field.type) for field in _fields(part) if field.name == part.SITE)
    findings = [{part.SITE: site, "side": side, "absent_reason": reason} for site in sites for side in ("left", "right")]
    made = ok(post(client, f"/patients/{world.north.patient('Keller').pk}/examinations", {kind: findings}), 201)
    back = ok(get(client, f"/examinations/{made['id']}"))[kind]
    assert sorted(map(str, (sorted(f.items()) for f in back))) == sorted(map(str, (sorted(f.items()) for f in findings)))
    stored = ok(get(client, f"/patients/{world.north.patient('Keller').pk}/assessment"))["case"]["examination"][kind]
    assert {finding["absent_reason"] for finding in stored} == {reason}
    assert not [finding for finding in stored if set(finding) - {part.SITE, "side", "absent_reason"}]


def _fields(part: type) -> Any:
    return msgspec.structs.fields(part)


def test_an_absent_tenderness_is_never_zero_and_zero_is_never_absent(world: World, client: Client) -> None:
    palpation = [
        {"muscle": "psoas_major", "side": "left", "absent_reason": "not_performed"},
        {"muscle": "psoas_major", "side": "right", "tenderness": 0},
        {"muscle": "iliacus", "side": "left", "tone": "normal"},
    ]
    address = f"/patients/{world.north.patient('Keller').pk}"
    made = ok(post(client, f"{address}/examinations", {"palpation": palpation}), 201)
    for found in (
        ok(get(client, f"/examinations/{made['id']}")),
        ok(get(client, f"{address}/assessment"))["case"]["examination"],
    ):
        graded = {(f["muscle"], f["side"]): f.get("tenderness") for f in found["palpation"]}
        assert graded == {("psoas_major", "left"): None, ("psoas_major", "right"): 0, ("iliacus", "left"): None}


@pytest.mark.parametrize("answer", ["unknown", "not_asked", "declined"])
def test_an_unanswered_question_is_never_a_no(world: World, client: Client, answer: str) -> None:
    address = f"/patients/{world.north.patient('Keller').pk}"
    body = {"safety": {"screened_on": "2026-01-05", "answers": {"cancer_history": answer}}}
    made = ok(post(client, f"{address}/intakes", body), 201)
    back = ok(get(client, f"/intakes/{made['id']}")).get("safety", {}).get("answers", {})
    assert back.get("cancer_history", "not_asked") == answer
    assessed = ok(get(client, f"{address}/assessment"))
    assert "cancer_history" in assessed["safety"]["unanswered"]
    red = next(verdict for verdict in assessed["verdicts"] if verdict["rule"] == "red_flag_positive")
    assert red["status"] == "undetermined"


def test_what_was_recorded_can_be_taken_back(world: World, client: Client) -> None:
    address = f"/patients/{world.north.patient('Keller').pk}"
    made = ok(post(client, f"{address}/intakes", {"pain_now": 0, "sports": [], "back_spasms": "no"}), 201)
    taken_back = {"pain_now": None, "sports": None, "back_spasms": None}
    back = ok(patch(client, f"/intakes/{made['id']}", taken_back, revision=1))
    assert not set(taken_back) & set(back)
