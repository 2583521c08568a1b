"""Pages of the admin on which one thing is done with a row: what it means, a button, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse

from clinic.access.actor import Actor
from clinic.admin import require_actor
from clinic.errors import ClinicError


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.  ``run`` takes the actor, the row and the revision that the person saw.

    ``shows_secret``: what ``run`` answers is a subscription whose new secret is shown, this once.
    """

    title: str
    meaning: str
    done: str
    run: Callable[[Actor, Any, int], Any]
    shows_secret: bool = False


class SeenForm(forms.Form):
    """The revision that the person saw."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


class StepPages:
    """For a ModelAdmin: the pages ``<id>/do/<step>/``."""

    steps: ClassVar[Mapping[str, Step]]
    change_form_template: Any = "admin/webhooks/change_form.html"

    def get_urls(self) -> list[Any]:
        """Django's, after ours: its last one takes every address."""
        opts: Any = self.opts  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.step_view)  # type: ignore[attr-defined]
        name = f"{opts.app_label}_{opts.model_name}_do"
        return [path("<path:object_id>/do/<slug:step>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Django's, with the steps that can be taken."""
        opts: Any = self.opts  # type: ignore[attr-defined]
        name = f"admin:{opts.app_label}_{opts.model_name}_do"
        links = [(reverse(name, args=[object_id, slug]), step.title) for slug, step in self.steps.items()]
        more = {**(extra_context or {}), "steps": links}
        return super().change_view(request, object_id, form_url, more)  # type: ignore[misc]

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponseBase:
        """Ask, then do it."""
        admin: Any = self
        row, wanted = admin.get_object(request, object_id), self.steps.get(step)
        if row is None or wanted is None:
            raise Http404
        if not admin.has_view_permission(request, row):
            raise PermissionDenied
        form = SeenForm(request.POST or None, initial={"expected_revision": getattr(row, "revision", 0)})
        if request.method == "POST" and form.is_valid():
            try:
                made = wanted.run(require_actor(request), row, form.cleaned_data["expected_revision"])
            except ClinicError as refusal:
                form.add_error(None, refusal.detail)
            else:
                return self._done(request, wanted, made)
        context = {**admin.admin_site.each_context(request), "opts": admin.opts, "original": row, "form": form, "step": wanted}
        return TemplateResponse(request, "admin/webhooks/step.html", {**context, "title": wanted.title})

    def _done(self, request: HttpRequest, step: Step, made: Any) -> HttpResponseBase:
        admin: Any = self
        if step.shows_secret:
            return secret_page(request, admin, made)
        admin.message_user(request, step.done, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist"))


def secret_page(request: HttpRequest, admin: Any, row: Any) -> HttpResponseBase:
    """The secret, in this answer only: not as a message, which would wait in a cookie."""
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, "original": row, "title": "Keep this secret now"}
    return TemplateResponse(request, "admin/webhooks/secret.html", context, headers={"Cache-Control": "no-store"})
