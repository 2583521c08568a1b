import pytest

from tests.build import said, strength

RULE = "neurological_deficit_pattern"
LEG = ("ankle_dorsiflexion", "great_toe_extension", "ankle_plantarflexion", "knee_extension", "hip_flexion")
NO_SIGNS = {"reflex_change": "no", "dermatomal_loss": "no"}
STRONG = [finding for action in LEG for finding in strength(action, "5", "5")]


def slr(side: str, result: str) -> list[dict[str, str]]:
    return [{"test": "straight_leg_raise", "side": side, "result": result}]


def test_absent_without_signs_however_weak_the_leg_is():
    assert said(RULE, exam={"neuro": NO_SIGNS, "strength": strength("hip_flexion", "3", "3")}).status == "absent"


def test_absent_when_the_legs_are_strong_and_nothing_is_lost():
    neuro = {"reflex_change": "yes", "dermatomal_loss": "no"}
    assert said(RULE, exam={"neuro": neuro, "strength": STRONG}).status == "absent"


def test_a_positive_leg_raise_alone_is_nothing():
    assert said(RULE, exam={"neuro": NO_SIGNS, "special_tests": slr("left", "positive")}).status == "absent"


def test_undetermined_while_the_signs_or_the_strength_are_open():
    verdict = said(RULE, exam={"strength": strength("ankle_dorsiflexion", "4-")})
    assert verdict.status == "undetermined"
    assert "/examination/neuro/dermatomal_loss" in verdict.missing
    assert said(RULE, exam={"neuro": {"reflex_change": "yes", "dermatomal_loss": "no"}}).status == "undetermined"


@pytest.mark.parametrize("action", LEG)
@pytest.mark.parametrize("sign", ["reflex_change", "dermatomal_loss"])
def test_weakness_with_a_sign(action, sign):
    verdict = said(RULE, exam={"neuro": NO_SIGNS | {sign: "yes"}, "strength": strength(action, None, "4-")})
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "moderate", "right")


def test_4_is_not_weak_and_other_actions_do_not_count():
    neuro = {"reflex_change": "yes", "dermatomal_loss": "no"}
    strong = [*strength("hip_flexion", "4", "5"), *(one for one in STRONG if one["action"] != "hip_flexion")]
    assert said(RULE, exam={"neuro": neuro, "strength": [*strong, *strength("hip_extension", "2", "2")]}).status == "absent"


def test_a_positive_leg_raise_with_loss_of_feeling():
    verdict = said(RULE, exam={"neuro": {"dermatomal_loss": "yes"}, "special_tests": slr("left", "positive")})
    assert (verdict.status, verdict.side) == ("present", "left")


@pytest.mark.parametrize(
    ("grade", "progressive", "severity"), [("3", "no", "high"), ("3+", "no", "moderate"), ("4-", "yes", "high")]
)
def test_severity(grade, progressive, severity):
    neuro = {"reflex_change": "yes", "progressive_weakness": progressive}
    assert said(RULE, exam={"neuro": neuro, "strength": strength("knee_extension", grade)}).severity == severity
