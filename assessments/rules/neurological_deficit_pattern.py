"""Leg weakness together with a change of reflexes or of feeling: a nerve may be involved.

A clinician would say: "Weak with numbness is a nerve question before it is a muscle question." While it is present, weak
glutes are not read as inhibited ones. It must not fire for weakness alone, nor for a positive straight-leg raise alone.
Source: NICE NG59; IFOMPT red-flag framework (Finucane, JOSPT 2020).
"""

from assessments.case import Case
from assessments.concepts.muscles import WEAK_GRADE
from assessments.concepts.nerve import is_severe, nerve_signs
from assessments.concepts.sides import side_of
from assessments.logic import any_of
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    by_side = nerve_signs(case)
    fact = any_of(*by_side.values())
    return unless_true(fact) or present("high" if is_severe(case) else "moderate", fact, side=side_of(by_side))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    return Words(
        _("Signs of a nerve together: {recorded}.").format(recorded=recorded(case, ruling.at)),
        _("This is compatible with a nerve being involved and comes before any reading of muscle patterns."),
        _("Complete the neurological examination and consider referral."),
    )


RULE = Rule(
    id="neurological_deficit_pattern",
    version=1,
    title="Neurological signs in the leg",
    statement="Leg weakness with a change of reflexes or feeling, or a positive straight-leg raise with loss of feeling.",
    logic="Ankle, toe, knee extension or hip flexion of 4- or weaker with a reflex change or dermatomal loss; or a "
    "positive straight-leg raise with dermatomal loss. High with progressive weakness or a grade of 3 or weaker, "
    "else moderate.",
    rank="alternative",
    evidence_grade="G",
    inputs=("/examination/strength", "/examination/neuro", "/examination/special_tests/straight_leg_raise"),
    sources=("NICE NG59", "IFOMPT red-flag framework: Finucane et al., JOSPT 2020"),
    counter_evidence=("Single neurological signs have limited accuracy for nerve root involvement.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(
        LocalDefault(
            rule="neurological_deficit_pattern", name="weak_grade", value=WEAK_GRADE, unit="grade", note="counts as weak"
        ),
    ),
    blocks=("reciprocal_inhibition_pattern", "lower_crossed_pattern"),
)
