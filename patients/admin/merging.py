"""The pages on which a duplicate is merged, after a preview, and on which that is undone; the panel that leads there."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic import audit
from clinic.access.permissions import Permission
from clinic.admin import actor_in, require_actor
from clinic.errors import ClinicError, NotFound
from clinic.scoping import as_uuid
from patients.admin.merge_words import KINDS, LIKENESS
from patients.duplicates import PossibleDuplicate, possible_duplicates
from patients.models import Patient
from patients.services import merge_patients, preview_merge, unmerge_patients

Answer = TypeVar("Answer")


class MergeForm(forms.Form):
    """What the person saw, and what the record that stays takes over."""

    duplicate = forms.UUIDField(widget=forms.HiddenInput)
    expected_revision = forms.IntegerField(widget=forms.HiddenInput)
    duplicate_revision = forms.IntegerField(widget=forms.HiddenInput)
    take = forms.MultipleChoiceField(
        label=gettext_lazy("Take over from the duplicate"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, differences: Any) -> None:
        """One box for each field that the duplicate tells differently."""
        told = [each for each in differences if each.duplicate is not None]
        label = {each.field: Patient._meta.get_field(each.field).verbose_name for each in told}  # type: ignore[union-attr]
        choices = [(each.field, f"{label[each.field]}: {each.duplicate} ({each.survivor or '–'})") for each in told]
        field: Any = self.fields["take"]
        field.choices = choices
        field.initial = [each.field for each in told if each.kept == "duplicate"]

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        given = dict(self.cleaned_data)
        return {"duplicate_id": given.pop("duplicate"), "take": tuple(given.pop("take")), **given}


class UnmergeForm(forms.Form):
    """What the person saw."""

    duplicate = forms.UUIDField(widget=forms.HiddenInput)
    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


class MergePages:
    """For the ModelAdmin of people: `<id>/merge/` and `<id>/unmerge/`, each with `?duplicate=<id>`."""

    def get_urls(self) -> list[Any]:
        """Django's, after ours: its last one takes every address."""
        site: Any = self.admin_site  # type: ignore[attr-defined]
        ours = [
            path("<path:object_id>/merge/", site.admin_view(self.merge_view), name="patients_patient_merge"),
            path("<path:object_id>/unmerge/", site.admin_view(self.unmerge_view), name="patients_patient_unmerge"),
        ]
        return [*ours, *super().get_urls()]  # type: ignore[misc]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Django's; the address of a record that was merged leads to the one it was merged into."""
        by, key = actor_in(request), as_uuid(object_id)
        survivor = Patient.objects.survivor_of(by, key) if by and key else key
        if survivor == key:
            return super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        messages.info(request, _("That record was merged into this one."))
        return HttpResponseRedirect(reverse("admin:patients_patient_change", args=[survivor]))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Django's, and who else may be this person."""
        row, by = kwargs.get("obj"), require_actor(request)
        if row is not None:
            context["duplicates"] = lines(possible_duplicates(row.document(), by=by, besides=row.pk))
            context["merged"] = Patient.every.visible_to(by).filter(pk__in=row.merged_from).order_by("id")
            context["may_merge"] = by.may(Permission.MERGE_PATIENT)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def response_add(self, request: HttpRequest, obj: Patient, *args: Any, **kwargs: Any) -> Any:
        """Django's, and a word where somebody like this was registered before."""
        if alike := possible_duplicates(obj.document(), by=require_actor(request), besides=obj.pk):
            page = reverse("admin:patients_patient_change", args=[obj.pk])
            told = ", ".join(str(each.patient) for each in alike[:3])
            messages.warning(request, format_html('<a href="{}">{}</a> {}', page, _("Perhaps registered before:"), told))
        return super().response_add(request, obj, *args, **kwargs)  # type: ignore[misc]

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what would happen; do it."""
        row, duplicate = self._both(request, object_id)
        by, refused = require_actor(request), list[str]()
        seen: dict[str, Any] = {"expected_revision": row.revision, "duplicate_revision": duplicate.revision}
        preview = _said(refused, lambda: preview_merge(by=by, patient_id=row.pk, duplicate_id=duplicate.pk, **seen))
        sent = MergeForm(request.POST or None)
        sent.offer(preview.differences if preview else ())
        if preview and sent.is_valid() and _said(refused, lambda: merge_patients(by=by, patient_id=row.pk, **sent.asked())):
            undo = reverse("admin:patients_patient_unmerge", args=[row.pk], query={"duplicate": duplicate.pk})
            done = format_html('{} <a href="{}">{}</a>', _("The two records are one now."), undo, _("Undo"))
            return self._back(request, row, done)
        form = MergeForm(initial={"duplicate": duplicate.pk, **seen})  # as it is now, whatever was sent
        form.offer(preview.differences if preview else ())
        audit.record_read(by=by, action="patient.merge_previewed", subject=row, patient_id=row.pk)
        moved = [(KINDS.get(kind, kind), count) for kind, count in preview.moved.items()] if preview else []
        context = {"form": form, "duplicate": duplicate, "preview": preview, "moved": moved, "refused": refused}
        return self._page(request, row, "admin/patients/merge.html", _("Merge two records of one person"), context)

    def unmerge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask once more; do it."""
        row, duplicate = self._both(request, object_id)
        by, refused, sent = require_actor(request), list[str](), UnmergeForm(request.POST or None)
        if sent.is_valid():
            seen = {"duplicate_id": duplicate.pk, "expected_revision": sent.cleaned_data["expected_revision"]}
            if _said(refused, lambda: unmerge_patients(by=by, patient_id=row.pk, **seen)):
                return self._back(request, row, _("There are two records again. What was recorded since the merge stays here."))
        form = UnmergeForm(initial={"duplicate": duplicate.pk, "expected_revision": row.revision})
        context = {"form": form, "duplicate": duplicate, "refused": refused}
        return self._page(request, row, "admin/patients/unmerge.html", _("Undo the merge of two records"), context)

    def _both(self, request: HttpRequest, object_id: str) -> tuple[Patient, Patient]:
        """The record of the page, and the one that the address names as its duplicate."""
        by = require_actor(request)
        if not by.may(Permission.MERGE_PATIENT):
            raise PermissionDenied
        named = as_uuid(request.POST.get("duplicate") or request.GET.get("duplicate"))
        try:
            row = Patient.objects.with_identifiers(by).get_visible(by, object_id)
        except NotFound:
            raise Http404 from None
        duplicate = Patient.every.visible_to(by).filter(pk=named).first() if named else None
        if duplicate is None:
            raise Http404
        return row, duplicate

    def _back(self, request: HttpRequest, row: Patient, done: str | SafeString) -> HttpResponse:
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:patients_patient_change", args=[row.pk]))

    def _page(self, request: HttpRequest, row: Patient, template: str, title: str, more: dict[str, Any]) -> HttpResponse:
        admin: Any = self
        context = {**admin.admin_site.each_context(request), "opts": admin.opts, "original": row, "title": title}
        return TemplateResponse(request, template, {**context, **more})


def _said(refused: list[str], act: Callable[[], Answer]) -> Answer | None:
    """What a service answers; None, and why, where it refuses."""
    try:
        return act()
    except ClinicError as refusal:
        refused += [refusal.detail, *(problem.detail for problem in refusal.problems)]
        return None


def lines(found: list[PossibleDuplicate]) -> list[tuple[Patient, str, str]]:
    """Each record that may be of the same person, how likely that is, and why."""
    return [
        (each.patient, f"{each.likeness.score:.0%}", ", ".join(str(LIKENESS[reason]) for reason in each.likeness.reasons))
        for each in found
    ]
