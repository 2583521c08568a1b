"""PURE: the catalogue: every clinical rule, listed by hand. To add a rule: one file, one test, one line here.

A rule's version rises when its logic or a threshold changes; the rule-set version names the catalogue as a whole.
"""

from assessments.rule import Rule
from assessments.rules import (
    asymmetry_side_load_relation,
    back_only_examination,
    core_strengthening_only_prior_care,
    data_conflict,
    hip_flexor_exam_history_unknown,
    hip_flexor_exam_inconsistent_between_providers,
    hip_flexor_exam_partial,
    hip_flexors_examined_late,
    hip_flexors_examined_once,
    hip_flexors_never_examined,
    own_exam_hip_flexors_incomplete,
    prior_care_non_response,
    prolonged_sitting_load,
    psoas_asymmetry,
    psoas_palpation_precaution,
    psoas_tender_on_palpation,
    red_flag_positive,
    red_flag_screen_incomplete,
)

RULE_SET_VERSION = "2026.11.1"

CATALOGUE: tuple[Rule, ...] = (
    red_flag_positive.RULE,
    red_flag_screen_incomplete.RULE,
    data_conflict.RULE,
    psoas_palpation_precaution.RULE,
    hip_flexors_never_examined.RULE,
    hip_flexor_exam_history_unknown.RULE,
    hip_flexors_examined_late.RULE,
    hip_flexors_examined_once.RULE,
    hip_flexor_exam_inconsistent_between_providers.RULE,
    hip_flexor_exam_partial.RULE,
    own_exam_hip_flexors_incomplete.RULE,
    prior_care_non_response.RULE,
    core_strengthening_only_prior_care.RULE,
    back_only_examination.RULE,
    psoas_tender_on_palpation.RULE,
    psoas_asymmetry.RULE,
    asymmetry_side_load_relation.RULE,
    prolonged_sitting_load.RULE,
)
