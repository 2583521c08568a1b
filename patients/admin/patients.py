"""People: find, register, correct; their intakes and earlier treatments at a glance."""

import uuid
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.admin import require_actor
from clinic.scoping import as_uuid
from patients import documents
from patients.admin.forms import DocumentForm
from patients.admin.inlines import IdentifierInline
from patients.admin.merging import MergePages
from patients.admin.pages import DocumentAdmin
from patients.models import IntakeHistory, Patient, PatientIdentifier, PriorTreatment
from patients.models.patient import at_number, called
from patients.searching import digits, name_words
from patients.services import correct_demographics, register_patient

FEWEST_DIGITS = 4  # a term with fewer is looked for among names and identifiers only


class PatientForm(DocumentForm):
    """Who the person is."""

    KIND = documents.PatientDocument

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "family_name" in self.fields:
            self.fields["family_name"].required = True


def found(rows: Any, term: str, actor: Actor) -> Any:
    """The people among `rows` whose name, identifier, telephone number or id is `term`."""
    wanted = Q(pk__in=_ids_named(actor, term.strip()))
    if name_words(term):
        wanted |= called(term)
    if len(digits(term)) >= FEWEST_DIGITS:
        wanted |= at_number(term)
    return rows.filter(wanted)


def _ids_named(actor: Actor, term: str) -> list[uuid.UUID]:
    """Whom an identifier with this value names, and the id that the term itself may be. Asked for first: within the search
    it would keep the database from using the index of names."""
    found = PatientIdentifier.objects.visible_to(actor).filter(value=term).values_list("patient_id", flat=True)
    key = as_uuid(term)
    return [*found, *([key] if key else [])]


@admin.register(Patient)
class PatientAdmin(MergePages, DocumentAdmin[Patient]):
    """The people of the clinic."""

    may_view, may_write = Permission.VIEW_PATIENT, Permission.WRITE_PATIENT
    read_action, list_action = "patient.read", "patient.listed"
    form = PatientForm
    change_form_template = "admin/patients/patient_change_form.html"
    inlines = (IdentifierInline,)
    list_display = ("__str__", "birth_date", "sex", "phone", "numbers", "updated_at")
    list_filter = ("sex",)
    list_per_page = 50
    search_fields = ("search_name",)
    search_help_text = _("Name (any order, accents do not matter), telephone number, identifier or id")
    ordering = ("search_name", "id")
    readonly_fields = ("intakes_at_a_glance", "treatments_at_a_glance")

    def get_fieldsets(self, request: HttpRequest, obj: Patient | None = None) -> Any:
        """A person nobody has registered yet has no intakes to show."""
        person = ("family_name", "given_name", "birth_date", "sex", "phone", "email", "address", "language")
        fieldsets: list[Any] = [(None, {"fields": person})]
        if obj is not None:
            glance = ("intakes_at_a_glance", "treatments_at_a_glance")
            fieldsets.append((_("At a glance"), {"fields": glance}))
        return self.with_revision(fieldsets, request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        """The people of the clinic, with their identifiers."""
        rows: Any = super().get_queryset(request)
        return rows.with_identifiers(require_actor(request))  # type: ignore[no-any-return]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """People by name, identifier, telephone number or id."""
        actor = require_actor(request)
        return (found(queryset, search_term, actor) if search_term.strip() else queryset), False

    def document_shown(self, request: HttpRequest, obj: Patient | None) -> documents.PatientDocument:
        """What the lists of the page begin with."""
        return documents.PatientDocument() if obj is None or obj._state.adding else obj.document()

    def patient_of(self, obj: Patient) -> Patient:
        """The person."""
        return obj

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> Patient:
        """Register, or correct."""
        before = documents.PatientDocument()
        if change:
            before = Patient.objects.with_identifiers(actor).get_visible(actor, form.instance.pk).document()
        listed = formsets[0].documents()
        document = self.with_list(form.document, "identifiers", listed, before.identifiers)
        if not change:
            written = register_patient(by=actor, document=document)
        else:
            revision = form.cleaned_data["expected_revision"]
            written = correct_demographics(by=actor, patient_id=form.instance.pk, document=document, expected_revision=revision)
        return written.row

    @admin.display(description=_("Identifiers"))
    def numbers(self, obj: Patient) -> str:
        """The numbers other systems know the person by."""
        return ", ".join(row.value for row in obj.identifiers.all())

    @admin.display(description=_("Intake histories"))
    def intakes_at_a_glance(self, obj: Patient) -> str:
        """Every version, newest first, and the way to a new one."""
        rows = IntakeHistory.objects.filter(clinic_id=obj.clinic_id, patient=obj).newest_first()
        listed = format_html_join(
            "",
            '<li><a href="{}">{}</a> {}</li>',
            (
                (reverse("admin:patients_intakehistory_change", args=[row.pk]), row, _("(in error)") if row.is_in_error else "")
                for row in rows
            ),
        )
        new = reverse("admin:patients_intakehistory_add", query={"patient": obj.pk})
        return format_html('<ul>{}<li><a href="{}">{}</a></li></ul>', listed, new, _("New intake"))

    @admin.display(description=_("Earlier treatments"))
    def treatments_at_a_glance(self, obj: Patient) -> str:
        """Every earlier treatment that counts."""
        rows = PriorTreatment.objects.filter(clinic_id=obj.clinic_id, patient=obj).in_force().order_by("id")
        listed = format_html_join(
            "",
            '<li><a href="{}">{}</a></li>',
            ((reverse("admin:patients_priortreatment_change", args=[row.pk]), row) for row in rows),
        )
        new = reverse("admin:patients_priortreatment_add", query={"patient": obj.pk})
        return format_html('<ul>{}<li><a href="{}">{}</a></li></ul>', listed, new, _("New earlier treatment"))
