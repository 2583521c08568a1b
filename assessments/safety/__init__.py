"""PURE: the safety screen, the gate and the palpation precaution. `safety_of(case)` is all that the rules and doors need.

Three principles: a red flag outranks every other rule; a safety question that is not answered yes or no blocks and never
passes; an old screen does not speak for today. A clinician must confirm the tables here before clinical use.
"""

from assessments.case import Case, once_per_case
from assessments.logic import Pointers
from assessments.safety.conditions import CONDITIONS, Condition, Level
from assessments.safety.gate import Gate, Held, Screen, pregnancy_asked, screen
from assessments.safety.palpation import Palpation, Precaution, precaution

__all__ = [
    "CONDITIONS",
    "Condition",
    "Gate",
    "Held",
    "Level",
    "Palpation",
    "SafetyState",
    "pregnancy_asked",
    "safety_of",
]


class SafetyState(Screen, frozen=True, kw_only=True):
    """The gate with its reasons, and the palpation precaution with its reasons."""

    palpation: Palpation
    palpation_at: Pointers
    palpation_missing: Pointers


@once_per_case
def safety_of(case: Case) -> SafetyState:
    screened = screen(case)
    palpating: Precaution = precaution(case, screened)
    return SafetyState(
        gate=screened.gate,
        conditions=screened.conditions,
        answered=screened.answered,
        unanswered=screened.unanswered,
        screen_problem=screened.screen_problem,
        open_inputs=screened.open_inputs,
        undecided=screened.undecided,
        palpation=palpating.state,
        palpation_at=palpating.at,
        palpation_missing=palpating.missing,
    )
