"""What can be done with examinations, assessments, flags and the thresholds of a clinic.

Every function is keyword-only and takes `by: Actor`. It asks permission, locks the patient's row, compares revisions, writes,
leaves exactly one audit event and has the case assessed again, all in one transaction. It raises a `clinic.errors.ClinicError`.
"""

from assessments.services.assessing import Assessed, assess, current_assessment, reassess, standing
from assessments.services.examination_states import amend_examination, enter_examination_in_error, sign_examination
from assessments.services.examinations import open_examination, record_findings
from assessments.services.flag_overrides import OverriddenRule, overrides_by_rule
from assessments.services.flags import acknowledge_flag, override_flag, resolve_flag
from assessments.services.local_defaults import ChangedDefault, reset_local_default, set_local_default, thresholds_of

__all__ = [
    "Assessed",
    "ChangedDefault",
    "OverriddenRule",
    "acknowledge_flag",
    "amend_examination",
    "assess",
    "current_assessment",
    "enter_examination_in_error",
    "open_examination",
    "override_flag",
    "overrides_by_rule",
    "reassess",
    "record_findings",
    "reset_local_default",
    "resolve_flag",
    "set_local_default",
    "sign_examination",
    "standing",
    "thresholds_of",
]
