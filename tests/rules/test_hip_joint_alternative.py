import pytest

from tests.build import safe, said, thomas

RULE = "hip_joint_alternative"
GROIN = {"pain_locations": ["groin"]}


def rotation(side: str, degrees: float, painful: str) -> dict[str, object]:
    return {"motion": "hip_internal_rotation", "side": side, "degrees": degrees, "painful": painful}


def fadir(side: str, result: str, groin_pain: str) -> dict[str, object]:
    return {"test": "fadir", "side": side, "result": result, "groin_pain": groin_pain}


def exam(rotations: list[dict[str, object]], tests: list[dict[str, object]]) -> dict[str, object]:
    return {"range_of_motion": rotations, "special_tests": tests}


PAINLESS = [rotation(side, 10, "no") for side in ("left", "right")]
QUIET = [fadir(side, "positive", "no") for side in ("left", "right")]


def test_stiffness_without_pain_and_groin_pain_alone_are_nothing():
    assert said(RULE, intake=GROIN, exam=exam(PAINLESS, QUIET)).status == "absent"


def test_undetermined_from_one_side_only():
    verdict = said(RULE, intake=safe(), exam=exam([rotation("left", 30, "no")], [fadir("left", "negative", "no")]))
    assert verdict.status == "undetermined"
    assert all("/right/" in pointer for pointer in verdict.missing)


def test_groin_pain_with_painful_rotation():
    verdict = said(RULE, intake=safe(**GROIN), exam=exam([rotation("right", 40, "yes")], []))
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "moderate", "right")
    assert (
        said(RULE, intake=safe(), exam=exam([rotation("left", 40, "yes"), rotation("right", 40, "no")], QUIET)).status == "absent"
    )


@pytest.mark.parametrize(("degrees", "status"), [(14, "present"), (15, "absent")])
def test_stiff_and_painful_rotation(degrees, status):
    rotations = [rotation("left", degrees, "yes"), rotation("right", 40, "no")]
    assert said(RULE, intake=safe(), exam=exam(rotations, QUIET)).status == status


def test_fadir_with_groin_pain():
    assert said(RULE, exam=exam([], [fadir("left", "positive", "yes")])).side == "left"
    both = [fadir(side, "positive", "yes") for side in ("left", "right")]
    assert said(RULE, exam=exam([], both)).side == "both"
    assert said(RULE, exam=exam([], [fadir("left", "negative", "yes")])).status == "undetermined"


def test_it_outranks_the_muscle_reading_of_a_short_hip_flexor():
    parts = {"intake": safe(), "exam": exam([], [fadir("left", "positive", "yes")]) | {"length_tests": thomas(-10, 5)}}
    verdict = said("hip_flexor_length_restricted", **parts)
    assert (verdict.status, verdict.severity, verdict.blocked_by) == ("present", "moderate", RULE)
    assert "short hip flexors" not in verdict.explanation
    assert said("reciprocal_inhibition_pattern", **parts).blocked_by == RULE


def test_a_finding_without_a_side_is_not_absent_on_a_missing_answer():
    complete = exam(PAINLESS, QUIET)
    open_there = complete | {"special_tests": [*QUIET, {"test": "fadir", "side": "unknown", "result": "positive"}]}
    verdict = said(RULE, intake=GROIN, exam=open_there)
    assert verdict.status == "undetermined"
    assert "/examination/special_tests/fadir/unknown/groin_pain" in verdict.missing
    negative = {"test": "fadir", "side": "unknown", "result": "negative"}
    painless = complete | {
        "range_of_motion": [*PAINLESS, rotation("unknown", 10, "no")], "special_tests": [*QUIET, negative],
    }  # fmt: skip
    assert said(RULE, intake=GROIN, exam=painless).status == "absent"
