"""The roles, on one screen: what each may do."""

from clinic.access.permissions import Permission as P
from clinic.models import Role

__all__ = ["ROLES", "Role", "permissions_of"]

_RECEPTION = frozenset(
    {
        P.VIEW_PATIENT,
        P.WRITE_PATIENT,
        P.VIEW_INTAKE,
        P.WRITE_INTAKE,
        P.VIEW_PRIOR_TREATMENT,
        P.WRITE_PRIOR_TREATMENT,
        P.VIEW_ASSESSMENT,
        P.VIEW_FLAG,
        P.VIEW_RULES,
    }
)
_CLINICAL = _RECEPTION | {
    P.REVIEW_SAFETY,
    P.VIEW_EXAMINATION,
    P.WRITE_EXAMINATION,
    P.RUN_ASSESSMENT,
    P.EVALUATE,
    P.ACT_ON_FLAG,
}

ROLES: dict[Role, frozenset[P]] = {
    Role.FRONT_DESK: _RECEPTION,
    Role.THERAPIST: _CLINICAL,
    Role.MANAGER: _CLINICAL
    | {P.MERGE_PATIENT, P.MANAGE_RULES, P.VIEW_OVERRIDES, P.VIEW_AUDIT, P.MANAGE_MEMBERS, P.MANAGE_WEBHOOKS},
    # Reviews of safety answers come through it too: it conveys the review of a clinician it names.
    Role.INTEGRATION: _CLINICAL | {P.MERGE_PATIENT, P.MANAGE_WEBHOOKS},
    Role.AUDITOR: frozenset({P.VIEW_AUDIT, P.VIEW_RULES}),
}


def permissions_of(role: str) -> frozenset[P]:
    """What ``role`` may do; nothing for a role that is not known."""
    return ROLES[Role(role)] if role in Role.values else frozenset()
