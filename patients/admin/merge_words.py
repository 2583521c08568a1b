"""What the pages about duplicates call things."""

from django.utils.translation import gettext_lazy as _

from patients.matching import Reason

LIKENESS: dict[Reason, object] = {
    "same_identifier": _("same identifier"),
    "same_identifier_value": _("same number in another system"),
    "same_name": _("same name"),
    "swapped_names": _("same names in another order"),
    "similar_name": _("similar name"),
    "same_birth_date": _("same birth date"),
    "day_month_swapped": _("day and month of birth exchanged"),
    "similar_birth_date": _("birth date differs in one digit"),
    "same_phone": _("same telephone number"),
    "same_email": _("same e-mail address"),
    "other_birth_date": _("but another birth date"),
    "other_sex": _("but another sex"),
}

KINDS: dict[str, object] = {
    "patient_identifier": _("Identifiers"),
    "intake_history": _("Intake histories"),
    "prior_treatment": _("Earlier treatments"),
    "examination": _("Examinations"),
    "assessment": _("Assessments"),
    "flag": _("Flags"),
}
