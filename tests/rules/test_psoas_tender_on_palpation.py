import pytest

from tests.build import answers, psoas, safe, said

RULE = "psoas_tender_on_palpation"


def test_absent_when_both_sides_are_at_most_1():
    assert said(RULE, exam={"palpation": psoas(1, 0)}).status == "absent"


def test_one_side_tested_is_not_both():
    verdict = said(RULE, exam={"palpation": psoas(1)})
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/examination/palpation/psoas_major/right/tenderness",)


def test_an_absent_reason_or_another_muscle_is_no_grade():
    declined = [{"muscle": "psoas_major", "side": "left", "absent_reason": "declined"}, *psoas(None, 1)]
    assert said(RULE, exam={"palpation": declined}).status == "undetermined"
    iliacus = [{"muscle": "iliacus", "side": "left", "tenderness": 4}]
    assert said(RULE, exam={"palpation": iliacus}).status == "undetermined"
    toned = [{"muscle": "psoas_major", "side": side, "tone": "spasm"} for side in ("left", "right")]
    assert said(RULE, exam={"palpation": toned}).status == "undetermined"


def test_a_grade_without_a_side_is_present_but_never_both_sides():
    assert said(RULE, exam={"palpation": psoas(unknown=1)}).status == "undetermined"
    verdict = said(RULE, exam={"palpation": psoas(unknown=3)})
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "moderate", "unknown")


@pytest.mark.parametrize(
    ("grade", "familiar", "severity"),
    [
        (2, "no", "low"),
        (2, "unknown", "low"),
        (2, "yes", "moderate"),
        (3, "no", "moderate"),
        (3, "yes", "high"),
        (4, "no", "high"),
    ],
)
def test_severity_by_grade_and_familiar_pain(grade, familiar, severity):
    verdict = said(RULE, exam={"palpation": psoas(None, grade, reproduces_familiar_pain=familiar)})
    assert (verdict.status, verdict.severity, verdict.side) == ("present", severity, "right")


def test_the_familiar_pain_of_the_less_tender_side_does_not_count():
    palpation = [*psoas(3), *psoas(None, 2, reproduces_familiar_pain="yes")]
    assert said(RULE, exam={"palpation": palpation}).severity == "moderate"


@pytest.mark.parametrize(("left", "right", "side"), [(3, 2, "left"), (2, 3, "right"), (2, 2, "both")])
def test_the_side_is_the_more_tender_one(left, right, side):
    assert said(RULE, exam={"palpation": psoas(left, right)}).side == side


def test_grade_4_lists_what_to_re_check_with_todays_answers_and_stays_provisional():
    intake = safe(safety=answers(bladder_change="not_asked"))
    verdict = said(RULE, intake=intake, exam={"palpation": psoas(None, 4)})
    assert verdict.gate == "incomplete"
    assert verdict.provisional
    for part in (
        "Re-check for abscess, haematoma and abdomen",
        "fever or feeling ill: no",
        "abdomen guarding: not asked",
    ):
        assert part in verdict.explanation
    assert "Re-check" not in said(RULE, exam={"palpation": psoas(None, 3)}).explanation


def test_on_blood_thinners_with_groin_pain_it_is_stored_and_blocked():
    intake = safe(safety=answers(anticoagulated="yes"), pain_locations=["groin"])
    verdict = said(RULE, intake=intake, exam={"palpation": psoas(None, 3)})
    assert verdict.gate == "urgent"
    assert (verdict.status, verdict.severity, verdict.blocked_by, verdict.action) == ("present", "moderate", "gate", None)
