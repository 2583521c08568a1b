"""The tables of the ground: the clinic, its staff, their tokens, the record of who did what, the answers kept
for who asks twice, and how often everybody asks.

The abstract clinical row lives in ``clinic.scoping``, beside the queryset it needs; value bounds as constraints in ``bounds``;
documents as columns in ``documents``.
"""

from clinic.models.audit_event import AuditEvent
from clinic.models.clinic import Clinic
from clinic.models.kept_answer import KeptAnswer
from clinic.models.request_count import RequestCount
from clinic.models.staff import Membership, Role, User
from clinic.models.token import AccessToken

__all__ = ["AccessToken", "AuditEvent", "Clinic", "KeptAnswer", "Membership", "RequestCount", "Role", "User"]
