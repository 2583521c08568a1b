"""The ground's own tables in the admin: a manager's clinic and its members, and the audit for whoever may read it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.admin.clinical import ClinicalAdmin
from clinic.admin.forms import ClinicalForm
from clinic.admin_site import require_actor
from clinic.members import add_member, change_clinic, change_member
from clinic.models import AuditEvent, Clinic, Membership


class NewMemberForm(ClinicalForm):
    """Somebody new: the user and the membership at once."""

    username = forms.CharField(max_length=150)
    first_name = forms.CharField(max_length=150, required=False)
    last_name = forms.CharField(max_length=150, required=False)
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Tell it to the person; at least 12 characters.",
    )

    class Meta:
        model = Membership
        fields = ("role",)


class MemberForm(ClinicalForm):
    """What a manager may change of a member."""

    class Meta:
        model = Membership
        fields = ("role", "is_active")


@admin.register(Membership)
class MembershipAdmin(ClinicalAdmin[Membership]):
    """The members of the manager's clinic."""

    may_view = may_write = Permission.MANAGE_MEMBERS
    read_action, list_action = "member.read", "member.listed"
    form = MemberForm
    list_display = ("user", "role", "is_active")
    list_select_related = ("user",)
    ordering = ("user__username",)
    readonly_fields = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """The members of the actor's clinic."""
        mine = Membership.objects.filter(clinic_id=require_actor(request).clinic_id)
        return mine.select_related("user", "clinic").order_by(*self.ordering)

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """A new member has a name and a password; an old one keeps them."""
        new = ("username", "first_name", "last_name", "password", "role")
        return new if obj is None else ("user", "role", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """The user of a membership never changes."""
        return () if obj is None else ("user",)

    def get_form(self, request: HttpRequest, obj: Membership | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Another form for somebody new."""
        if obj is None:
            kwargs["form"] = NewMemberForm
        return super().get_form(request, obj, change, **kwargs)

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> models.Model:
        """Add or change the member."""
        given = form.cleaned_data
        if change:
            return change_member(by=actor, member=form.instance, role=given["role"], is_active=given["is_active"])
        names = ("username", "password", "role", "first_name", "last_name")
        return add_member(by=actor, **{name: given[name] for name in names})


@admin.register(Clinic)
class OwnClinicAdmin(ClinicalAdmin[Clinic]):
    """The manager's clinic; no other one exists here."""

    may_view = may_write = Permission.MANAGE_MEMBERS
    read_action, list_action = "clinic.read", "clinic.listed"
    fields = ("name", "timezone", "language")
    list_display = ("name", "timezone", "language")

    def has_add_permission(self, request: HttpRequest, obj: Clinic | None = None) -> bool:
        """Never: a clinic is made by whoever runs the server."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clinic]:
        """The actor's clinic."""
        return Clinic.objects.filter(pk=require_actor(request).clinic_id).order_by("id")

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> models.Model:
        """Change the clinic."""
        return change_clinic(by=actor, **{name: form.cleaned_data[name] for name in self.fields})


@admin.register(AuditEvent)
class AuditEventAdmin(ClinicalAdmin[AuditEvent]):
    """Who did what in the clinic, newest first; nothing can be changed."""

    may_view = Permission.VIEW_AUDIT
    read_action, list_action = "audit.read", "audit.listed"
    list_display = ("at", "actor_name", "actor_role", "action", "subject_type", "patient_id", "door")
    list_filter = ("action", "actor_role", "door")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """The events of the actor's clinic."""
        return AuditEvent.objects.filter(clinic_id=require_actor(request).clinic_id).order_by("-id")
