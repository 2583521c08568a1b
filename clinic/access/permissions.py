"""The permissions: one word for each thing a role may or may not do."""

from enum import StrEnum


class Permission(StrEnum):
    """A permission; ``clinic.access.roles`` gives them to roles."""

    VIEW_PATIENT = "view_patient"
    WRITE_PATIENT = "write_patient"
    MERGE_PATIENT = "merge_patient"
    VIEW_INTAKE = "view_intake"
    WRITE_INTAKE = "write_intake"
    REVIEW_SAFETY = "review_safety"
    VIEW_PRIOR_TREATMENT = "view_prior_treatment"
    WRITE_PRIOR_TREATMENT = "write_prior_treatment"
    VIEW_EXAMINATION = "view_examination"
    WRITE_EXAMINATION = "write_examination"
    VIEW_ASSESSMENT = "view_assessment"
    RUN_ASSESSMENT = "run_assessment"
    EVALUATE = "evaluate"
    VIEW_FLAG = "view_flag"
    ACT_ON_FLAG = "act_on_flag"
    VIEW_OVERRIDES = "view_overrides"
    VIEW_RULES = "view_rules"
    MANAGE_RULES = "manage_rules"
    VIEW_AUDIT = "view_audit"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_WEBHOOKS = "manage_webhooks"
