"""The flag: one present verdict as people work with it across assessments; identity = patient, rule, side, detail."""

from typing import Literal, Self, get_args

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from assessments.models.assessment import Assessment
from clinic.models import Membership
from clinic.scoping import ClinicalModel, ClinicalQuerySet, RevisionedModel, clinic_and_id
from patients.models import Patient
from patients.models.fields import CodeField

FlagStatus = Literal["open", "acknowledged", "overridden", "resolved"]
FlagSeverity = Literal["info", "low", "moderate", "high", "ungraded"]
Change = Literal["raised", "reopened", "resolved", "acknowledged", "overridden"]
STATUSES: tuple[str, ...] = get_args(FlagStatus)
SEVERITIES: tuple[str, ...] = get_args(FlagSeverity)


class FlagQuerySet(ClinicalQuerySet["Flag"]):
    """Questions about flags."""

    def of(self, patient: Patient) -> Self:
        """Every flag the patient ever had."""
        return self.filter(clinic_id=patient.clinic_id, patient=patient)


class Flag(RevisionedModel):
    """One flag.  ``assessment``: the newest one in which its verdict was present, which holds evidence and explanation.

    ``is_present``: whether the verdict is still present (an undetermined verdict leaves it); ``evidence_kind``: what the verdict
    rested on, without numbers; ``side`` and ``detail`` are empty where the verdict has none.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField()
    side = models.CharField(blank=True)
    detail = models.CharField(blank=True)
    severity = CodeField(FlagSeverity, null=False, blank=False)
    status = CodeField(FlagStatus, default="open", null=False)
    gate = models.CharField()
    blocked_by = models.CharField(null=True)
    provisional = models.BooleanField(default=False)
    is_present = models.BooleanField(default=True)
    evidence_kind = ArrayField(models.TextField(), default=list)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("flag"),
            models.UniqueConstraint(name="flag_once", fields=["clinic", "patient", "rule", "side", "detail"]),
            models.CheckConstraint(name="flag_status_known", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(name="flag_severity_known", condition=Q(severity__in=SEVERITIES)),
        )
        indexes = (models.Index(name="flag_by_status", fields=["clinic", "status", "id"]),)

    def __str__(self) -> str:
        return f"{self.rule} {self.side} {self.detail}".strip()


class FlagEventQuerySet(ClinicalQuerySet["FlagEvent"]):
    """Questions about the history of flags."""

    def of(self, flag: Flag) -> Self:
        """What happened to one flag, oldest first."""
        return self.filter(clinic_id=flag.clinic_id, flag=flag).order_by("id")


class FlagEvent(ClinicalModel):
    """One change in a flag's life: who or which assessment made it, and why.  Only ever added."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events", db_index=False)
    change = CodeField(Change, null=False, blank=False)
    severity = CodeField(FlagSeverity, null=False, blank=False)
    reason = models.TextField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    objects = FlagEventQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("flag_event"),
            models.CheckConstraint(name="flag_event_change_known", condition=Q(change__in=get_args(Change))),
        )
        indexes = (models.Index(name="flag_event_of_flag", fields=["clinic", "flag", "id"]),)

    def __str__(self) -> str:
        return f"{self.change}: {self.flag_id}"
