import pytest

from tests.build import psoas, said, thomas

RULE = "psoas_asymmetry"


def both(tender: tuple[int, int], degrees: tuple[float, float]) -> dict[str, object]:
    return {"palpation": psoas(*tender), "length_tests": thomas(*degrees)}


def test_absent_only_when_both_differences_are_known_and_small():
    assert said(RULE, exam=both((2, 1), (0, 9))).status == "absent"
    assert said(RULE, exam={"palpation": psoas(2, 1)}).status == "undetermined"
    assert said(RULE, exam={"length_tests": thomas(0, 9)}).status == "undetermined"


def test_one_side_or_no_side_serves_no_comparison():
    verdict = said(RULE, exam={"palpation": psoas(None, 3)})
    assert verdict.status == "undetermined"
    assert verdict.missing[0] == "/examination/palpation/psoas_major/left/tenderness"
    assert said(RULE, exam={"palpation": psoas(None, 3, unknown=0)}).status == "undetermined"


@pytest.mark.parametrize("stabilised", ["no", "not_asked", "unknown"])
def test_length_counts_only_with_a_stabilised_pelvis(stabilised):
    tests = [*thomas(-10), *thomas(None, 5, stabilised)]
    verdict = said(RULE, exam={"palpation": psoas(0, 0), "length_tests": tests})
    assert verdict.status == "undetermined"
    assert len(verdict.missing) == 1
    assert verdict.missing[0].endswith("/pelvis_stabilised")


@pytest.mark.parametrize(
    ("tender", "degrees", "side"),
    [
        ((3, 1), (0, 0), "left"),
        ((0, 2), (0, 0), "right"),
        ((0, 0), (-10, 0), "left"),
        ((0, 0), (5, -5), "right"),
        ((2, 0), (-10, 0), "left"),
        ((2, 0), (0, -10), "mixed"),
    ],
)
def test_the_side_is_the_more_tender_or_more_restricted_one(tender, degrees, side):
    verdict = said(RULE, exam=both(tender, degrees))
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "low", side)


def test_it_says_that_asymmetry_is_common():
    assert "Hides 2010" in said(RULE).rule.counter_evidence[0]


def test_the_text_names_the_measures_that_are_there():
    one = said(RULE, exam={"palpation": psoas(3, 0), "length_tests": thomas(5)}).explanation
    assert "tenderness left 3, right 0" in one
    assert "hip extension" not in one
    other = said(RULE, exam={"palpation": psoas(None, 0), "length_tests": thomas(-10.5, 5)}).explanation
    assert "hip extension left -10.5 degrees, right 5 degrees" in other
    assert "tenderness left" not in other


@pytest.mark.parametrize("stabilised", ["no", "not_asked", "unknown"])
def test_a_small_difference_in_length_is_small_however_it_was_measured(stabilised):
    exam = {"palpation": psoas(1, 1), "length_tests": thomas(0, 9, stabilised)}
    assert said(RULE, exam=exam).status == "absent"
    great = exam | {"length_tests": thomas(0, 10, stabilised)}
    assert said(RULE, exam=great).status == "undetermined"


def test_an_unmeasured_side_is_asked_for_with_its_stabilisation():
    verdict = said(RULE, exam={"palpation": psoas(1, 1), "length_tests": thomas(0)})
    assert verdict.missing == (
        "/examination/length_tests/modified_thomas/right/hip_extension_deg",
        "/examination/length_tests/modified_thomas/right/pelvis_stabilised",
    )
