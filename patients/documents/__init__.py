"""PURE: what may be recorded about a patient, an intake history and a prior treatment: names, value sets, bounds.

This package is the one place where the fields, their values and their bounds are written down. The database constraints, the REST
resources, the admin and the case that rules read are all derived from it. Every field is optional: a field at its default was
*not recorded*. An empty list means "recorded: none". Minutes are per day, degrees and percent as named.
"""

from patients.documents.daily_life import MovementDifficulty, RepetitiveTask, Sitting, SittingDay, Sport, Stairs
from patients.documents.intake import Intake, Odi, StartBack
from patients.documents.patient import Identifier, PatientDocument, age_on
from patients.documents.prior_treatment import PriorTreatment
from patients.documents.safety import Safety, SafetyAnswers, SafetyReview
from patients.documents.safety_questions import required_items
from patients.documents.validation import (
    InvalidDocument,
    MalformedDocument,
    Part,
    Problem,
    folded,
    parse,
    plain,
    read,
    warnings_of,
    without_nulls,
)
from patients.documents.vocabulary import Answer, SafetyItem, Side

__all__ = [
    "Answer",
    "Identifier",
    "Intake",
    "InvalidDocument",
    "MalformedDocument",
    "MovementDifficulty",
    "Odi",
    "Part",
    "PatientDocument",
    "PriorTreatment",
    "Problem",
    "RepetitiveTask",
    "Safety",
    "SafetyAnswers",
    "SafetyItem",
    "SafetyReview",
    "Side",
    "Sitting",
    "SittingDay",
    "Sport",
    "Stairs",
    "StartBack",
    "age_on",
    "folded",
    "parse",
    "plain",
    "read",
    "required_items",
    "warnings_of",
    "without_nulls",
]
