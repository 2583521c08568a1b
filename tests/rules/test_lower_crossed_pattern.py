from typing import Any

import pytest

from tests.build import psoas, safe, said, strength, thomas

RULE = "lower_crossed_pattern"
BACK = [{"muscle": "erector_spinae", "side": "left", "tenderness": 2}]
GLUTES = strength("hip_extension", "4-")
TRUNK = [{"action": "trunk_flexion", "side": "unknown", "grade": "4-", "painful": "no"}]
STRONG_TRUNK = [{"action": "trunk_flexion", "side": "unknown", "grade": "5", "painful": "no"}]
STRONG_GLUTES = strength("hip_extension", "5", "5")


def exam(*, short: bool = False, palpation: Any = (), strengths: Any = ()) -> dict[str, Any]:
    return {"length_tests": thomas(-1) if short else [], "palpation": list(palpation), "strength": list(strengths)}


def test_two_parts_found_and_two_not_found_are_no_pattern():
    assert said(RULE, exam=exam(short=True, palpation=BACK, strengths=STRONG_GLUTES + STRONG_TRUNK)).status == "absent"


def test_two_parts_found_and_one_open_are_undetermined():
    verdict = said(RULE, exam=exam(short=True, palpation=BACK, strengths=STRONG_GLUTES))
    assert verdict.status == "undetermined"
    assert verdict.missing == (
        "/examination/strength/trunk_flexion/unknown/grade", "/examination/strength/trunk_flexion/unknown/painful",
    )  # fmt: skip


def test_three_parts_are_the_pattern():
    for parts in (
        exam(short=True, palpation=BACK, strengths=GLUTES),
        exam(short=True, palpation=BACK, strengths=TRUNK),
        exam(short=True, strengths=GLUTES + TRUNK),
        exam(palpation=BACK, strengths=GLUTES + TRUNK),
    ):
        verdict = said(RULE, exam=parts)
        assert (verdict.status, verdict.severity, verdict.side) == ("present", "low", None)


@pytest.mark.parametrize("tone", ["mildly_increased", "markedly_increased", "spasm"])
def test_tone_makes_a_part(tone):
    toned = [{"muscle": muscle, "side": "right", "tone": tone} for muscle in ("psoas_major", "quadratus_lumborum")]
    assert said(RULE, exam=exam(palpation=toned, strengths=GLUTES)).status == "present"


def test_psoas_tenderness_is_no_tightness():
    assert said(RULE, exam=exam(palpation=BACK + psoas(4), strengths=GLUTES)).status == "undetermined"


def test_trunk_flexion_per_side_needs_both_sides_to_be_strong():
    found: dict[str, Any] = {"short": True, "palpation": BACK}
    one = strength("trunk_flexion", "5")
    assert said(RULE, exam=exam(**found, strengths=STRONG_GLUTES + one)).status == "undetermined"
    assert said(RULE, exam=exam(**found, strengths=STRONG_GLUTES + strength("trunk_flexion", "5", "5"))).status == "absent"
    assert said(RULE, exam=exam(**found, strengths=STRONG_GLUTES + strength("trunk_flexion", "5", "3"))).status == "present"


NERVE = {"neuro": {"dermatomal_loss": "yes"}}
WEAK_FOOT = strength("ankle_dorsiflexion", "4-")


def test_signs_of_a_nerve_block_it_when_it_rests_on_the_glutes():
    verdict = said(RULE, intake=safe(), exam=exam(short=True, palpation=BACK, strengths=GLUTES + WEAK_FOOT) | NERVE)
    assert (verdict.status, verdict.blocked_by) == ("present", "neurological_deficit_pattern")


def test_without_the_glutes_it_stands_and_leaves_them_out():
    everything = exam(short=True, palpation=BACK, strengths=GLUTES + TRUNK + WEAK_FOOT)
    verdict = said(RULE, intake=safe(), exam=everything | NERVE)
    assert (verdict.status, verdict.blocked_by) == ("present", None)
    assert "hip extension weak" not in verdict.explanation
    assert "hip extension weak" in said(RULE, intake=safe(), exam=everything).explanation
