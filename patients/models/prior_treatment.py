"""The prior treatment: one earlier provider or course of treatment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.models.bounds import checks_for
from clinic.models.documents import columns_of, document_of
from clinic.scoping import ClinicalQuerySet, RevisionedModel, clinic_and_id
from patients import documents
from patients.documents import vocabulary as v
from patients.models.fields import AnswerField, CodeField, CodesField, day, long_text, number, text, whole
from patients.models.patient import Patient
from patients.models.retractable import Retractable, error_has_its_reason


class PriorTreatmentQuerySet(ClinicalQuerySet["PriorTreatment"]):
    """Questions about earlier treatments."""

    def in_force(self) -> "PriorTreatmentQuerySet":
        """Without what was recorded by mistake."""
        return self.filter(entered_in_error_at__isnull=True)


class PriorTreatment(RevisionedModel, Retractable):
    """One provider or course of treatment before, with the question this product exists for."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="prior_treatments", db_index=False)
    provider_kind = CodeField(v.ProviderKind, _("Who treated you"))
    provider_name = text(_("Name"))
    facility = text(_("Practice or hospital"))
    hip_flexors_examined = AnswerField(_("Did anybody examine your hip flexors (front of the hip, deep belly muscle)?"))
    hip_flexor_exam_modes = CodesField(v.HipFlexorExamMode, _("How were they examined?"))
    hip_flexor_exam_modes_complete = AnswerField(_("Is that everything that was done to examine them?"))
    hip_flexors_reexamined = AnswerField(_("Were they examined again later?"))
    for_current_complaint = AnswerField(_("Was it for what brings you here now?"))
    started_on = day(_("Began on"))
    ended_on = day(_("Ended on"))
    sessions_min = whole(_("Sessions, at least"))
    sessions_max = whole(_("Sessions, at most"))
    sessions_approximate = models.BooleanField(_("Is the number a guess?"), null=True, blank=True)
    outcome = CodeField(v.Outcome, _("How was it afterwards?"), null=False, default="not_asked")
    pain_before = whole(_("Pain before, 0 to 10"))
    pain_after = whole(_("Pain after, 0 to 10"))
    odi_before = number(_("Oswestry before, percent"))
    odi_after = number(_("Oswestry after, percent"))
    regions_examined = CodesField(v.ExaminedRegion, _("What was examined?"))
    regions_examined_complete = AnswerField(_("Is that everything that was examined?"))
    interventions = CodesField(v.Intervention, _("What was done?"))
    interventions_complete = AnswerField(_("Is that everything that was done?"))
    stated_rationale = long_text(_("What did they say the reason was?"))
    source = CodeField(v.TreatmentSource, _("Who told us"))
    reported_on = day(_("Reported on"))

    objects = PriorTreatmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier treatment")
        verbose_name_plural = _("earlier treatments")
        constraints = (
            clinic_and_id("prior_treatment"),
            models.CheckConstraint(name="prior_treatment_sessions_in_order", condition=Q(sessions_min__lte=F("sessions_max"))),
            models.CheckConstraint(name="prior_treatment_dates_in_order", condition=Q(started_on__lte=F("ended_on"))),
            error_has_its_reason("prior_treatment"),
            *checks_for(documents.PriorTreatment, table="prior_treatment"),
        )
        indexes = (models.Index(name="prior_treatment_of_patient", fields=["clinic", "patient", "id"]),)

    def __str__(self) -> str:
        return self.provider_name or self.facility or str(self.get_provider_kind_display() or self.pk)

    def take(self, document: documents.PriorTreatment) -> None:
        """Set the columns; saves nothing."""
        for name, value in columns_of(document).items():
            setattr(self, name, value)

    def document(self) -> documents.PriorTreatment:
        """What is recorded."""
        return document_of(self, documents.PriorTreatment)

    @property
    def shown_status(self) -> str:
        """`recorded` or `entered_in_error`."""
        return "entered_in_error" if self.is_in_error else "recorded"
