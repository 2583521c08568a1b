"""What can be done with people, intake histories and earlier treatments.

Every function is keyword-only and takes `by: Actor`. It asks permission, locks the patient's row, compares revisions,
writes, leaves exactly one audit event and has the case assessed again, all in one transaction. It raises a
`clinic.errors.ClinicError`.
"""

from patients.services.errors_entered import enter_intake_in_error, enter_prior_treatment_in_error
from patients.services.intakes import change_intake, mark_intake_ready, record_intake
from patients.services.merging import Merged, Unmerged, merge_patients, preview_merge, unmerge_patients
from patients.services.patients import correct_demographics, register_patient
from patients.services.prior_treatments import correct_prior_treatment, record_prior_treatment
from patients.services.visits import TreatmentEntry, record_intake_visit

__all__ = [
    "Merged",
    "TreatmentEntry",
    "Unmerged",
    "change_intake",
    "correct_demographics",
    "correct_prior_treatment",
    "enter_intake_in_error",
    "enter_prior_treatment_in_error",
    "mark_intake_ready",
    "merge_patients",
    "preview_merge",
    "record_intake",
    "record_intake_visit",
    "record_prior_treatment",
    "register_patient",
    "unmerge_patients",
]
