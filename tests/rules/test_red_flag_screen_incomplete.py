from assessments.engine import evaluate
from tests.build import answers, case, safe, said

RULE = "red_flag_screen_incomplete"


def test_absent_when_every_required_question_is_answered():
    optional = dict.fromkeys(("sexual_sensation_loss", "claudication", "inflammatory_pattern", "urinary_symptoms"), "not_asked")
    assert said(RULE, intake=safe(safety=answers(**optional))).status == "absent"


def test_pregnancy_is_not_asked_of_a_man_nor_of_a_child():
    unasked = answers(pregnant="not_asked", pregnancy_pain_bleeding="not_asked")
    assert said(RULE, intake=safe(safety=unasked), patient={"sex": "male"}).status == "absent"
    assert said(RULE, intake=safe(safety=unasked), patient={"age_years": 11}).status == "absent"
    assert said(RULE, intake=safe(safety=unasked), patient={"age_years": 56}).status == "absent"
    for asked_at in (12, 55):
        assert said(RULE, intake=safe(safety=unasked), patient={"age_years": asked_at}).status == "present"
    assert said(RULE, intake=safe(safety=unasked)).status == "present"


def test_unknown_not_asked_and_declined_are_all_unanswered():
    for answer in ("unknown", "not_asked", "declined"):
        verdict = said(RULE, intake=safe(safety=answers(bowel_change=answer)))
        assert verdict.status == "present"
        assert verdict.missing == ("/intake/safety/answers/bowel_change",)
        assert "change of bowel control" in verdict.explanation


def test_a_screen_without_a_date_or_out_of_date_is_incomplete():
    undated = {"answers": answers()["answers"]}
    old = answers() | {"screened_on": "2026-03-01"}
    assert "no date" in said(RULE, intake=safe(safety=undated)).explanation
    assert "older than this intake" in said(RULE, intake=safe(safety=old)).explanation
    changed = safe(safety=old, recorded_on="2026-02-01", symptoms_changed_on="2026-03-02")
    assert "older than the last change of symptoms" in said(RULE, intake=changed).explanation


def test_a_fall_without_an_age_waits_for_the_age():
    assessment = evaluate(case(intake=safe(safety=answers(minor_fall="yes"))))
    assert assessment.gate == "incomplete"
    assert assessment.verdict(RULE).missing == ("/patient/birth_date",)


def test_it_stays_present_beside_a_red_flag():
    verdict = said(RULE, intake={"safety": {"answers": {"cancer_history": "yes"}}})
    assert (verdict.gate, verdict.status, verdict.blocked_by) == ("urgent", "present", None)


def test_nothing_recorded_at_all():
    assert said(RULE).status == "present"


def test_a_dated_screen_is_its_evidence():
    assert [one.pointer for one in said(RULE, intake=safe(safety=answers(hot_joint="unknown"))).evidence] == [
        "/intake/safety/screened_on"
    ]
    assert said(RULE).evidence == ()
