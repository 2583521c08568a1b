import pytest

from tests.build import safe, said, thomas

RULE = "hip_flexor_length_restricted"


def test_positive_degrees_are_not_restricted():
    """Negative is above the horizontal: a lost sign would turn the finding round."""
    verdict = said(RULE, exam={"length_tests": thomas(12, 12)})
    assert (verdict.status, verdict.confidence) == ("absent", None)
    assert "borderline" not in verdict.explanation
    assert said(RULE, exam={"length_tests": thomas(-12, -12)}).status == "present"


def test_the_horizontal_is_borderline():
    verdict = said(RULE, exam={"length_tests": thomas(0, 12)})
    assert verdict.status == "absent"
    assert "borderline" in verdict.explanation
    assert "borderline" in said(RULE, exam={"length_tests": thomas(5, 12)}).explanation
    assert "borderline" not in said(RULE, exam={"length_tests": thomas(6, 12)}).explanation


def test_one_side_is_not_both():
    verdict = said(RULE, exam={"length_tests": thomas(3)})
    assert verdict.missing == ("/examination/length_tests/modified_thomas/right/hip_extension_deg",)


@pytest.mark.parametrize(
    ("degrees", "severity"), [(-0.5, "low"), (-5, "low"), (-5.5, "moderate"), (-15, "moderate"), (-15.5, "high")]
)
def test_severity_by_degrees(degrees, severity):
    verdict = said(RULE, exam={"length_tests": thomas(degrees)})
    assert (verdict.status, verdict.severity, verdict.side) == ("present", severity, "left")


def test_both_sides_are_graded_by_the_shorter_one():
    verdict = said(RULE, exam={"length_tests": thomas(-3, -20)})
    assert (verdict.severity, verdict.side) == ("high", "both")
    assert [one.value for one in verdict.evidence][:2] == [-3, -20]


@pytest.mark.parametrize("stabilised", ["no", "not_asked", "unknown"])
def test_low_confidence_without_a_stabilised_pelvis(stabilised):
    verdict = said(RULE, intake=safe(), exam={"length_tests": thomas(-10, stabilised=stabilised)})
    assert verdict.confidence == "low"
    assert "unreliable" in verdict.explanation
    assert said(RULE, exam={"length_tests": thomas(9, 9, stabilised)}).confidence == "low"


def test_only_the_restricted_side_has_to_be_stabilised():
    tests = [*thomas(-10), *thomas(None, 10, "no")]
    assert said(RULE, exam={"length_tests": tests}).confidence is None
