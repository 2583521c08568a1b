import pytest

from tests.build import answers, review, safe, said

RULE = "red_flag_positive"


def test_absent_when_everything_is_answered_no():
    verdict = said(RULE, intake=safe())
    assert verdict.status == "absent"
    assert len(verdict.evidence) == 29


@pytest.mark.parametrize("item", ["weight_loss", "night_constant_pain", "claudication", "minor_fall"])
def test_one_weak_answer_alone_stops_nobody(item):
    verdict = said(RULE, intake=safe(safety=answers(**{item: "yes"}), hip_held_flexed="no", pain_on_hip_extension="no"),
                   patient={"age_years": 40}, exam={"special_tests": [
                       {"test": "psoas_sign", "side": side, "result": "negative"} for side in ("left", "right")]})  # fmt: skip
    assert verdict.status == "absent"


def test_undetermined_while_a_required_question_is_open():
    verdict = said(RULE, intake=safe(safety=answers(bladder_change="unknown")))
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/intake/safety/answers/bladder_change",)


def test_undetermined_while_a_combination_is_open_although_the_gate_is_passed():
    verdict = said(RULE, intake=safe(safety=answers(infection_risk="yes")))
    assert verdict.gate == "caution"
    assert verdict.status == "undetermined"
    assert "/intake/hip_held_flexed" in verdict.missing


@pytest.mark.parametrize(("item", "detail"), [("bladder_change", "emergency"), ("cancer_history", "urgent")])
def test_present_high_with_its_items_and_its_action(item, detail):
    verdict = said(RULE, intake=safe(safety=answers(**{item: "yes"})))
    assert (verdict.status, verdict.severity, verdict.detail) == ("present", "high", detail)
    assert [(one.pointer, one.value) for one in verdict.evidence] == [(f"/intake/safety/answers/{item}", "yes")]
    assert verdict.action
    assert verdict.blocked_by is None


def test_a_cleared_answer_is_no_red_flag_any_more():
    safety = answers(osteoporosis="yes") | {"reviews": [review("osteoporosis")]}
    assert said(RULE, intake=safe(safety=safety)).status == "absent"


def test_several_conditions_are_all_named_and_each_action_once():
    verdict = said(RULE, intake=safe(safety=answers(cancer_history="yes", fever_unwell="yes")))
    assert "Cancer at any time and Fever" in verdict.explanation
    assert verdict.action
    assert verdict.action.count("Refer to a physician before") == 1


def test_an_open_screen_asks_for_an_optional_question_that_would_be_an_emergency():
    optional = "/intake/safety/answers/sexual_sensation_loss"
    both = answers(bladder_change="unknown", sexual_sensation_loss="not_asked", claudication="not_asked")
    verdict = said(RULE, intake=safe(safety=both))
    assert verdict.missing == ("/intake/safety/answers/bladder_change", optional)
    assert said(RULE, intake=safe(safety=answers(sexual_sensation_loss="not_asked"))).status == "absent"
