"""The admin pages on which somebody acts on a flag, and the one on which a manager sees what was overridden."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.flag_actions import Acknowledgement, ActionTaken, Override, OverrideReason, Resolution, ResolveReason
from assessments.models import Flag, FlagEvent
from assessments.services import acknowledge_flag, override_flag, overrides_by_rule, resolve_flag
from clinic import audit
from clinic.access.permissions import Permission
from clinic.admin import require_actor
from clinic.admin_site import actor_in
from clinic.errors import ClinicError
from clinic.models.bounds import words
from patients.documents import Part
from patients.models.wording import label_of
from patients.refusals import accept

TEXT = forms.Textarea(attrs={"rows": 3, "cols": 60})


def _choice(literal: object, label: Any, *, required: bool = True) -> forms.ChoiceField:
    """One of a coded list; nothing is chosen beforehand."""
    choices = [("", _("Please choose")), *((word, label_of(word)) for word in words(literal))]
    return forms.ChoiceField(choices=choices, label=label, required=required)


class FlagForm(forms.Form):
    """What every action carries: the revision that the person saw."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)

    def tell(self, refusal: ClinicError) -> None:
        """What the service refuses, beside the fields it names."""
        for problem in refusal.problems:
            name = problem.pointer.strip("/")
            self.add_error(name if name in self.fields else None, problem.detail)
        if not refusal.problems:
            self.add_error(None, refusal.detail)


class AcknowledgeForm(FlagForm):
    """What was done, who was told, and when."""

    action = _choice(ActionTaken, _("What was done?"), required=False)
    told = forms.CharField(label=_("Who was told, who looked, or where to?"), max_length=200, required=False)
    acted_at = forms.DateTimeField(
        label=_("When? (now, if left empty)"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    note = forms.CharField(label=_("What else?"), max_length=4000, required=False, widget=TEXT)


class OverrideForm(FlagForm):
    """Why somebody goes on in spite of the flag."""

    reason_code = _choice(OverrideReason, _("Why?"))
    reason = forms.CharField(label=_("In your words"), max_length=4000, required=False, widget=TEXT)


class ResolveForm(OverrideForm):
    """Why somebody closes the flag."""

    reason_code = _choice(ResolveReason, _("Why?"))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with a flag: its title, its form, the document it makes, and the service."""

    title: Any
    form: type[FlagForm]
    kind: type[Part]
    service: Callable[..., Flag]


ACTS = {
    "acknowledge": Act(_("Acknowledge"), AcknowledgeForm, Acknowledgement, acknowledge_flag),
    "override": Act(_("Override"), OverrideForm, Override, override_flag),
    "resolve": Act(_("Resolve"), ResolveForm, Resolution, resolve_flag),
}


class FlagPages:
    """For the ModelAdmin of flags: `<id>/act/<what>/`, and `overrides/`."""

    def get_urls(self) -> list[Any]:
        """Django's, after ours: its last one takes every address."""
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        mine = [
            path("overrides/", wrap(self.overrides_view), name="assessments_flag_overrides"),
            path("<path:object_id>/act/<slug:what>/", wrap(self.act_view), name="assessments_flag_act"),
        ]
        return [*mine, *super().get_urls()]  # type: ignore[misc]

    def act_view(self, request: HttpRequest, object_id: str, what: str) -> HttpResponse:
        """Ask why, then do it: one service call, one audit event."""
        admin: Any = self
        row: Flag | None = admin.get_object(request, object_id)
        if row is None or what not in ACTS:
            raise Http404
        if not require_actor(request).may(Permission.ACT_ON_FLAG):
            raise PermissionDenied
        act = ACTS[what]
        form = act.form(request.POST or None, initial={"expected_revision": row.revision})
        with timezone.override(row.clinic.zone):  # what is typed is the time on the clinic's clock
            done = request.method == "POST" and form.is_valid() and _done(request, row, act, form)
        if done:
            admin.message_user(request, _("Recorded."))
            return HttpResponseRedirect(reverse("admin:assessments_flag_change", args=[row.pk]))
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "original": row,
            "form": form,
            "title": act.title,
        }
        return TemplateResponse(request, "admin/assessments/flag_act.html", context)

    def overrides_view(self, request: HttpRequest) -> HttpResponse:
        """How often each rule was overridden, and why."""
        actor = actor_in(request)
        if actor is None or not actor.may(Permission.VIEW_OVERRIDES):
            raise PermissionDenied
        admin: Any = self
        rows = [(row, [(label_of(code), times) for code, times in row.reasons.items()]) for row in overrides_by_rule(by=actor)]
        audit.record_read(by=actor, action="override.counted", subject=FlagEvent)
        context = {**admin.admin_site.each_context(request), "opts": admin.opts, "rows": rows, "title": _("Overrides by rule")}
        return TemplateResponse(request, "admin/assessments/flag_overrides.html", context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Django's, with what the reader may do with the flag."""
        actor = actor_in(request)
        acts = ACTS if actor is not None and actor.may(Permission.ACT_ON_FLAG) else {}
        return super().change_view(request, object_id, form_url, {"acts": acts, **(extra_context or {})})  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's, with the way to the overrides for who may see them."""
        actor = actor_in(request)
        may = actor is not None and actor.may(Permission.VIEW_OVERRIDES)
        return super().changelist_view(request, {"may_view_overrides": may, **(extra_context or {})})  # type: ignore[misc]


def _done(request: HttpRequest, row: Flag, act: Act, form: FlagForm) -> bool:
    said = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    revision = said.pop("expected_revision")
    try:
        act.service(by=require_actor(request), flag_id=row.pk, document=accept(act.kind, said), expected_revision=revision)
    except ClinicError as refusal:
        form.tell(refusal)
        return False
    return True
