"""The page on which something is marked as recorded by mistake, with the reason."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from clinic.admin import require_actor
from clinic.errors import ClinicError
from patients.models.retractable import REASON_MOST


class InErrorForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("What was wrong?"), max_length=REASON_MOST, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )
    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


class InErrorPage:
    """For a ModelAdmin of something that can be entered in error: the page `<id>/in-error/`."""

    def enter_in_error(self, *, by: Any, id: Any, reason: str, expected_revision: int) -> None:
        """The service call."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        """Django's, after ours: its last one takes every address."""
        opts: Any = self.opts  # type: ignore[attr-defined]
        name = f"{opts.app_label}_{opts.model_name}_in_error"
        view = self.admin_site.admin_view(self.in_error_view)  # type: ignore[attr-defined]
        return [path("<path:object_id>/in-error/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def in_error_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then mark the row."""
        admin: Any = self
        row: Any = admin.get_object(request, object_id)
        if row is None:
            raise Http404
        if not admin.has_add_permission(request):
            raise PermissionDenied
        form = InErrorForm(request.POST or None, initial={"expected_revision": row.revision})
        if request.method == "POST" and form.is_valid() and self._entered(request, row, form):
            admin.message_user(request, _("Marked as recorded by mistake."))
            return HttpResponseRedirect(reverse("admin:patients_patient_change", args=[row.patient_id]))
        context = {**admin.admin_site.each_context(request), "opts": admin.opts, "original": row, "form": form}
        title = {"title": _("Recorded by mistake: %(row)s") % {"row": row}}
        return TemplateResponse(request, "admin/patients/in_error.html", {**context, **title})

    def _entered(self, request: HttpRequest, row: models.Model, form: InErrorForm) -> bool:
        try:
            self.enter_in_error(by=require_actor(request), id=row.pk, **form.cleaned_data)
        except ClinicError as refusal:
            form.add_error(None, refusal.detail)
            return False
        return True
