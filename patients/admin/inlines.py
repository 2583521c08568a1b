"""The lists of a page as stacked inlines."""

from typing import Any, ClassVar

from django.contrib.admin import StackedInline
from django.contrib.admin.checks import InlineModelAdminChecks
from django.core.checks import CheckMessage
from django.forms import modelformset_factory
from django.http import HttpRequest

from clinic.access.permissions import Permission
from clinic.admin import ClinicalInlineMixin
from clinic.models.documents import columns_of
from patients import documents
from patients.admin.forms import DocumentFieldsMixin, RowForm
from patients.admin.formsets import DocumentFormSet, TreatmentFormSet
from patients.documents import Part
from patients.models import MovementDifficulty, PatientIdentifier, PriorTreatment, RepetitiveTask, SafetyReview, Sport


class DocumentInlineChecks(InlineModelAdminChecks):
    """Without the check for a foreign key: a list belongs to its document."""

    def _check_relation(self, obj: Any, parent_model: Any) -> list[CheckMessage]:
        return []

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[CheckMessage]:
        return []


class DocumentInline(ClinicalInlineMixin, DocumentFieldsMixin, StackedInline[Any, Any]):
    """The items of one list of a document."""

    checks_class = DocumentInlineChecks
    extra = 0
    formset = DocumentFormSet  # type: ignore[assignment]  # the stub knows formsets below a parent row only
    form = RowForm
    columns: ClassVar[tuple[str, ...]]
    pointer: ClassVar[str]  # where the list is in what the service takes

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A formset that knows no parent row."""
        return modelformset_factory(
            self.model,
            form=self.form,
            fields=self.columns,
            formset=self.formset,
            formfield_callback=lambda column, **options: self.formfield_for_dbfield(column, request, **options),
            extra=0,
        )

    def items_of(self, document: Part) -> tuple[Part, ...]:
        """This list in the document."""
        found: Any = document
        for step in self.pointer.strip("/").split("/"):
            found = getattr(found, step)
        return found or ()

    def typed(self, document: Part) -> list[dict[str, Any]]:
        """The items as columns, to begin with."""
        return [columns_of(item) for item in self.items_of(document)]


class SportForm(RowForm):
    KIND = documents.Sport


class SportInline(DocumentInline):
    """Sports."""

    model, form, pointer = Sport, SportForm, "/sports"
    may_view, may_write = Permission.VIEW_INTAKE, Permission.WRITE_INTAKE
    columns = fields = (
        "sport", "sessions_per_week", "minutes_per_session", "years", "plane", "side_dominant", "dominant_side",
        "load_increase_percent",
    )  # fmt: skip


class RepetitiveTaskForm(RowForm):
    KIND = documents.RepetitiveTask


class RepetitiveTaskInline(DocumentInline):
    """Repetitive tasks."""

    model, form, pointer = RepetitiveTask, RepetitiveTaskForm, "/repetitive_tasks"
    may_view, may_write = Permission.VIEW_INTAKE, Permission.WRITE_INTAKE
    columns = fields = ("task", "context", "plane", "hours_per_week")


class MovementDifficultyForm(RowForm):
    KIND = documents.MovementDifficulty


class MovementDifficultyInline(DocumentInline):
    """Movements that became difficult."""

    model, form, pointer = MovementDifficulty, MovementDifficultyForm, "/movement_difficulties"
    may_view, may_write = Permission.VIEW_INTAKE, Permission.WRITE_INTAKE
    columns = fields = ("movement", "ability", "provokes_pain")


class SafetyReviewForm(RowForm):
    KIND = documents.SafetyReview


class SafetyReviewInline(DocumentInline):
    """Reviews of safety answers: a clinician's."""

    model, form, pointer = SafetyReview, SafetyReviewForm, "/safety/reviews"
    may_view = may_write = Permission.REVIEW_SAFETY
    columns = fields = ("item", "disposition", "reason", "reviewed_on", "reviewed_by")


class IdentifierForm(RowForm):
    KIND = documents.Identifier


class IdentifierInline(DocumentInline):
    """Numbers other systems know the person by."""

    model, form, pointer = PatientIdentifier, IdentifierForm, "/identifiers"
    may_view, may_write = Permission.VIEW_PATIENT, Permission.WRITE_PATIENT
    columns = fields = ("system", "value")


TREATMENT_FIELDS = (
    "provider_kind", "provider_name", "facility", "hip_flexors_examined", "hip_flexor_exam_modes",
    "hip_flexor_exam_modes_complete", "hip_flexors_reexamined", "for_current_complaint", "started_on", "ended_on",
    "sessions_min", "sessions_max", "sessions_approximate", "outcome", "pain_before", "pain_after", "odi_before", "odi_after",
    "regions_examined", "regions_examined_complete", "interventions", "interventions_complete", "stated_rationale", "source",
    "reported_on",
)  # fmt: skip


class TreatmentRowForm(RowForm):
    """An earlier treatment on the page of an intake."""

    KIND = documents.PriorTreatment

    def shows_revision(self) -> bool:
        """A treatment that is there already brings the revision that was seen."""
        return not self.instance._state.adding


class TreatmentInline(DocumentInline):
    """The patient's earlier treatments. One that was recorded by mistake is entered in error on its own page."""

    model, form, formset, pointer = PriorTreatment, TreatmentRowForm, TreatmentFormSet, "/prior_treatments"
    may_view, may_write = Permission.VIEW_PRIOR_TREATMENT, Permission.WRITE_PRIOR_TREATMENT
    columns = fields = TREATMENT_FIELDS
    show_change_link = True

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The columns, and the revision that was seen where they can be changed."""
        extra = ("expected_revision",) if self.has_change_permission(request, obj) else ()
        return [(None, {"fields": (*TREATMENT_FIELDS, *extra)})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never from here."""
        return False
