"""What is asked next: safety first, and nothing that a gate or a precaution stops."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from assessments.ask_next import Question, ask_next
from assessments.case import Case
from assessments.engine import CATALOGUE, evaluate
from assessments.redaction import seen_assessment
from assessments.rule import Rule, Ruling, undetermined
from patients.documents.safety_questions import QUESTIONS
from tests.build import TODAY, answers, case, psoas, safe
from tests.strategies import cases

ITEMS = "/intake/safety/answers/"
DATE = "/intake/safety/screened_on"
TENDERNESS = "/examination/palpation/psoas_major/{}/tenderness"


def fixed(id: str, ruling: Ruling, **changed: object) -> Rule:
    return replace(CATALOGUE[-1], id=id, check=lambda _: ruling, say=lambda *_: None, **changed)


def asked(*rules: Rule, **parts: Any) -> tuple[Question, ...]:
    return ask_next(evaluate(case(**parts), rules or CATALOGUE).verdicts, limit=99 if not rules else 3)


def pointers(questions: tuple[Question, ...]) -> list[str]:
    return [pointer for question in questions for pointer in question.pointers]


def test_what_settles_most_is_asked_first():
    one = fixed("one", undetermined(("/intake/prior_care_any",)))
    two = fixed("two", undetermined(("/intake/sports", "/intake/prior_care_any")))
    three = fixed("three", undetermined(("/intake/sports", "/intake/stairs/always", "/intake/stairs/lead_leg")))
    questions = asked(three, two, one, intake=safe())
    assert [question.pointer for question in questions] == ["/intake/prior_care_any", "/intake/sports", "/intake/stairs/always"]
    assert set(questions[0].rules) == {"one", "two"}
    assert questions[0].pointers == ("/intake/prior_care_any",)
    assert questions[0].label == "whether there was any earlier care for this complaint"


def test_a_care_gap_weighs_more_than_a_finding_and_that_more_than_an_exposure():
    ranks = ("pattern", "exposure", "finding", "care_gap")
    rules = [fixed(rank, undetermined((f"/intake/{rank}",)), rank=rank) for rank in ranks]
    assert pointers(asked(*rules, intake=safe())) == ["/intake/care_gap", "/intake/finding", "/intake/exposure"]


def test_left_and_right_of_one_test_are_one_question():
    both = undetermined((TENDERNESS.format("right"), TENDERNESS.format("left")))
    questions = asked(fixed("it", both), intake=safe())
    assert [question.pointers for question in questions] == [(TENDERNESS.format("left"), TENDERNESS.format("right"))]
    assert "psoas major left and right" in questions[0].label


def test_a_test_to_be_done_again_is_named_by_its_site_and_side():
    tests = [{"test": "modified_thomas", "side": "right", "hip_extension_deg": -5}]
    again = undetermined(("/examination/length_tests/0/pelvis_stabilised",))
    (question,) = asked(fixed("it", again), intake=safe(), exam={"length_tests": tests})
    assert question.pointer == "/examination/length_tests/0/pelvis_stabilised"
    assert "right" in question.label


def test_the_treatments_follow_when_it_is_known_that_there_were_any():
    assert "/prior_treatments" not in pointers(asked(intake=safe()))
    assert "/intake/prior_care_any" in pointers(asked(intake=safe()))
    assert "/prior_treatments" in pointers(asked(intake=safe(prior_care_any="yes")))


def test_a_blocked_verdict_asks_for_nothing():
    waiting = fixed("it", undetermined(("/intake/sports",)))
    blocker = fixed("first", Ruling(status="present", severity="low"), blocks=("it",))
    assert asked(waiting, blocker, intake=safe()) == ()
    assert asked(intake=safe()) != asked(waiting, intake=safe())


def test_an_open_screen_is_one_question_with_emergencies_first_then_what_opens_palpation():
    first, *others = asked()
    assert set(first.pointers) == {DATE, *(ITEMS + item for item, question in QUESTIONS.items() if question.required)}
    rank = {pointer: place for place, pointer in enumerate(first.pointers)}
    assert first.pointer == ITEMS + "saddle_numbness"
    assert rank[ITEMS + "acute_abdomen"] < rank[ITEMS + "pregnant"] < rank[ITEMS + "osteoporosis"]
    assert first.label == "the 25 unanswered safety questions and the date of a current safety screen"
    assert "red_flag_screen_incomplete" in first.rules
    assert not any(pointer.startswith((ITEMS, DATE)) and pointer in first.pointers for pointer in pointers(tuple(others)))


def test_few_open_questions_are_named():
    some = asked(intake=safe(safety=answers(unsteady_gait="unknown", minor_fall="yes")))[0]
    assert some.label == "the 1 unanswered safety question (unsteady gait) and the birth date"
    dated = asked(intake=safe(safety=answers() | {"screened_on": "2026-01-01"}))[0]
    assert (dated.label, dated.pointers) == ("the date of a current safety screen", (DATE,))


def test_two_places_are_left_beside_the_screen():
    questions = ask_next(evaluate(case()).verdicts)
    assert len(questions) == 3
    assert questions[1].pointer == "/intake/prior_care_any"


@pytest.mark.parametrize("item", ["cancer_history", "bladder_change"])
def test_behind_a_red_flag_only_the_screen_is_asked(item):
    assert asked(intake=safe(safety=answers(**{item: "yes"}))) == ()
    (question,) = asked(intake=safe(safety=answers(**{item: "yes", "hot_joint": "unknown", "minor_fall": "yes"})))
    assert question.pointers == (ITEMS + "hot_joint",)
    undated = {"answers": answers(**{item: "yes"})["answers"]}
    assert pointers(asked(intake=safe(safety=undated))) == [DATE]


def test_nobody_is_to_palpate_before_palpation_is_cleared():
    def palpations(**parts: Any) -> list[str]:
        return [pointer for pointer in pointers(asked(**parts)) if "/palpation/" in pointer]

    assert palpations(intake=safe())
    assert palpations(intake=safe(safety=answers(anticoagulated="yes")))
    assert not palpations(intake=safe(safety=answers(pregnant="yes")))
    assert not palpations(intake=safe(safety=answers(acute_abdomen="unknown")))
    assert not palpations(exam={"palpation": psoas(None, 4)})


def test_nobody_is_asked_to_hop():
    groin = safe(pain_locations=["groin"], safety=answers(night_constant_pain="yes"))
    assert not any("/hop/" in pointer for pointer in pointers(asked(intake=groin)))
    hop = undetermined(("/examination/special_tests/hop/left/result",))
    assert asked(fixed("it", hop), intake=safe()) == ()


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_no_hip_is_stretched_while_bone_risk_is_not_ruled_out(answer):
    stretch = fixed("it", undetermined(("/examination/length_tests/modified_thomas/left/hip_extension_deg",)))
    cleared = [{"item": "load_pain_with_bone_risk", "disposition": "cleared", "reason": "Imaging", "reviewed_by": "A. Rivera",
                "reviewed_on": TODAY}]  # fmt: skip
    safety = answers(load_pain_with_bone_risk=answer) | {"reviews": cleared}
    assert asked(stretch, intake=safe())
    assert not any("length_tests" in pointer for pointer in pointers(asked(stretch, intake=safe(safety=safety))))


def test_a_question_about_a_hidden_part_is_hidden():
    plain = evaluate(case(intake=safe(prior_care_any="no"))).to_plain()
    assert any("/examination/" in question["pointer"] for question in plain["ask_next"])
    seen = seen_assessment(plain, ("examination",))
    assert not any("/examination/" in pointer for question in seen["ask_next"] for pointer in question["pointers"])


@settings(suppress_health_check=list(HealthCheck), max_examples=100)
@given(cases())
def test_no_case_asks_for_what_is_stopped(generated: Case) -> None:
    assessment = evaluate(generated)
    questions = ask_next(assessment.verdicts)
    assert len(questions) <= 3
    for pointer in pointers(questions):
        assert "/special_tests/hop/" not in pointer
        assert assessment.palpation in ("cleared", "with_caution") or "/palpation/" not in pointer
        assert assessment.gate not in ("emergency", "urgent") or pointer.startswith("/intake/safety/")
    if assessment.gate == "incomplete":
        assert set(questions[0].pointers) == set(assessment.safety.missing)
