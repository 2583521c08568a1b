"""Earlier treatments on a page of their own: correct one, or mark it as recorded by mistake."""

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
from patients import documents
from patients.admin.forms import DocumentForm
from patients.admin.in_error import InErrorPage
from patients.admin.inlines import TREATMENT_FIELDS
from patients.admin.pages import DocumentAdmin, visible_or_404
from patients.admin.patients import found
from patients.models import Patient, PriorTreatment
from patients.services import correct_prior_treatment, enter_prior_treatment_in_error, record_prior_treatment


class TreatmentForm(DocumentForm):
    """One earlier provider or course."""

    KIND = documents.PriorTreatment


@admin.register(PriorTreatment)
class PriorTreatmentAdmin(InErrorPage, DocumentAdmin[PriorTreatment]):
    """Earlier treatments."""

    may_view, may_write = Permission.VIEW_PRIOR_TREATMENT, Permission.WRITE_PRIOR_TREATMENT
    read_action, list_action = "prior_treatment.read", "prior_treatment.listed"
    form = TreatmentForm
    change_form_template = "admin/patients/treatment_change_form.html"
    fieldsets = ((None, {"fields": ("patient", *TREATMENT_FIELDS)}),)
    autocomplete_fields = ("patient",)
    list_display = ("patient", "__str__", "hip_flexors_examined", "outcome", "state")
    list_display_links = ("patient", "__str__")
    list_filter = ("hip_flexors_examined", "outcome")
    list_select_related = ("patient",)
    list_per_page = 50
    search_fields = ("patient__search_name",)
    search_help_text = _("The patient's name, telephone number, identifier or id")
    ordering = ("-id",)

    @admin.display(description=_("Status"))
    def state(self, obj: PriorTreatment) -> Any:
        """Recorded, or recorded by mistake."""
        return _("Recorded by mistake") if obj.is_in_error else _("Recorded")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> PriorTreatment | None:
        """The treatment with its patient loaded."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            prefetch_related_objects([row], "patient")
        return row

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet[Any], bool]:
        """By the patient."""
        if not search_term.strip():
            return queryset, False
        actor = require_actor(request)
        return queryset.filter(patient__in=found(Patient.objects.visible_to(actor), search_term, actor)), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is in error is only shown."""
        closed = obj is not None and obj.is_in_error
        return super().has_change_permission(request, obj) and not (closed and request.method != "POST")

    def get_readonly_fields(self, request: HttpRequest, obj: PriorTreatment | None = None) -> Any:
        """A treatment stays its patient's."""
        return () if obj is None else ("patient",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The patient whose page it came from."""
        asked = request.GET.get("patient")
        return {"patient": visible_or_404(Patient.objects.all(), request, asked).pk} if asked else {}

    def patient_of(self, obj: PriorTreatment) -> Patient:
        """Whose treatment it was."""
        return obj.patient

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> PriorTreatment:
        """Record, or correct."""
        if not change:
            return record_prior_treatment(by=actor, patient_id=form.instance.patient_id, document=form.document).row
        revision = form.cleaned_data["expected_revision"]
        return correct_prior_treatment(
            by=actor, treatment_id=form.instance.pk, document=form.document, expected_revision=revision
        ).row

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the patient."""
        return HttpResponseRedirect(reverse("admin:patients_patient_change", args=[obj.patient_id]))

    response_post_save_change = response_post_save_add

    def enter_in_error(self, *, by: Any, id: Any, reason: str, expected_revision: int) -> None:
        """Mark the treatment."""
        enter_prior_treatment_in_error(by=by, treatment_id=id, reason=reason, expected_revision=expected_revision)
