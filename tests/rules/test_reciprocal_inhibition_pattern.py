from typing import Any

import pytest

from tests.build import psoas, said, strength, thomas

RULE = "reciprocal_inhibition_pattern"


def exam(*, weak: list[dict[str, Any]], **others: Any) -> dict[str, Any]:
    return {"strength": weak} | others


WEAK_LEFT = strength("hip_extension", "4-", "5")
NOT_WEAK = strength("hip_extension", "5", "5")


def test_absent_when_the_glutes_are_strong():
    for grade in ("4+", "5"):
        weak = strength("hip_extension", grade, grade)
        assert said(RULE, exam=exam(weak=weak, palpation=psoas(3, 3))).status == "absent"


def test_full_strength_beside_a_tight_psoas_is_shown_as_contradicting():
    verdict = said(RULE, exam=exam(weak=NOT_WEAK, palpation=psoas(3, 0)))
    assert [one.value for one in verdict.contradicting] == ["5"]


def test_opposite_sides_only_are_absent_and_contradicting():
    loose = {"palpation": [*psoas(0, None, tone="normal"), *psoas(None, 3)], "length_tests": thomas(5, 5)}
    verdict = said(RULE, exam=exam(weak=WEAK_LEFT, **loose))
    assert verdict.status == "absent"
    assert "4-" in [one.value for one in verdict.contradicting]
    assert "against the pattern" in verdict.explanation


def test_a_painful_grade_is_not_weakness():
    painful = strength("hip_extension", "3", "3", painful="yes")
    negative = [{"test": "prone_hip_extension", "side": side, "result": "negative"} for side in ("left", "right")]
    assert said(RULE, exam=exam(weak=painful, palpation=psoas(3, 3), special_tests=negative)).status == "absent"
    unknown = strength("hip_extension", "3", "3", painful="not_asked")
    assert said(RULE, exam=exam(weak=unknown, palpation=psoas(3, 3), special_tests=negative)).status == "undetermined"


@pytest.mark.parametrize(
    "tight",
    [
        {"palpation": psoas(2)},
        {"palpation": [{"muscle": "psoas_major", "side": "left", "tone": "markedly_increased"}]},
        {"palpation": [{"muscle": "psoas_major", "side": "left", "tone": "spasm"}]},
        {"length_tests": thomas(-1)},
    ],
)
def test_present_on_the_side_of_both(tight):
    verdict = said(RULE, exam=exam(weak=WEAK_LEFT, **tight))
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "low", "left")


@pytest.mark.parametrize("palpation", [psoas(1), [{"muscle": "psoas_major", "side": "left", "tone": "mildly_increased"}]])
def test_not_tight_enough(palpation):
    assert said(RULE, exam=exam(weak=WEAK_LEFT, palpation=palpation)).status == "undetermined"


@pytest.mark.parametrize(("grade", "status"), [("4", "present"), ("4+", "absent")])
def test_a_positive_prone_test_counts_up_to_4(grade, status):
    tests = [{"test": "prone_hip_extension", "side": side, "result": "positive"} for side in ("left", "right")]
    strong = strength("hip_extension", grade, "5")
    assert said(RULE, exam=exam(weak=strong, palpation=psoas(3), special_tests=tests)).status == status


def test_both_sides():
    assert said(RULE, exam=exam(weak=strength("hip_extension", "3", "3"), palpation=psoas(2, 2))).side == "both"


def test_signs_of_a_nerve_outrank_it():
    nerve = {"neuro": {"dermatomal_loss": "yes"}, "palpation": psoas(2)}
    weak = [*strength("hip_extension", "3"), *strength("ankle_dorsiflexion", "4-")]
    verdict = said(RULE, exam=exam(weak=weak, **nerve))
    assert (verdict.status, verdict.blocked_by) == ("present", "neurological_deficit_pattern")
