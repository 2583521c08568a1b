"""Names of inputs and sentences in words that a therapist reads without stumbling."""

import pytest

from assessments.case import Case
from assessments.engine import evaluate
from assessments.wording import label, named, source
from patients.documents import read
from tests.build import answers, case, psoas, safe, said, strength, thomas, treatment


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/intake/start_back/total", "the STarT Back total score"),
        ("/examination/length_tests/modified_thomas/left/hip_extension_deg", "modified Thomas test left (hip extension)"),
        ("/examination/special_tests/ely/right/result", "Ely's test right (result)"),
        ("/examination/special_tests/fadir/unknown/groin_pain", "FADIR test without a side (groin pain)"),
        (
            "/examination/palpation/quadratus_lumborum/left/trigger_point/taut_band",
            "quadratus lumborum left (trigger point taut band)",
        ),
        ("/as_of", "the date of the assessment"),
        ("/prior_treatments/0/outcome", "outcome for an earlier treatment"),
    ],
)
def test_an_input_in_words(pointer, text):
    assert label(pointer) == text


def test_an_episode_is_named_by_its_provider_and_date():
    told = case(treatments=[treatment(provider_kind="chiropractor", started_on="2025-01-02"), treatment(3)])
    assert named(("/prior_treatments/0/outcome",), told) == "outcome for chiropractor from 2025-01-02"
    denial = treatment(provider_kind="chiropractor", examined="no", hip_flexor_exam_modes=["palpated"])
    assert said("data_conflict", treatments=[denial]).explanation.startswith("chiropractor: hip flexors not examined")


@pytest.mark.parametrize(
    ("code", "text"),
    [("patient", "the patient"), ("front_desk", "the front desk"), ("ehr", "the record system"), ("letter", "a letter")],
)
def test_who_told_it(code, text):
    assert source(code) == text
    if code in ("patient", "front_desk"):
        told = safe(prior_care_any="yes", hip_flexors_ever_examined="no", source=code)
        assert f"Told by {text} on" in said("hip_flexors_never_examined", intake=told).explanation


def test_what_is_absent_is_said_plainly():
    done = {"palpation": psoas(0, 1), "length_tests": thomas(5, 5), "strength": strength("hip_flexion", "5", "5")}
    assert said("red_flag_screen_incomplete", intake=safe()).explanation == "All required safety questions are answered."
    assert said("own_exam_hip_flexors_incomplete", exam=done).explanation == "Complete on both sides."
    assert "No red flag is open" in said("red_flag_positive", intake=safe()).explanation


def test_blocked_palpation_names_where_it_hurts():
    bleeding = safe(pain_locations=["groin"], safety=answers(anticoagulated="yes"))
    assert "where it hurts: groin" in said("psoas_palpation_precaution", intake=bleeding).explanation


def test_with_a_birth_date_the_date_of_the_assessment_is_asked_for():
    fall = safe(safety=answers(minor_fall="yes"))
    undated = read(Case, {"intake": fall, "patient": {"birth_date": "1950-01-01"}})
    assert evaluate(undated).verdict("red_flag_screen_incomplete").missing == ("/as_of",)
    assert said("red_flag_screen_incomplete", intake=fall).missing == ("/patient/birth_date",)
