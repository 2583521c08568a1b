"""Local defaults, and what a clinic may set instead: pure, deterministic, and never to where the safety table catches less."""

from math import inf, nan

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.case import canonical
from assessments.engine import CATALOGUE, evaluate
from assessments.rule import Rule
from assessments.safety.defaults import LOCAL_DEFAULTS
from assessments.thresholds import DEFAULTS, LocalDefault, Thresholds, from_plain, in_force, shown, under
from tests.build import answers, case, psoas, safe, strength, thomas, treatment
from tests.likely import likely_case

SHOWN = [(rule, default) for rule in CATALOGUE for default in rule.local_defaults]
MOVABLE = {default.key: default for _, default in SHOWN if default.can_move}
SAFETY = ("red_flag_positive", "red_flag_screen_incomplete", "psoas_palpation_precaution")
GATES = ("clear", "caution", "incomplete", "urgent", "emergency")
names = pytest.mark.parametrize("default", MOVABLE.values(), ids=lambda default: ".".join(default.key))


def default_of(rule: str, name: str) -> LocalDefault:
    return next(default for owner, default in SHOWN if (owner.id, default.name) == (rule, name))


def set_to(rule: str, **values: float) -> Thresholds:
    return from_plain({rule: values})


def anything() -> st.SearchStrategy[Thresholds]:
    """Some thresholds moved somewhere within their bounds."""
    chosen = {key: st.none() | st.sampled_from([default.lowest, default.highest]) for key, default in MOVABLE.items()}
    return st.fixed_dictionaries(chosen).map(
        lambda moved: in_force({key: value for key, value in moved.items() if value is not None}, MOVABLE.values())
    )


@pytest.mark.parametrize(("rule", "default"), SHOWN, ids=lambda value: value.id if isinstance(value, Rule) else value.name)
def test_every_default_belongs_to_a_rule_that_shows_it(rule, default):
    assert default.key in [own.key for own in next(own for own in CATALOGUE if own.id == default.rule).local_defaults]
    assert [own.name for own in rule.local_defaults].count(default.name) == 1


@names
def test_every_default_lies_within_its_bounds(default):
    assert default.lowest < default.highest
    assert type(default.accepted(default.value)) is type(default.value)


@names
def test_what_is_out_of_bounds_is_not_accepted(default):
    assert default.accepted(default.lowest) == default.lowest
    assert default.accepted(default.highest) == default.highest
    for value in (default.lowest - 1, default.highest + 1, nan, inf, -inf, True):
        assert default.accepted(value) is None
    if isinstance(default.value, int):
        assert default.accepted(default.lowest + 0.5) is None


def test_thresholds_of_one_rule_stay_in_their_order():
    pairs = [
        ("hip_flexors_never_examined", "some_sessions", "many_sessions"),
        ("prior_care_non_response", "fair_sessions", "moderate_sessions"),
        ("prior_care_non_response", "moderate_sessions", "high_sessions"),
        ("prolonged_sitting_load", "long_hours", "moderate_hours"),
        ("prolonged_sitting_load", "moderate_hours", "high_hours"),
        ("repetitive_sagittal_load", "minutes", "high_minutes"),
        ("hip_flexor_length_restricted", "marked_deg", "mild_deg"),
    ]
    for rule, first, second in pairs:
        most, least = default_of(rule, first).highest, default_of(rule, second).lowest
        assert most is not None
        assert least is not None
        assert most <= least


def test_safety_thresholds_move_only_to_where_they_catch_more():
    found = {default.name: (default.lowest, default.highest) for default in LOCAL_DEFAULTS}
    assert found == {
        "fall_age_years": (50, 65),
        "load_increase_percent": (10, 30),
        "pregnancy_youngest_age": (None, None),
        "pregnancy_oldest_age": (None, None),
    }
    assert all(default.value == default.highest for default in LOCAL_DEFAULTS if default.can_move)


def test_rules_that_share_a_threshold_share_its_bounds():
    by_key: dict[tuple[str, str], set[object]] = {}
    for _, default in SHOWN:
        by_key.setdefault(default.key, set()).add((default.value, default.lowest, default.highest, default.unit))
    assert {key for key, found in by_key.items() if len(found) > 1} == set()


def test_what_is_not_allowed_or_not_different_is_not_in_force():
    wanted = {("red_flag_positive", "fall_age_years"): 80.0, ("prolonged_sitting_load", "long_hours"): 7.0,
              ("prolonged_sitting_load", "high_hours"): 12.0, ("no_such_rule", "x"): 1.0,
              ("red_flag_positive", "pregnancy_oldest_age"): 60.0}  # fmt: skip
    assert in_force(wanted, MOVABLE.values()).to_plain() == {"prolonged_sitting_load": {"high_hours": 12}}


def test_plain_and_back():
    thresholds = set_to("prolonged_sitting_load", long_hours=6, high_hours=12)
    assert from_plain(msgspec.json.decode(msgspec.json.encode(thresholds.to_plain()))) == thresholds
    assert DEFAULTS.to_plain() == {}


def test_a_code_is_no_number():
    with pytest.raises(TypeError, match="code"):
        default_of("neurological_deficit_pattern", "weak_grade").of(case())


@settings(max_examples=60)
@given(st.integers(0, 10_000), anything())
def test_one_clinics_thresholds_never_stay_with_a_case(seed, thresholds):
    """The same case object may be evaluated for several clinics, in any order."""
    one = likely_case(seed)
    plain = evaluate(one).to_json()
    moved = evaluate(one, thresholds=thresholds).to_json()
    assert evaluate(one).to_json() == plain == evaluate(likely_case(seed)).to_json()
    assert evaluate(likely_case(seed), thresholds=thresholds).to_json() == moved
    again = evaluate(evaluate(one, thresholds=thresholds).case)
    assert again.compact_verdicts() == evaluate(one).compact_verdicts()
    assert evaluate(one, thresholds=Thresholds({})).to_json() == plain
    assert evaluate(one, thresholds=thresholds).case_digest == evaluate(one).case_digest


@settings(max_examples=150)
@given(st.integers(0, 10_000), anything())
def test_no_threshold_makes_the_gate_pass_what_it_stopped(seed, thresholds):
    one = likely_case(seed)
    before, after = evaluate(one), evaluate(one, thresholds=thresholds)
    assert GATES.index(after.gate) >= GATES.index(before.gate)
    held = {condition.condition for condition in before.safety.conditions}
    assert held <= {condition.condition for condition in after.safety.conditions}


def test_a_case_without_thresholds_is_not_copied():
    one = canonical(case())
    assert under(one, DEFAULTS) is one
    seen = under(one, set_to("prolonged_sitting_load", long_hours=6))
    assert under(seen, DEFAULTS) == one
    assert under(seen, DEFAULTS) is not seen


def test_a_verdict_shows_value_default_and_who_set_it():
    thresholds = set_to("prolonged_sitting_load", long_hours=6)
    plain = evaluate(case(), thresholds=thresholds).to_plain()
    verdict = next(one for one in plain["verdicts"] if one["rule"] == "prolonged_sitting_load")
    told = {one["name"]: (one["value"], one["default"], one["set_by_clinic"]) for one in verdict["local_defaults"]}
    assert told == {"long_hours": (6, 7, True), "moderate_hours": (9, 9, False), "high_hours": (11, 11, False)}


def test_a_shared_threshold_is_shown_moved_everywhere():
    plain = evaluate(case(), thresholds=set_to("red_flag_positive", fall_age_years=55)).to_plain()
    for verdict in plain["verdicts"]:
        ages = [one["value"] for one in verdict["local_defaults"] if one["name"] == "fall_age_years"]
        assert ages == ([55] if verdict["rule"] in SAFETY else [])


def test_an_old_declaration_without_an_owner_is_shown_as_it_was():
    old = {"name": "long_hours", "value": 7, "unit": "h/d", "note": "counts"}
    assert shown(old, {}) == {**old, "default": 7, "set_by_clinic": False}


FALLEN = safe(safety=answers(minor_fall="yes"))
STRESSED = safe(
    safety=answers(night_constant_pain="yes"), pain_locations=["groin"], sports_complete="yes",
    sports=[{"sport": "running", "load_increase_percent": 15}],
)  # fmt: skip
RAN = safe(sports_complete="yes", repetitive_tasks=[], sports=[
    {"sport": "running", "sessions_per_week": 2, "minutes_per_session": 50, "years": 1, "load_increase_percent": 20},
    {"sport": "swimming", "sessions_per_week": 2, "minutes_per_session": 60},
])  # fmt: skip
LONG_RUNS = safe(sports_complete="yes", repetitive_tasks=[], sports=[
    {"sport": "running", "sessions_per_week": 2, "minutes_per_session": 200, "load_increase_percent": 20},
])  # fmt: skip
TASK = safe(sports=[], sports_complete="yes", repetitive_tasks=[{"task": "stairs", "plane": "sagittal", "hours_per_week": 5}])
STRETCHED = {"length_tests": [{**thomas(left=2)[0], "knee_flexion_deg": 75.0}], "strength": strength("hip_extension", left="3")}
ROTATED = {"range_of_motion": [
    {"motion": "hip_internal_rotation", "side": "left", "degrees": 20, "position": "seated", "painful": "yes"}
]}  # fmt: skip
WALKS = safe(sports_complete="yes", sports=[{"sport": "walking", "sessions_per_week": 1, "minutes_per_session": 60}])
MONTH = {"started_on": "2025-01-01", "ended_on": "2025-01-20"}
NOBODY = safe(hip_flexors_ever_examined="no", prior_care_any="yes")


def sat(minutes: int) -> dict[str, object]:
    return safe(sitting={"workday": {"work": minutes}})


# rule, name, value → parts of a case, and what its verdict is by default and with the value: (status, severity)
TRIED = [
    ("red_flag_positive", "fall_age_years", 60, {"intake": FALLEN, "patient": {"age_years": 62}},
     ("absent", None), ("present", "high")),
    ("red_flag_positive", "load_increase_percent", 10, {"intake": STRESSED}, None, ("present", "high")),
    ("prolonged_sitting_load", "long_hours", 6, {"intake": sat(400)}, ("undetermined", None), ("present", "low")),
    ("prolonged_sitting_load", "moderate_hours", 8, {"intake": sat(490)}, ("present", "low"), ("present", "moderate")),
    ("prolonged_sitting_load", "high_hours", 10, {"intake": sat(610)}, ("present", "moderate"), ("present", "high")),
    ("hip_flexors_never_examined", "many_sessions", 8, {"intake": NOBODY, "treatments": [treatment(8, "no_change", "no")]},
     ("present", "moderate"), ("present", "high")),
    ("hip_flexors_never_examined", "some_sessions", 3, {"intake": NOBODY, "treatments": [treatment(4, "no_change", "no")]},
     ("present", "low"), ("present", "moderate")),
    ("prior_care_non_response", "fair_sessions", 3, {"treatments": [treatment(4, "no_change", **MONTH)]},
     ("absent", None), ("present", "low")),
    ("prior_care_non_response", "fair_weeks", 2, {"treatments": [treatment(4, "no_change", **MONTH)]},
     ("absent", None), ("present", "low")),
    ("prior_care_non_response", "moderate_sessions", 8, {"treatments": [treatment(9, "no_change")]},
     ("present", "low"), ("present", "moderate")),
    ("prior_care_non_response", "high_sessions", 15, {"treatments": [treatment(16, "no_change")]},
     ("present", "moderate"), ("present", "high")),
    ("psoas_asymmetry", "tenderness_difference", 1, {"exam": {"palpation": psoas(1, 2), "length_tests": thomas(1, 1)}},
     ("absent", None), ("present", "low")),
    ("psoas_asymmetry", "extension_difference_deg", 5, {"exam": {"palpation": psoas(1, 1), "length_tests": thomas(1, 7)}},
     ("absent", None), ("present", "low")),
    ("hip_flexor_length_restricted", "mild_deg", -1, {"exam": {"length_tests": thomas(-3, 3)}},
     ("present", "low"), ("present", "moderate")),
    ("hip_flexor_length_restricted", "marked_deg", -10, {"exam": {"length_tests": thomas(-12, 3)}},
     ("present", "moderate"), ("present", "high")),
    ("hip_joint_alternative", "stiff_rotation_deg", 25, {"intake": safe(), "exam": ROTATED}, None, ("present", "moderate")),
    ("low_movement_variety", "active_minutes", 45, {"intake": WALKS}, ("absent", None), ("present", "info")),
    ("quad_dominance_pattern", "short_quadriceps_deg", 80, {"exam": STRETCHED}, None, ("present", "info")),
    ("repetitive_sagittal_load", "minutes", 100, {"intake": RAN}, ("absent", None), ("present", "low")),
    ("repetitive_sagittal_load", "sessions", 3, {"intake": safe(sports_complete="yes", repetitive_tasks=[], sports=[
        {"sport": "running", "sessions_per_week": 3, "minutes_per_session": 10}])}, ("absent", None), ("present", "low")),
    ("repetitive_sagittal_load", "share", 0.5, {"intake": safe(sports_complete="yes", repetitive_tasks=[], sports=[
        {"sport": "running", "sessions_per_week": 1, "minutes_per_session": 70},
        {"sport": "swimming", "sessions_per_week": 1, "minutes_per_session": 60}])}, ("absent", None), ("present", "low")),
    ("repetitive_sagittal_load", "high_minutes", 500, {"intake": LONG_RUNS}, ("present", "moderate"), ("present", "low")),
    ("repetitive_sagittal_load", "task_hours", 4, {"intake": TASK}, ("absent", None), ("present", "low")),
    ("repetitive_sagittal_load", "load_increase_percent", 10, {"intake": safe(sports_complete="yes", sports=[
        {"sport": "running", "sessions_per_week": 2, "minutes_per_session": 90, "load_increase_percent": 20}])},
     ("present", "low"), ("present", "moderate")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "value", "parts", "before", "after"), TRIED, ids=[f"{t[0]}.{t[1]}" for t in TRIED])
def test_each_threshold_decides_where_it_was_set(rule, name, value, parts, before, after):
    one = case(**parts)
    assert default_of(rule, name).accepted(value) == value
    plain = evaluate(one).verdict(rule)
    moved = evaluate(one, thresholds=set_to(rule, **{name: value})).verdict(rule)
    assert before is None or (plain.status, plain.severity) == before
    assert (plain.status, plain.severity) != (moved.status, moved.severity)
    assert (moved.status, moved.severity) == after[:2]


def test_every_movable_threshold_is_tried():
    untried = set(MOVABLE) - {(rule, name) for rule, name, *_ in TRIED}
    assert untried == {("hip_flexor_length_restricted", "borderline_deg")}  # it changes words only


def test_words_tell_the_threshold_in_force():
    fallen = evaluate(case(intake=FALLEN, patient={"age_years": 62}), thresholds=set_to("red_flag_positive", fall_age_years=60))
    assert "60 years or older" in fallen.verdict("red_flag_positive").explanation
    task = evaluate(case(intake=TASK), thresholds=set_to("repetitive_sagittal_load", task_hours=4))
    assert "of 4 hours a week or more" in task.verdict("repetitive_sagittal_load").explanation
    short = case(exam={"length_tests": thomas(7, 9)})
    assert "borderline" not in evaluate(short).verdict("hip_flexor_length_restricted").explanation
    wider = evaluate(short, thresholds=set_to("hip_flexor_length_restricted", borderline_deg=8))
    assert "At 8 degrees or less this is borderline" in wider.verdict("hip_flexor_length_restricted").explanation
