"""The intake page of the front desk: sections, lists, safety questions, earlier treatments; Ready; Correct."""

import uuid
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.admin import require_actor
from clinic.models.documents import columns_of
from clinic.scoping import as_uuid
from patients.admin.in_error import InErrorPage
from patients.admin.inlines import (
    DocumentInline,
    MovementDifficultyInline,
    RepetitiveTaskInline,
    SafetyReviewInline,
    SportInline,
    TreatmentInline,
)
from patients.admin.intake_form import FORM_ONLY, SECTIONS, IntakeForm
from patients.admin.intake_saving import content_of, ids_sent, treatment_entries, whole_intake
from patients.admin.pages import DocumentAdmin, visible_or_404
from patients.admin.patients import found
from patients.documents import Intake
from patients.models import IntakeHistory, Patient, PriorTreatment
from patients.models.intake import lists_along
from patients.services import enter_intake_in_error, record_intake_visit
from patients.services.locking import today_for


@admin.register(IntakeHistory)
class IntakeHistoryAdmin(InErrorPage, DocumentAdmin[IntakeHistory]):
    """Intake histories: a draft can be changed, what is ready is corrected by a new version."""

    may_view, may_write = Permission.VIEW_INTAKE, Permission.WRITE_INTAKE
    read_action, list_action = "intake.read", "intake.listed"
    form = IntakeForm
    change_form_template = "admin/patients/intake_change_form.html"
    inlines = (SportInline, RepetitiveTaskInline, MovementDifficultyInline, SafetyReviewInline, TreatmentInline)
    autocomplete_fields = ("patient",)
    list_display = ("patient", "recorded_on", "state", "created_at")
    list_display_links = ("patient", "recorded_on")
    list_filter = ("status",)
    list_select_related = ("patient",)
    list_per_page = 50
    search_fields = ("patient__search_name",)
    search_help_text = _("The patient's name, telephone number, identifier or id")
    ordering = ("-id",)

    @admin.display(description=_("Status"))
    def state(self, obj: IntakeHistory) -> Any:
        """Draft, ready, or recorded by mistake."""
        return _("Recorded by mistake") if obj.is_in_error else obj.get_status_display()

    # --- what is shown -----------------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> IntakeHistory | None:
        """The intake with its patient and lists loaded."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            prefetch_related_objects([row], "patient__clinic", *lists_along(require_actor(request)))
        return row

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet[Any], bool]:
        """By the patient."""
        if not search_term.strip():
            return queryset, False
        actor = require_actor(request)
        return queryset.filter(patient__in=found(Patient.objects.visible_to(actor), search_term, actor)), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is ready or in error is only shown. A form that is sent anyway is answered by the service, in words."""
        closed = obj is not None and (obj.is_in_error or obj.status == IntakeHistory.Status.READY)
        return super().has_change_permission(request, obj) and not (closed and request.method != "POST")

    def get_fieldsets(self, request: HttpRequest, obj: IntakeHistory | None = None) -> Any:
        """The sections; without the boxes that only a form has, where nothing can be changed."""
        if obj is None:
            name, options = SECTIONS[0]
            return [(name, {"fields": (*options["fields"], "replaces")}), *SECTIONS[1:]]
        if self.has_change_permission(request, obj):
            return self.with_revision(SECTIONS, request, obj)
        return [
            (name, {**options, "fields": tuple(field for field in options["fields"] if field not in FORM_ONLY)})
            for name, options in SECTIONS
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: IntakeHistory | None = None) -> Any:
        """An intake stays its patient's."""
        return () if obj is None else ("patient",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins as the one it corrects; a new intake, today."""
        original = self._original(request)
        if original is not None:
            document = original.document()
            none = {name: getattr(document, name.removesuffix("_none")) == () for name in FORM_ONLY}
            return {**columns_of(document), **none, "patient": original.patient_id, "replaces": original.pk}
        return {"patient": self._patient_asked(request), "recorded_on": today_for(require_actor(request))}

    def document_shown(self, request: HttpRequest, obj: IntakeHistory | None) -> Intake:
        """The intake itself, or the version a new one begins from."""
        if obj is not None and not obj._state.adding:
            return obj.document()
        original = self._original(request)
        return Intake() if original is None else original.document()

    def patient_of(self, obj: IntakeHistory) -> Patient:
        """Whose intake it is."""
        return obj.patient

    def rows_for(self, inline: DocumentInline, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """The treatments are the patient's, not the intake's."""
        if not isinstance(inline, TreatmentInline):
            return super().rows_for(inline, request, obj)
        rows = PriorTreatment.objects.visible_to(require_actor(request))
        if request.method == "POST":
            sent = ids_sent(request, "prior_treatments")
            patient_id = obj.patient_id or as_uuid(request.POST.get("patient", ""))
            known = rows.filter(patient_id=patient_id).in_bulk(sent) if patient_id else {}
            return {"shown": [known[key] for key in sent if key in known]}
        patient_id = obj.patient_id or self._patient_asked(request)
        return {"shown": rows.in_force().filter(patient_id=patient_id).order_by("id") if patient_id else ()}

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Django's, with what can be done with this version."""
        obj = kwargs.get("obj")
        context["can_correct"] = obj is not None and self._can_be_corrected(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- saving ------------------------------------------------------------------------------------------------------------

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> IntakeHistory:
        """The intake with its lists and the treatments of the page, as one."""
        by_pointer = {formset.pointer: formset for formset in formsets}
        corrects = form.cleaned_data.get("replaces")
        before = content_of(actor, form.instance.pk if change else corrects)
        written = record_intake_visit(
            by=actor,
            patient_id=form.instance.patient_id,
            document=whole_intake(form, by_pointer, before),
            treatments=treatment_entries(by_pointer.get("/prior_treatments")),
            intake_id=form.instance.pk if change else None,
            corrects=corrects,
            expected_revision=form.cleaned_data.get("expected_revision") or 0,
            ready="_ready" in request.POST,
        )
        form.instance.patient = written.row.patient
        return written.row

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the patient."""
        return HttpResponseRedirect(reverse("admin:patients_patient_change", args=[obj.patient_id]))

    response_post_save_change = response_post_save_add

    def enter_in_error(self, *, by: Any, id: Any, reason: str, expected_revision: int) -> None:
        """Mark the version."""
        enter_intake_in_error(by=by, intake_id=id, reason=reason, expected_revision=expected_revision)

    # --- what the address says ---------------------------------------------------------------------------------------------

    def _original(self, request: HttpRequest) -> IntakeHistory | None:
        asked = request.GET.get("corrects")
        return visible_or_404(IntakeHistory.objects.with_lists(require_actor(request)), request, asked) if asked else None

    def _patient_asked(self, request: HttpRequest) -> uuid.UUID | None:
        original = self._original(request)
        if original is not None:
            return original.patient_id
        asked = request.GET.get("patient")
        return visible_or_404(Patient.objects.all(), request, asked).pk if asked else None

    def _can_be_corrected(self, request: HttpRequest, obj: IntakeHistory) -> bool:
        if obj.is_in_error or obj.status != IntakeHistory.Status.READY or not self.has_add_permission(request):
            return False
        return not obj.corrections.filter(clinic_id=obj.clinic_id, entered_in_error_at__isnull=True).exists()
