"""The tables: people with their identifiers, intake histories with their lists, earlier treatments.

Every column of a document is a column here, with the document's bounds as check constraints.
"""

from patients.models.intake import IntakeHistory
from patients.models.intake_lists import LISTS, MovementDifficulty, RepetitiveTask, SafetyReview, Sport
from patients.models.merge import PatientMerge
from patients.models.patient import Patient, PatientIdentifier
from patients.models.prior_treatment import PriorTreatment

__all__ = [
    "LISTS",
    "IntakeHistory",
    "MovementDifficulty",
    "Patient",
    "PatientIdentifier",
    "PatientMerge",
    "PriorTreatment",
    "RepetitiveTask",
    "SafetyReview",
    "Sport",
]
