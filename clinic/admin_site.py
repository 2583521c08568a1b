"""The admin site: members come in, as their role in their clinic.

It does not live in ``clinic.admin``: Django loads this class while it makes the site that ``clinic.admin`` registers with.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from clinic.access.actor import Actor
from clinic.access.middleware import CHOSEN_CLINIC
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
    index_template = "admin/clinic/index.html"
    site_title = "Guywire"
    index_title = "Front desk"
    login_form = MemberSignIn
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the signed-in member's role has anything to do here; ``is_staff`` and ``is_superuser`` count for nothing."""
        actor = actor_in(request)
        return actor is not None and any(actor.may(permission) for permission in DOORS)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's, and at the top of every page: for which clinic, and as what."""
        context = super().each_context(request)
        actor = actor_in(request)
        if actor is not None:
            mine = _memberships(actor)
            now = next(member for member in mine if member.pk == actor.membership_id)
            context["site_header"] = f"Guywire · {now.clinic.name} · {now.get_role_display()}"
            context["may_choose_clinic"] = len(mine) > 1
        return context

    def get_urls(self) -> list[Any]:
        """Django's, and the page to choose a clinic on."""
        return [path("choose-clinic/", self.choose_clinic, name="choose_clinic"), *super().get_urls()]

    def choose_clinic(self, request: HttpRequest) -> HttpResponseBase:
        """For whom the signed-in member acts from now on, in this session: one of the own clinics (``PermissionDenied``)."""
        actor = require_actor(request)
        mine = _memberships(actor)
        if request.method == "POST":
            chosen = next((member for member in mine if str(member.clinic_id) == request.POST.get("clinic")), None)
            if chosen is None:
                raise PermissionDenied
            request.session[CHOSEN_CLINIC] = str(chosen.clinic_id)
            return redirect("admin:index")
        context = {**self.each_context(request), "title": "Choose a clinic", "memberships": mine, "actor": actor}
        return TemplateResponse(request, "admin/clinic/choose_clinic.html", context)


def _memberships(actor: Actor) -> list[Membership]:
    """The usable memberships of the actor's user, oldest first."""
    usable = Membership.objects.usable().filter(user_id=actor.user_id)
    return list(usable.select_related("clinic").order_by("id"))
