import pytest

from tests.build import said

RULE = "anterior_tilt_internal_rotation_chain"
NEUTRAL = {"femoral_rotation_left": "neutral", "femoral_rotation_right": "neutral"}


def posture(**fields: str) -> dict[str, object]:
    return {"posture": fields}


def test_anterior_tilt_alone_is_absent_and_common():
    verdict = said(RULE, exam=posture(pelvic_tilt="anterior", **NEUTRAL))
    assert verdict.status == "absent"
    assert "75-85 %" in verdict.explanation


@pytest.mark.parametrize("tilt", ["neutral", "posterior"])
def test_absent_without_anterior_tilt(tilt):
    assert said(RULE, exam=posture(pelvic_tilt=tilt)).status == "absent"


def test_undetermined_while_a_part_is_open():
    assert said(RULE, exam=posture(femoral_rotation_left="internal")).missing == ("/examination/posture/pelvic_tilt",)
    verdict = said(RULE, exam=posture(pelvic_tilt="anterior", femoral_rotation_left="external"))
    assert verdict.missing == ("/examination/posture/femoral_rotation_right",)


def test_range_of_rotation_is_not_posture():
    rotation = [{"motion": "hip_internal_rotation", "side": "left", "degrees": 60}]
    assert said(RULE, exam=posture(pelvic_tilt="anterior") | {"range_of_motion": rotation}).status == "undetermined"


@pytest.mark.parametrize(("left", "right", "side"), [("internal", "neutral", "left"), ("neutral", "internal", "right"),
                                                     ("internal", "internal", "both")])  # fmt: skip
def test_present_with_a_thigh_turned_in(left, right, side):
    verdict = said(RULE, exam=posture(pelvic_tilt="anterior", femoral_rotation_left=left, femoral_rotation_right=right))
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "info", side)
