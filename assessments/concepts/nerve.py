"""PURE: signs of a nerve in the leg: weakness with a change of reflexes or feeling."""

from assessments.anatomy import Grade
from assessments.atoms import examination_answer
from assessments.case import Case, once_per_case
from assessments.concepts.muscles import WEAK_GRADE, grade_at_most, positive_on
from assessments.concepts.sides import BySide, on_each_side
from assessments.logic import Fact, all_of, any_of

LEG_ACTIONS = ("ankle_dorsiflexion", "great_toe_extension", "ankle_plantarflexion", "knee_extension", "hip_flexion")
SEVERE_GRADE: Grade = "3"


@once_per_case
def nerve_signs(case: Case) -> BySide:
    """Weak with a reflex change or loss of feeling, or a positive straight-leg raise with loss of feeling."""
    reflex, feeling = _sign(case, "reflex_change"), _sign(case, "dermatomal_loss")

    def deficit(side: str) -> Fact:
        weakness = all_of(_weak(case, side, WEAK_GRADE), any_of(reflex, feeling))
        return any_of(weakness, all_of(positive_on(case, "straight_leg_raise", side), feeling))

    return on_each_side(case, deficit)


def is_severe(case: Case) -> bool:
    """Whether weakness is known to progress, or a leg muscle to be at most 3."""
    grades = on_each_side(case, lambda side: _weak(case, side, SEVERE_GRADE)).values()
    return any_of(_sign(case, "progressive_weakness"), *grades).is_true


def _sign(case: Case, name: str) -> Fact:
    return examination_answer(case, "neuro", name)


def _weak(case: Case, side: str, limit: Grade) -> Fact:
    return any_of(*(grade_at_most(case, action, side, limit) for action in LEG_ACTIONS))
