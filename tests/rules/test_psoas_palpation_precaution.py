import pytest

from tests.build import answers, safe, said

RULE = "psoas_palpation_precaution"
QUIET = {"hip_held_flexed": "no", "pain_on_hip_extension": "no"}


def test_absent_when_the_questions_are_answered_no():
    assert said(RULE, intake=safe()).status == "absent"


def test_undetermined_while_an_unrelated_question_is_open():
    verdict = said(RULE, intake=safe(safety=answers(saddle_numbness="declined")))
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/intake/safety/answers/saddle_numbness",)


@pytest.mark.parametrize("item", ["known_aneurysm", "acute_abdomen", "pregnant"])
def test_an_open_question_that_forbids_is_not_cleared(item):
    verdict = said(RULE, intake=safe(safety=answers(**{item: "unknown"})))
    assert (verdict.status, verdict.detail) == ("present", "not_cleared")
    assert verdict.missing == (f"/intake/safety/answers/{item}",)
    assert verdict.action == "Do not palpate the psoas through the abdomen until the open questions are answered."


@pytest.mark.parametrize("sign", ["pulsatile_mass", "guarding"])
def test_abdominal_signs_block(sign):
    verdict = said(RULE, intake=safe(), exam={"abdomen": {sign: "yes"}})
    assert (verdict.detail, verdict.severity, verdict.blocked_by) == ("blocked", "high", "gate")


def test_pregnancy_blocks_and_tells_what_to_do_instead():
    verdict = said(RULE, intake=safe(safety=answers(pregnant="yes")))
    assert verdict.detail == "blocked"
    assert verdict.action
    assert "modified Thomas test" in verdict.action


def test_blood_thinners_call_for_caution():
    verdict = said(RULE, intake=safe(safety=answers(anticoagulated="yes")))
    assert (verdict.detail, verdict.severity) == ("with_caution", "low")


def test_an_open_abscess_combination_is_not_cleared():
    verdict = said(RULE, intake=safe(safety=answers(infection_risk="yes")))
    assert verdict.detail == "not_cleared"
    settled = safe(safety=answers(infection_risk="yes"), **QUIET)
    signs = [{"test": "psoas_sign", "side": side, "result": "negative"} for side in ("left", "right")]
    assert said(RULE, intake=settled, exam={"special_tests": signs}).status == "absent"


def test_an_old_screen_clears_nothing():
    old = answers() | {"screened_on": "2026-01-01"}
    assert said(RULE, intake=safe(safety=old)).detail == "not_cleared"


def test_under_a_stopping_gate_the_fact_that_it_is_blocked_still_shows():
    verdict = said(RULE, intake=safe(safety=answers(fever_unwell="yes")))
    assert (verdict.blocked_by, verdict.action) == ("gate", None)
    assert verdict.explanation.startswith("Abdominal palpation of the psoas is blocked (not to be done). Recorded: fever")


def test_while_the_gate_is_incomplete_nothing_is_advised_but_to_leave_it():
    blocked = said(RULE, intake=safe(safety=answers(pregnant="yes", saddle_numbness="unknown")))
    assert blocked.action == "Do not palpate the psoas through the abdomen."
    careful = said(RULE, intake=safe(safety=answers(anticoagulated="yes", saddle_numbness="unknown")))
    assert (careful.detail, careful.action) == ("with_caution", None)
    assert "lightly" not in careful.explanation
    assert "lightly" in (said(RULE, intake=safe(safety=answers(anticoagulated="yes"))).action or "")
    open_combination = said(RULE, intake=safe(safety=answers(infection_risk="yes")))
    assert open_combination.action == "Do not palpate the psoas through the abdomen until the open questions are answered."
