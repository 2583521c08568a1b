"""The actor: who does it, for which clinic, as what, through which door."""

import uuid
from dataclasses import dataclass, replace
from typing import Literal

from clinic.access.permissions import Permission
from clinic.access.roles import permissions_of
from clinic.errors import NotPermitted
from clinic.models import Membership, Role

Door = Literal["rest", "admin", "command", "page", "test"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a session or a system with a token, acting for exactly one clinic.

    ``name`` is shown in the audit; ``request_id`` ties the audit to the log, ``""`` outside a request.
    """

    clinic_id: uuid.UUID
    user_id: uuid.UUID
    membership_id: uuid.UUID
    role: Role
    name: str
    door: Door
    request_id: str = ""

    @classmethod
    def of(cls, membership: Membership, *, door: Door, request_id: str = "") -> "Actor":
        """The actor that ``membership`` (with its user loaded) stands for."""
        return cls(
            clinic_id=membership.clinic_id,
            user_id=membership.user_id,
            membership_id=membership.pk,
            role=Role(membership.role),
            name=membership.user.display_name,
            door=door,
            request_id=request_id,
        )

    def may(self, permission: Permission) -> bool:
        """Whether the role includes ``permission``."""
        return permission in permissions_of(self.role)

    def require(self, permission: Permission) -> None:
        """Raise ``NotPermitted``, naming the permission, unless the role includes it."""
        if not self.may(permission):
            raise NotPermitted(f"The role {self.role.value} does not include {permission.value}.")

    def through(self, door: Door) -> "Actor":
        """The same actor coming through another door."""
        return replace(self, door=door)
