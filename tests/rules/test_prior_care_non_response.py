import pytest

from tests.build import said, treatment

RULE = "prior_care_non_response"
FOUR_WEEKS = {"started_on": "2025-12-01", "ended_on": "2025-12-29"}
SHORT = {"started_on": "2025-12-01", "ended_on": "2025-12-28"}


@pytest.mark.parametrize("outcome", ["better", "resolved", "slightly_better"])
def test_absent_with_any_improvement(outcome):
    assert said(RULE, treatments=[treatment(20, outcome)]).status == "absent"


def test_absent_with_measured_improvement():
    assert said(RULE, treatments=[treatment(11, "no_change", pain_before=7, pain_after=3)]).status == "absent"


def test_absent_when_the_course_was_short():
    assert said(RULE, treatments=[treatment(5, "no_change", **SHORT)]).status == "absent"
    assert said(RULE, treatments=[treatment(None, "no_change", sessions_max=5, **SHORT)]).status == "absent"


def test_not_applicable_without_care():
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


def test_undetermined_without_a_result_or_a_length():
    verdict = said(RULE, treatments=[treatment(12)])
    assert verdict.status == "undetermined"
    assert verdict.missing[0] == "/prior_treatments/0/outcome"
    assert "/prior_treatments/0/pain_after" in verdict.missing
    verdict = said(RULE, treatments=[treatment(None, "no_change", started_on="2025-12-01")])
    assert verdict.missing == tuple(f"/prior_treatments/0/{name}" for name in ("ended_on", "sessions_min", "sessions_max"))
    assert said(RULE, treatments=[treatment(12, pain_before=7, pain_after=7)]).status == "undetermined"


@pytest.mark.parametrize(
    ("sessions", "severity"), [(6, "low"), (9, "low"), (10, "moderate"), (19, "moderate"), (20, "high"), (11, "moderate")]
)
def test_severity_by_sessions(sessions, severity):
    verdict = said(RULE, treatments=[treatment(sessions, "no_change")])
    assert (verdict.status, verdict.severity) == ("present", severity)


def test_four_weeks_without_a_number_of_sessions_are_ungraded():
    assert said(RULE, treatments=[treatment(None, "worse", **FOUR_WEEKS)]).severity == "ungraded"
    assert said(RULE, treatments=[treatment(3, "worse", **FOUR_WEEKS)]).severity == "low"


def test_two_such_episodes_are_high():
    assert said(RULE, treatments=[treatment(6, "no_change"), treatment(8, "no_change")]).severity == "high"
    assert said(RULE, treatments=[treatment(6, "no_change"), treatment(8)]).severity == "low"


def test_the_first_advice_is_the_safety_screen():
    verdict = said(RULE, treatments=[treatment(6, "no_change")])
    assert verdict.words.action.startswith("First repeat the safety screen")


def test_a_result_that_nobody_knows_is_no_evidence():
    measured = treatment(12, "unknown", pain_before=7, pain_after=3)
    verdict = said(RULE, treatments=[measured])
    assert verdict.status == "absent"
    assert [one.pointer.rpartition("/")[2] for one in verdict.evidence] == ["pain_before", "pain_after"]


@pytest.mark.parametrize(
    ("measured", "status"),
    [
        ({"odi_before": 40.3, "odi_after": 30.3}, "absent"),
        ({"odi_before": 40.3, "odi_after": 30.4}, "present"),
        ({"odi_before": 7, "odi_after": 4.9}, "absent"),
        ({"odi_before": 7, "odi_after": 5}, "present"),
        ({"odi_before": 0.3, "odi_after": 0.2}, "absent"),
    ],
)
def test_the_border_of_improvement_is_exact_for_decimals(measured, status):
    assert said(RULE, treatments=[treatment(12, "no_change", **measured)]).status == status
