import pytest

from tests.build import said, strength

RULE = "quad_dominance_pattern"
WEAK_LEFT = strength("hip_extension", "4-", "5")


def knee(side: str, degrees: float) -> dict[str, object]:
    return {"test": "modified_thomas", "side": side, "knee_flexion_deg": degrees}


def ely(side: str, result: str) -> dict[str, object]:
    return {"test": "ely", "side": side, "result": result}


def test_absent_on_opposite_sides():
    tests = {"special_tests": [ely("left", "negative"), ely("right", "positive")], "length_tests": [knee("left", 90)]}
    assert said(RULE, exam={"strength": WEAK_LEFT} | tests).status == "absent"


def test_absent_when_the_glutes_are_strong():
    assert said(RULE, exam={"strength": strength("hip_extension", "4", "5")}).status == "absent"


def test_undetermined_while_the_quadriceps_is_open():
    verdict = said(RULE, exam={"strength": WEAK_LEFT})
    assert verdict.missing == (
        "/examination/special_tests/ely/left/result", "/examination/length_tests/modified_thomas/left/knee_flexion_deg",
    )  # fmt: skip


@pytest.mark.parametrize(("degrees", "status"), [(66, "present"), (67, "absent")])
def test_knee_flexion_below_67_is_short(degrees, status):
    exam = {"strength": WEAK_LEFT, "length_tests": [knee("left", degrees)], "special_tests": [ely("left", "negative")]}
    assert said(RULE, exam=exam).status == status


def test_present_with_a_positive_ely_test():
    verdict = said(RULE, exam={"strength": WEAK_LEFT, "special_tests": [ely("left", "positive")]})
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "info", "left")
