import pytest

from tests.build import TODAY, answers, safe, said, treatment

RULE = "hip_flexors_never_examined"
NOBODY = {"prior_care_any": "yes", "hip_flexors_ever_examined": "no"}


def test_not_applicable_without_earlier_care():
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


def test_absent_as_soon_as_anybody_examined_them():
    assert said(RULE, treatments=[treatment(12, "no_change", "yes")]).status == "absent"
    assert said(RULE, treatments=[treatment(examined="no"), treatment(examined="yes")]).status == "absent"
    assert said(RULE, intake=NOBODY | {"hip_flexors_ever_examined": "yes"}).status == "absent"


def test_nothing_recorded_asks_first_whether_there_was_care():
    verdict = said(RULE)
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/intake/prior_care_any", "/intake/hip_flexors_ever_examined", "/prior_treatments")


def test_unknown_answers_are_no_gap():
    verdict = said(RULE, intake={"prior_care_any": "yes"}, treatments=[treatment(12, "no_change", "unknown")])
    assert (verdict.status, verdict.detail) == ("undetermined", None)
    assert verdict.missing[0] == "/intake/hip_flexors_ever_examined"


def test_a_treatment_for_another_complaint_or_without_a_session_does_not_count():
    other = treatment(12, "no_change", "no", for_current_complaint="no")
    none = treatment(0, "no_change", "no")
    assert said(RULE, intake={"prior_care_list_complete": "yes"}, treatments=[other, none]).status == "undetermined"


def test_no_everywhere_in_an_incomplete_list_asks_for_the_rest_of_the_list():
    verdict = said(RULE, treatments=[treatment(8, "no_change", "no"), treatment(6, "no_change", "no")])
    assert (verdict.status, verdict.detail) == ("undetermined", "not_examined_in_all_recorded")
    assert verdict.missing == ("/intake/prior_care_list_complete", "/intake/hip_flexors_ever_examined")
    assert "2 recorded episodes" in verdict.explanation


def test_some_no_and_some_unknown_counts_both():
    verdict = said(RULE, treatments=[treatment(8, examined="no"), treatment(6, examined="unknown"), treatment(2)])
    assert (verdict.status, verdict.detail) == ("undetermined", "mixed_no_and_unknown")
    assert "1 recorded episode" in verdict.explanation
    assert "2 others" in verdict.explanation


def test_a_list_that_is_known_to_be_incomplete_leaves_the_overall_question():
    verdict = said(RULE, intake={"prior_care_list_complete": "no"}, treatments=[treatment(8, examined="no")])
    assert verdict.missing == ("/intake/hip_flexors_ever_examined",)


def test_a_contradiction_decides_nothing():
    verdict = said(RULE, intake=NOBODY, treatments=[treatment(12, "no_change", "yes", source="letter")])
    assert (verdict.status, verdict.detail) == ("undetermined", "contradictory_record")
    assert verdict.missing == ("/intake/hip_flexors_ever_examined", "/prior_treatments/0/hip_flexors_examined")


def test_the_founding_story():
    eleven = treatment(11, "no_change", sessions_max=12, provider_kind="physical_therapist", source="patient", reported_on=TODAY)
    verdict = said(RULE, intake=safe(**NOBODY), treatments=[eleven])
    assert (verdict.status, verdict.severity) == ("present", "high")
    for part in (
        "1 earlier episode",
        "physical therapist",
        "11 to 12 sessions",
        "no change",
        "told by the patient",
        TODAY,
        "nobody ever",
    ):
        assert part in verdict.explanation
    assert verdict.action
    assert "/intake/hip_flexors_ever_examined" in [evidence.pointer for evidence in verdict.evidence]


def test_all_listed_providers_did_not_and_the_list_is_complete():
    verdict = said(RULE, intake={"prior_care_list_complete": "yes"}, treatments=[treatment(12, "no_change", "no")])
    assert (verdict.status, verdict.severity) == ("present", "high")
    assert [evidence.value for evidence in verdict.evidence] == ["no", "yes", 12, "no_change"]


def test_care_without_any_listed_treatment_is_ungraded():
    assert said(RULE, intake=NOBODY).severity == "ungraded"


@pytest.mark.parametrize(
    ("sessions", "outcome", "severity"),
    [
        (10, "no_change", "high"),
        (9, "no_change", "moderate"),
        (6, "worse", "moderate"),
        (5, "no_change", "low"),
        (1, "worse", "low"),
        (12, "slightly_better", "moderate"),
        (6, "slightly_better", "low"),
        (5, "slightly_better", "info"),
        (12, "better", "info"),
        (12, "resolved", "info"),
        (12, "unknown", "moderate"),
        (10, None, "moderate"),
        (9, None, "ungraded"),
        (None, "no_change", "ungraded"),
        (None, "better", "info"),
    ],
)
def test_severity_by_sessions_and_improvement(sessions, outcome, severity):
    assert said(RULE, intake=NOBODY, treatments=[treatment(sessions, outcome)]).severity == severity


@pytest.mark.parametrize(
    ("measured", "improved"),
    [
        ({"pain_before": 7, "pain_after": 5}, True),
        ({"pain_before": 7, "pain_after": 6}, False),
        ({"pain_before": 3, "pain_after": 2}, True),
        ({"pain_before": 1, "pain_after": 0}, True),
        ({"pain_before": 0, "pain_after": 0}, False),
        ({"odi_before": 60, "odi_after": 50}, True),
        ({"odi_before": 60, "odi_after": 51}, False),
        ({"odi_before": 20, "odi_after": 14}, True),
        ({"odi_before": 20, "odi_after": 15}, False),
        ({"pain_before": 7}, False),
    ],
)
def test_measured_improvement(measured, improved):
    verdict = said(RULE, intake=NOBODY, treatments=[treatment(12, "no_change", **measured)])
    assert verdict.severity == ("info" if improved else "high")


def test_sessions_are_summed_and_unknown_ones_leave_a_lower_bound():
    several = [treatment(6, "no_change"), treatment(4, "no_change"), treatment(None, "no_change")]
    verdict = said(RULE, intake=NOBODY, treatments=several)
    assert verdict.severity == "high"
    assert "at least 10 sessions in all" in verdict.explanation


def test_one_open_result_leaves_the_improvement_open():
    assert said(RULE, intake=NOBODY, treatments=[treatment(6, "no_change"), treatment(6)]).severity == "moderate"


def test_advice_waits_for_the_safety_screen():
    assert said(RULE, intake=NOBODY, treatments=[treatment(12, "no_change")]).action is None
    stopped = safe(**NOBODY, safety=answers(bladder_change="yes"))
    verdict = said(RULE, intake=stopped, treatments=[treatment(12, "no_change")])
    assert (verdict.status, verdict.severity, verdict.blocked_by, verdict.action) == ("present", "high", "gate", None)
    assert "may add what" not in verdict.explanation


def test_it_prints_what_speaks_against_it():
    assert any("28.5 %" in text for text in said(RULE).rule.counter_evidence)
    assert [default.value for default in said(RULE).rule.local_defaults] == [10, 6]


def test_an_examination_is_advised_only_behind_a_passed_gate():
    told = {"prior_care_any": "yes", "hip_flexors_ever_examined": "no"}
    passed = said(RULE, intake=safe(**told))
    assert "may add" in (passed.action or "")
    verdict = said(RULE, intake=safe(**told, safety=answers(bladder_change="unknown")))
    assert (verdict.status, verdict.action) == ("present", None)
    assert "may add" not in verdict.explanation


@pytest.mark.parametrize("somehow", [{"hip_flexor_exam_modes": ["palpated"]}, {"hip_flexors_reexamined": "yes"}])
def test_an_episode_that_denies_itself_decides_nothing_until_it_is_resolved(somehow):
    denial = treatment(12, "no_change", "no", **somehow)
    verdict = said(RULE, intake={"hip_flexors_ever_examined": "yes"}, treatments=[denial])
    assert (verdict.status, verdict.detail) == ("undetermined", "contradictory_record")
    assert said(RULE, treatments=[denial, treatment(3, examined="yes")]).status == "absent"
    other = denial | {"for_current_complaint": "no"}
    assert said(RULE, intake=NOBODY | {"hip_flexors_ever_examined": "yes"}, treatments=[other]).status == "absent"


@pytest.mark.parametrize("somehow", [{"hip_flexor_exam_modes": ["palpated"]}, {"hip_flexors_reexamined": "yes"}])
def test_nobody_ever_and_a_described_examination_contradict_one_another(somehow):
    verdict = said(RULE, intake=NOBODY, treatments=[treatment(12, "no_change", **somehow)])
    assert (verdict.status, verdict.detail) == ("undetermined", "contradictory_record")
    assert said(RULE, intake=NOBODY, treatments=[treatment(12, "no_change", hip_flexor_exam_modes=[])]).status == "present"
