"""Setting a clinic's thresholds: who may, within which bounds, what it leaves behind, and what the next assessment says."""

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.engine import evaluate
from assessments.models import Assessment, ThresholdChange
from assessments.representations import LocalDefaultAnswer, RuleAnswer
from assessments.services import assess, reset_local_default, set_local_default, thresholds_of
from assessments.sweep import case_at, sweep
from assessments.thresholds import DEFAULTS, from_plain
from clinic.errors import Invalid, NotFound, NotPermitted
from clinic.models import AuditEvent, Role
from tests.assessments.examples import current
from tests.assessments.rest import API, as_described, get, ok, pointers, problem, send
from tests.world import House, World

FALL = "/rules/red_flag_positive/local-defaults/fall_age_years"
GAP = {"rule": "hip_flexors_never_examined", "name": "many_sessions"}
WHY = "Agreed by the clinic's therapists"


@pytest.fixture
def house(world: World) -> House:
    return world.north


def moved(house: House) -> dict[str, dict[str, int | float]]:
    return thresholds_of(house.clinic.pk).to_plain()


def test_nothing_is_set_at_first(house: House) -> None:
    assert thresholds_of(house.clinic.pk) == DEFAULTS


def test_it_is_set_for_the_own_clinic_and_reset(world: World) -> None:
    set_local_default(by=world.north.manager, **GAP, value=20, reason=WHY)
    assert moved(world.north) == {"hip_flexors_never_examined": {"many_sessions": 20}}
    assert moved(world.south) == {}
    set_local_default(by=world.north.manager, **GAP, value=12.0, reason=WHY)
    assert moved(world.north) == {"hip_flexors_never_examined": {"many_sessions": 12}}
    reset_local_default(by=world.north.manager, **GAP)
    assert moved(world.north) == {}
    kept = ThresholdChange.objects.visible_to(world.north.manager).order_by("id").values_list("value", "reason")
    assert list(kept) == [(20, WHY), (12, WHY), (None, "")]


def test_a_rule_that_shares_it_sets_it_for_all(house: House) -> None:
    changed = set_local_default(by=house.manager, rule="hip_flexors_examined_late", name="many_sessions", value=9, reason=WHY)
    assert changed.rules == ("hip_flexors_never_examined", "hip_flexors_examined_late")
    assert moved(house) == {"hip_flexors_never_examined": {"many_sessions": 9}}


def test_only_a_manager_sets_it(house: House) -> None:
    for role in set(Role) - {Role.MANAGER}:
        with pytest.raises(NotPermitted):
            set_local_default(by=house.actor(role), **GAP, value=12, reason=WHY)
        with pytest.raises(NotPermitted):
            reset_local_default(by=house.actor(role), **GAP)


@pytest.mark.parametrize("value", [7, 21, 10.5, float("nan"), float("inf")])
def test_out_of_bounds_is_refused_and_told_what_would_be_right(house: House, value: float) -> None:
    with pytest.raises(Invalid) as refused:
        set_local_default(by=house.manager, **GAP, value=value, reason=WHY)
    (told,) = refused.value.problems
    assert (told.pointer, told.code, told.detail) == ("/value", "out_of_bounds", "must be a whole number from 8 to 20 sessions")
    assert moved(house) == {}


def test_what_may_not_be_moved_and_what_does_not_exist(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        set_local_default(by=house.manager, rule="red_flag_positive", name="pregnancy_oldest_age", value=60, reason=WHY)
    assert refused.value.problems[0].code == "read_only"
    for rule, name in (("no_such_rule", "x"), ("red_flag_positive", "no_such_name"), ("psoas_asymmetry", "many_sessions")):
        with pytest.raises(NotFound):
            set_local_default(by=house.manager, rule=rule, name=name, value=1, reason=WHY)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4001])
def test_a_reason_is_needed(house: House, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_local_default(by=house.manager, **GAP, value=12, reason=reason)
    assert refused.value.problems[0].pointer == "/reason"


def test_the_audit_tells_which_and_to_what(house: House) -> None:
    set_local_default(by=house.manager, rule="repetitive_sagittal_load", name="share", value=0.75, reason=WHY)
    reset_local_default(by=house.manager, rule="repetitive_sagittal_load", name="share")
    found = AuditEvent.objects.filter(action__startswith="local_default.").order_by("id").values_list("action", "details")
    named = {"rule": "repetitive_sagittal_load", "name": "share"}
    assert list(found) == [
        ("local_default.set", named | {"value": "0.75"}),
        ("local_default.reset", named | {"value": None}),
    ]


def test_what_the_rules_no_longer_allow_does_not_count(house: House) -> None:
    member = house.members[Role.MANAGER]
    for rule, name, value in (("red_flag_positive", "fall_age_years", 80.0), ("gone", "x", 1.0)):
        ThresholdChange.objects.create(clinic=house.clinic, rule=rule, name=name, value=value, by=member)
    assert moved(house) == {}


def test_the_next_assessment_is_made_with_it_and_kept_with_it(house: House) -> None:
    keller = house.patient("Keller")
    before = assess(by=house.therapist, patient_id=keller.pk)
    assert not before.is_new
    changed = set_local_default(by=house.manager, **GAP, value=20, reason=WHY)
    assert changed.patients_waiting == Assessment.objects.visible_to(house.manager).current().count()
    assert current(keller).pk == before.row.pk
    after = assess(by=house.therapist, patient_id=keller.pk)
    assert after.is_new
    assert not assess(by=house.therapist, patient_id=keller.pk).is_new
    row = current(keller)
    assert msgspec.json.decode(row.thresholds) == {"hip_flexors_never_examined": {"many_sessions": 20}}
    verdicts = {said["rule"]: said for said in msgspec.json.decode(row.verdicts)}
    assert verdicts["hip_flexors_never_examined"]["severity"] == "moderate"
    again = reset_local_default(by=house.manager, **GAP)
    assert again.patients_waiting == 1


def test_a_stored_assessment_is_replayed_from_what_it_keeps(house: House) -> None:
    keller = house.patient("Keller")
    set_local_default(by=house.manager, **GAP, value=20, reason=WHY)
    assess(by=house.therapist, patient_id=keller.pk)
    row = current(keller)
    reset_local_default(by=house.manager, **GAP)
    kept = from_plain(msgspec.json.decode(row.thresholds))
    replayed = evaluate(case_at(row, row.as_of.astimezone(house.clinic.zone)), thresholds=kept)
    assert msgspec.json.decode(msgspec.json.encode(replayed.compact_verdicts())) == msgspec.json.decode(row.verdicts)
    answer = ok(get(house.rest(), f"/assessments/{row.pk}"))
    said = next(verdict for verdict in answer["verdicts"] if verdict["rule"] == GAP["rule"])
    told = next(one for one in said["local_defaults"] if one["name"] == GAP["name"])
    assert (told["value"], told["default"], told["set_by_clinic"]) == (20, 10, True)


def test_a_sweep_assesses_all_who_wait(house: House) -> None:
    waiting = set_local_default(by=house.manager, **GAP, value=20, reason=WHY).patients_waiting
    assert sum(turn.stored is not None for turn in sweep(by=house.manager)) == waiting
    assert sum(turn.stored is not None for turn in sweep(by=house.manager)) == 0
    assert set_local_default(by=house.manager, **GAP, value=20, reason=WHY).patients_waiting == 0


def test_loading_them_is_one_query(house: House) -> None:
    set_local_default(by=house.manager, **GAP, value=20, reason=WHY)
    with CaptureQueriesContext(connection) as seen:
        thresholds_of(house.clinic.pk)
    assert len(seen) == 1


def test_over_rest(world: World) -> None:
    manager, therapist = world.north.rest(Role.MANAGER), world.north.rest(Role.THERAPIST)
    answer = ok(send(manager, "PUT", FALL, {"value": 60, "reason": WHY}, None))
    as_described(answer, LocalDefaultAnswer)
    assert (answer["local_default"]["value"], answer["local_default"]["default"]) == (60, 65)
    assert answer["rules"] == ["red_flag_positive", "red_flag_screen_incomplete", "psoas_palpation_precaution"]
    rule = ok(get(therapist, "/rules/psoas_palpation_precaution"))
    as_described(rule, RuleAnswer)
    assert rule["local_defaults"][0]["value"] == 60
    listed = {one["rule"]: one for one in ok(get(therapist, "/rules"))["items"]}
    assert listed["red_flag_positive"]["local_defaults"][0]["set_by_clinic"] is True
    assert ok(get(world.south.rest(), "/rules/red_flag_positive"))["local_defaults"][0]["value"] == 65
    same = ok(send(manager, "PUT", FALL, {"value": 60, "reason": WHY}, None))
    assert same["local_default"] == answer["local_default"]
    gone = ok(manager.delete(API + FALL))
    assert (gone["local_default"]["value"], gone["local_default"]["set_by_clinic"]) == (65, False)


def test_over_rest_refused(world: World) -> None:
    manager = world.north.rest(Role.MANAGER)
    refused = problem(send(manager, "PUT", FALL, {"value": 70, "reason": WHY}, None), 422, "invalid")
    assert refused["errors"][0]["detail"] == "must be a whole number from 50 to 65 years"
    both = problem(send(manager, "PUT", FALL, {}, None), 422, "invalid")
    assert pointers(both)
    problem(send(manager, "PUT", FALL + "x", {"value": 60, "reason": WHY}, None), 404, "not_found")
    problem(send(world.north.rest(Role.THERAPIST), "PUT", FALL, {"value": 60, "reason": WHY}, None), 403, "not_permitted")
    problem(world.north.rest(Role.THERAPIST).delete(API + FALL), 403, "not_permitted")


def test_evaluate_keeps_to_the_defaults(house: House) -> None:
    set_local_default(by=house.manager, rule="prolonged_sitting_load", name="long_hours", value=6, reason=WHY)
    body = {"intake": {"sitting": {"workday": {"work": 400}}}}
    answer = ok(send(house.rest(), "POST", "/evaluate", body, None))
    verdict = next(one for one in answer["verdicts"] if one["rule"] == "prolonged_sitting_load")
    assert (verdict["status"], verdict["local_defaults"][0]["set_by_clinic"]) == ("undetermined", False)
