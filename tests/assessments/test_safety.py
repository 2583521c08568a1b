"""The safety table row by row, the gate, reviews and out-of-date screens."""

from typing import Any

import pytest

from assessments.case import canonical
from assessments.safety import CONDITIONS, SafetyState, safety_of
from patients.documents import SafetyAnswers
from patients.documents.safety_questions import QUESTIONS
from tests.build import TODAY, answers, case, review, safe, strength

OLD, YOUNG = {"age_years": 65}, {"age_years": 64}


def screened(*, patient: Any = None, exam: Any = None, intake: Any = None, reviews: Any = (), **changed: str) -> SafetyState:
    """A complete screen of today, all no apart from those named."""
    safety = answers(**changed) | {"reviews": list(reviews)}
    return safety_of(canonical(case(intake=safe(safety=safety) | (intake or {}), patient=patient, exam=exam)))


def held(state: SafetyState) -> dict[str, str]:
    return {condition.condition: condition.level for condition in state.conditions}


def test_every_answer_has_its_question_and_every_condition_a_name_of_its_own():
    assert tuple(QUESTIONS) == SafetyAnswers.__struct_fields__
    assert len({condition.id for condition in CONDITIONS}) == len(CONDITIONS)


def test_all_no_is_clear():
    state = screened(patient={"sex": "female", "age_years": 40})
    assert (state.gate, state.conditions, state.missing) == ("clear", (), ())


@pytest.mark.parametrize(
    "item",
    [
        "saddle_numbness", "bladder_change", "bowel_change", "sexual_sensation_loss", "bilateral_leg_symptoms",
        "leg_weakness_worsening", "unsteady_gait", "known_aneurysm", "acute_abdomen", "pregnancy_pain_bleeding",
        "cannot_bear_weight", "hot_joint", "calf_swelling",
    ],
)  # fmt: skip
def test_one_answer_is_an_emergency(item):
    assert screened(**{item: "yes"}).gate == "emergency"


@pytest.mark.parametrize("item", ["major_trauma", "osteoporosis", "cancer_history", "fever_unwell", "load_pain_with_bone_risk"])
def test_one_answer_is_urgent(item):
    assert screened(**{item: "yes"}).gate == "urgent"


@pytest.mark.parametrize(
    "item",
    ["long_term_steroids", "weight_loss", "night_constant_pain", "infection_risk", "urinary_symptoms", "anticoagulated",
     "claudication", "inflammatory_pattern"],
)  # fmt: skip
def test_one_answer_alone_is_a_caution(item):
    assert screened(**{item: "yes"}).gate == "caution"


@pytest.mark.parametrize("item", ["minor_fall", "vascular_risk", "pregnant"])
def test_one_answer_alone_changes_nothing(item):
    assert screened(patient=YOUNG, intake={"pain_unrelated_to_movement": "no"}, **{item: "yes"}).gate == "clear"


@pytest.mark.parametrize("sign", ["pulsatile_mass", "guarding"])
def test_an_abdominal_sign_is_an_emergency(sign):
    assert screened(exam={"abdomen": {sign: "yes"}}).gate == "emergency"
    assert screened(exam={"abdomen": {sign: "unknown"}}).gate == "clear"


@pytest.mark.parametrize("sign", ["reflex_change", "dermatomal_loss", "progressive_weakness"])
def test_major_trauma_with_a_neurological_sign_is_an_emergency(sign):
    assert screened(major_trauma="yes", exam={"neuro": {sign: "yes"}}).gate == "emergency"
    assert screened(exam={"neuro": {sign: "yes"}}).gate == "clear"


def test_a_minor_fall_counts_from_65_years():
    assert screened(patient=OLD, minor_fall="yes").gate == "urgent"
    assert screened(patient=YOUNG, minor_fall="yes").gate == "clear"


def test_a_minor_fall_at_an_unknown_age_keeps_the_gate_incomplete():
    state = screened(minor_fall="yes")
    assert (state.gate, state.missing) == ("incomplete", ("/patient/birth_date",))


@pytest.mark.parametrize("place", ["groin", "hip", "buttock"])
def test_steroids_with_pain_where_bone_dies(place):
    assert screened(long_term_steroids="yes", intake={"pain_locations": [place]}).gate == "urgent"
    assert held(screened(long_term_steroids="yes", minor_fall="yes", patient=YOUNG)) == {
        "steroids_with_bone_risk": "urgent", "long_term_steroids": "caution",
    }  # fmt: skip
    assert screened(long_term_steroids="yes", intake={"pain_locations": None}).missing == ("/intake/pain_locations",)


@pytest.mark.parametrize("other", ["cancer_history", "fever_unwell", "infection_risk"])
def test_weight_loss_with_a_risk(other):
    assert held(screened(weight_loss="yes", **{other: "yes"}))["weight_loss_with_risk"] == "urgent"


def test_vascular_risk_with_pain_unrelated_to_movement_at_any_age():
    for patient in (OLD, YOUNG, {"age_years": 20}, None):
        assert screened(vascular_risk="yes", patient=patient, intake={"pain_unrelated_to_movement": "yes"}).gate == "urgent"
    assert screened(vascular_risk="yes").missing == ("/intake/pain_unrelated_to_movement",)
    assert screened(intake={"pain_unrelated_to_movement": "yes"}).gate == "clear"


def test_urinary_symptoms_with_fever():
    assert held(screened(urinary_symptoms="yes", fever_unwell="yes"))["urinary_with_fever"] == "urgent"


@pytest.mark.parametrize("place", ["groin", "anterior_thigh", "flank"])
def test_blood_thinners_with_pain_where_a_bleeding_hurts(place):
    there = {"pain_locations": [place]}
    assert screened(anticoagulated="yes", intake=there).gate == "urgent"
    assert screened(anticoagulated="yes", intake=there | {"hip_held_flexed": "yes"}).gate == "emergency"
    for action in ("hip_flexion", "knee_extension"):
        assert screened(anticoagulated="yes", intake=there, exam={"strength": strength(action, "3", "5")}).gate == "emergency"
        assert screened(anticoagulated="yes", intake=there, exam={"strength": strength(action, "3+", "5")}).gate == "urgent"
    assert screened(anticoagulated="yes", intake={"pain_locations": None}).gate == "incomplete"


SIGN = {"special_tests": [{"test": "psoas_sign", "side": "unknown", "result": "positive"}]}


@pytest.mark.parametrize("illness", ["fever_unwell", "infection_risk", "weight_loss", "night_constant_pain"])
@pytest.mark.parametrize(
    "hip", [{"intake": {"hip_held_flexed": "yes"}}, {"intake": {"pain_on_hip_extension": "yes"}}, {"exam": SIGN}]
)
def test_psoas_abscess(illness, hip):
    state = screened(**hip, **{illness: "yes"})
    assert held(state)["psoas_abscess"] == "urgent"
    assert state.palpation == "blocked"
    assert "psoas_abscess" not in held(screened(**hip))


def stress_fracture(load: float | None = None, hop: str | None = None, place: str = "groin", **changed: str) -> SafetyState:
    sport = {"sport": "running"} | ({} if load is None else {"load_increase_percent": load})
    tests = [{"test": "hop", "side": "left", "result": hop}] if hop else []
    intake = {"pain_locations": [place], "sports": [sport], "sports_complete": "yes"}
    return screened(intake=intake, exam={"special_tests": tests}, **changed)


def test_femoral_neck_stress_fracture():
    assert stress_fracture(30, night_constant_pain="yes").gate == "urgent"
    assert stress_fracture(hop="positive").gate == "urgent"
    assert stress_fracture(29, night_constant_pain="yes").gate == "caution"
    assert stress_fracture(30).gate == "clear"
    assert stress_fracture(hop="negative", night_constant_pain="yes", load=0).gate == "caution"
    assert stress_fracture(30, place="hip", night_constant_pain="yes").gate == "caution"
    assert "femoral_neck_stress_fracture" in held(stress_fracture(30, load_pain_with_bone_risk="yes"))


def test_a_hop_that_was_not_done_leaves_a_suspected_stress_fracture_open_and_the_gate_as_it_is():
    assert stress_fracture(0).undecided == ()
    state = stress_fracture(30)
    assert state.gate == "clear"
    assert state.undecided == tuple(f"/examination/special_tests/hop/{side}/result" for side in ("left", "right"))
    hopped = [{"test": "hop", "side": side, "result": "negative"} for side in ("left", "right")]
    sport = {"sport": "running", "load_increase_percent": 30}
    groin = {"pain_locations": ["groin"], "sports": [sport], "sports_complete": "yes"}
    assert screened(intake=groin, exam={"special_tests": hopped}).undecided == ()
    assert screened().undecided == ()


@pytest.mark.parametrize("answer", ["unknown", "not_asked", "declined"])
def test_an_unanswered_required_question_is_incomplete(answer):
    state = screened(hot_joint=answer)
    assert (state.gate, state.unanswered) == ("incomplete", ("hot_joint",))


def test_red_flags_come_before_open_questions_and_those_before_cautions():
    assert screened(bladder_change="yes", hot_joint="unknown").gate == "emergency"
    assert screened(bladder_change="yes", cancer_history="yes").gate == "emergency"
    assert screened(cancer_history="yes", hot_joint="unknown").gate == "urgent"
    assert screened(night_constant_pain="yes", hot_joint="unknown").gate == "incomplete"


@pytest.mark.parametrize("item", ["sexual_sensation_loss", "claudication", "inflammatory_pattern", "urinary_symptoms"])
def test_four_questions_are_optional(item):
    assert screened(**{item: "not_asked"}).gate == "clear"


@pytest.mark.parametrize(("other", "gate"), [("yes", "urgent"), ("unknown", "incomplete"), ("no", "caution")])
def test_going_on_with_care_is_advised_only_where_the_gate_lets_go_on(other, gate):
    state = screened(long_term_steroids="yes", fever_unwell=other)
    caution = next(held for held in state.conditions if held.level == "caution")
    assert (state.gate, bool(caution.action)) == (gate, gate == "caution")


def test_a_screen_from_another_day():
    def dated(**intake: Any) -> str | None:
        return safety_of(canonical(case(intake=safe(**intake)))).screen_problem

    assert dated() is None
    assert dated(safety={"answers": answers()["answers"]}) == "undated"
    assert dated(recorded_on=None, safety=answers() | {"screened_on": "2020-01-01"}) is None
    assert dated(safety=answers() | {"screened_on": "2026-03-01"}) == "older_than_intake"
    assert dated(recorded_on="2026-02-01", symptoms_changed_on=TODAY) is None
    assert (
        dated(recorded_on=None, symptoms_changed_on=TODAY, safety=answers() | {"screened_on": "2026-03-01"})
        == "older_than_symptoms"
    )


class TestReview:
    def test_a_cleared_answer_counts_as_caution(self):
        state = screened(osteoporosis="yes", reviews=[review("osteoporosis")])
        assert (state.gate, state.palpation) == ("caution", "cleared")
        assert [(one.condition, one.level, one.cleared) for one in state.conditions] == [("osteoporosis", "caution", True)]

    @pytest.mark.parametrize("disposition", ["referred", "monitor"])
    def test_other_dispositions_leave_the_gate(self, disposition):
        assert screened(osteoporosis="yes", reviews=[review("osteoporosis", disposition)]).gate == "urgent"

    def test_a_review_without_a_date_or_before_the_screen_does_not_count(self):
        assert screened(osteoporosis="yes", reviews=[review("osteoporosis", on=None)]).gate == "urgent"
        assert screened(osteoporosis="yes", reviews=[review("osteoporosis", on="2026-03-01")]).gate == "urgent"

    @pytest.mark.parametrize(
        ("by", "gate"),
        [("front_desk", "urgent"), ("patient", "urgent"), ("ehr", "urgent"), ("letter", "urgent"), ("therapist", "caution")],
    )
    def test_only_a_clinician_can_review(self, by, gate):
        state = screened(osteoporosis="yes", reviews=[review("osteoporosis") | {"reviewed_by": by}])
        assert state.gate == gate

    def test_a_later_change_of_symptoms_ends_a_review(self):
        safety = answers(osteoporosis="yes") | {"screened_on": "2026-02-01", "reviews": [review("osteoporosis", on="2026-02-10")]}
        intake = safe(recorded_on="2026-02-01", symptoms_changed_on="2026-02-20", safety=safety)
        assert safety_of(canonical(case(intake=intake))).gate == "urgent"

    def test_a_review_of_an_undated_screen_does_not_count(self):
        safety = {"answers": answers(osteoporosis="yes")["answers"], "reviews": [review("osteoporosis")]}
        assert safety_of(canonical(case(intake=safe(safety=safety)))).gate == "urgent"

    def test_every_positive_answer_of_the_condition_has_to_be_cleared(self):
        both = {"weight_loss": "yes", "cancer_history": "yes"}
        assert screened(**both, reviews=[review("cancer_history")]).gate == "urgent"
        assert screened(**both, reviews=[review("cancer_history"), review("weight_loss")]).gate == "caution"

    def test_the_latest_review_counts_and_on_one_day_the_stricter_one(self):
        later = review("osteoporosis", "referred")
        earlier = review("osteoporosis", on="2026-02-20")
        safety = answers(osteoporosis="yes") | {"screened_on": "2026-02-10", "reviews": [earlier, later]}
        assert safety_of(canonical(case(intake=safe(recorded_on="2026-02-10", safety=safety)))).gate == "urgent"
        assert screened(osteoporosis="yes", reviews=[review("osteoporosis"), later]).gate == "urgent"

    def test_a_review_of_a_no_changes_nothing(self):
        assert screened(cancer_history="yes", reviews=[review("osteoporosis")]).gate == "urgent"

    def test_what_an_examination_found_cannot_be_cleared(self):
        assert screened(exam={"abdomen": {"guarding": "yes"}}, reviews=[review("acute_abdomen")]).gate == "emergency"
        tests = [{"test": "hop", "side": "left", "result": "positive"}]
        state = screened(night_constant_pain="yes", intake={"pain_locations": ["groin"]}, exam={"special_tests": tests},
                         reviews=[review("night_constant_pain")])  # fmt: skip
        assert state.gate == "urgent"

    def test_a_cleared_fall_does_not_wait_for_the_age(self):
        assert screened(minor_fall="yes", reviews=[review("minor_fall")]).gate == "clear"

    def test_a_review_lifts_no_palpation_precaution(self):
        state = screened(known_aneurysm="yes", reviews=[review("known_aneurysm")])
        assert (state.gate, state.palpation) == ("caution", "blocked")
        there = {"pain_locations": ["groin"]}
        assert screened(anticoagulated="yes", intake=there, reviews=[review("anticoagulated")]).palpation == "not_cleared"
        safe_hip = there | {"hip_held_flexed": "no"}
        strong = {"strength": strength("hip_flexion", "5", "5") + strength("knee_extension", "5", "5")}
        state = screened(anticoagulated="yes", intake=safe_hip, exam=strong, reviews=[review("anticoagulated")])
        assert (state.gate, state.palpation) == ("caution", "with_caution")


def test_sex_or_age_could_make_the_question_of_pregnancy_needless():
    def asked(patient: Any) -> tuple[str, ...]:
        return screened(patient=patient, pregnant="unknown").undecided

    assert asked(None) == ("/patient/sex", "/patient/birth_date")
    assert asked({"sex": "female"}) == ("/patient/birth_date",)
    assert asked({"sex": "unknown", "age_years": 30}) == ("/patient/sex",)
    assert screened(patient=None).undecided == ()
