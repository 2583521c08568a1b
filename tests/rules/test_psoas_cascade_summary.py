from tests.build import psoas, said, strength, thomas

RULE = "psoas_cascade_summary"


def test_nothing_examined_counts_as_nothing_found_and_nothing_missing():
    verdict = said(RULE)
    assert verdict.status == "undetermined"
    assert "0 found, 0 not found, 8 not examined" in verdict.explanation


def test_it_counts_found_not_found_and_not_examined():
    exam = {
        "palpation": psoas(3),
        "length_tests": thomas(-5),
        "strength": strength("hip_extension", "5", "5"),
        "posture": {"pelvic_tilt": "anterior", "femoral_rotation_left": "neutral", "femoral_rotation_right": "neutral"},
    }
    verdict = said(RULE, exam=exam)
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "info", None)
    assert "3 found, 2 not found, 3 not examined" in verdict.explanation
    assert "not a score" in verdict.explanation


def test_absent_only_when_all_was_examined():
    sides = ("left", "right")
    quiet = {"tenderness": 0, "tone": "normal", "trigger_point": {"taut_band": "no"}}
    exam = {
        "palpation": [{"muscle": m, "side": s} | quiet for m in ("psoas_major", "quadratus_lumborum") for s in sides],
        "length_tests": [one | {"knee_flexion_deg": 90} for one in thomas(5, 5)],
        "strength": strength("hip_extension", "5", "5"),
        "special_tests": [{"test": "ely", "side": side, "result": "negative"} for side in sides],
        "posture": {"pelvic_tilt": "neutral", "femoral_rotation_left": "neutral", "femoral_rotation_right": "external"},
    }
    assert said(RULE, intake={"back_spasms": "no"}, exam=exam).status == "absent"
    assert said(RULE, exam=exam).status == "undetermined"
