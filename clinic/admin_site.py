"""The admin site: members come in, as their role in their clinic.

It does not live in ``clinic.admin``: Django loads this class while it makes the site that ``clinic.admin`` registers with.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.models import Membership

# Whoever may do one of these has something to do in the admin.
DOORS = frozenset({Permission.VIEW_PATIENT, Permission.MANAGE_MEMBERS, Permission.VIEW_AUDIT})


def actor_in(request: HttpRequest) -> Actor | None:
    """The actor of an admin request; None where nobody with a usable membership is signed in."""
    actor = getattr(request, "actor", None)
    return actor.through("admin") if isinstance(actor, Actor) else None


def require_actor(request: HttpRequest) -> Actor:
    """The actor of an admin request; ``PermissionDenied`` where there is none."""
    actor = actor_in(request)
    if actor is None:
        raise PermissionDenied
    return actor


class MemberSignIn(AuthenticationForm):
    """Signing in to the admin: needs a usable membership, not ``is_staff``."""

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse whoever is no active member of any active clinic."""
        super().confirm_login_allowed(user)
        if not Membership.objects.usable().filter(user=user).exists():
            raise ValidationError("This account belongs to no clinic.", code="no_membership")


class ClinicAdminSite(AdminSite):
    """The front desk's door."""

    site_header = "Guywire"
    site_title = "Guywire"
    index_title = "Front desk"
    login_form = MemberSignIn
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the signed-in member's role has anything to do here; ``is_staff`` and ``is_superuser`` count for nothing."""
        actor = actor_in(request)
        return actor is not None and any(actor.may(permission) for permission in DOORS)
