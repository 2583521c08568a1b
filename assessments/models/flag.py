"""The flag: one present verdict as people work with it across assessments; identity = patient, rule, side, detail."""

import uuid
from typing import Literal, Self, get_args

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from assessments.flag_actions import ActionTaken, OverrideReason, ResolveReason
from assessments.models.assessment import Assessment
from assessments.models.examination import Examination
from clinic.access.actor import Actor
from clinic.models import Membership
from clinic.scoping import ClinicalModel, ClinicalQuerySet, RevisionedModel, as_uuid, clinic_and_id
from patients.models import Patient
from patients.models.fields import CodeField

FlagStatus = Literal["open", "acknowledged", "overridden", "resolved"]
FlagSeverity = Literal["info", "low", "moderate", "high", "ungraded"]
Change = Literal["raised", "reopened", "resolved", "acknowledged", "overridden"]
ReasonCode = Literal[OverrideReason, ResolveReason]
STATUSES: tuple[str, ...] = get_args(FlagStatus)
SEVERITIES: tuple[str, ...] = get_args(FlagSeverity)
REASON_CODES: tuple[str, ...] = get_args(ReasonCode)
RED_FLAG = "red_flag_positive"


class FlagQuerySet(ClinicalQuerySet["Flag"]):
    """Questions about flags."""

    def get_visible(self, actor: Actor, id: uuid.UUID | str) -> "Flag":
        """The flag with this id in the actor's clinic; the one it was united with, if it was."""
        key = as_uuid(id)
        return super().get_visible(actor, id if key is None else self.standing_id(actor.clinic_id, key))

    def standing_id(self, clinic_id: uuid.UUID, key: uuid.UUID) -> uuid.UUID:
        """The id of the flag that goes on for the one with this id: its own, unless it was united with another."""
        united = Flag.every.filter(clinic_id=clinic_id, pk=key, united_with__isnull=False)
        return united.values_list("united_with_id", flat=True).first() or key

    def of(self, patient: Patient) -> Self:
        """Every flag the patient ever had."""
        return self.filter(clinic_id=patient.clinic_id, patient=patient)

    def of_therapist(self, member: Membership) -> Self:
        """Flags of the people whom this member of the clinic examined."""
        examined = Examination.objects.filter(clinic_id=member.clinic_id).examined_by(member.pk)
        return self.filter(patient_id__in=examined.values("patient_id"))


FlagManager = models.Manager.from_queryset(FlagQuerySet)


class StandingFlags(FlagManager["Flag"]):
    """Without the flags that were united with the same one of another record of the person."""

    def get_queryset(self) -> FlagQuerySet:
        """The flags."""
        return FlagQuerySet(self.model, using=self._db).filter(united_with__isnull=True)


class Flag(RevisionedModel):
    """One flag.  ``assessment``: the newest one in which its verdict was present, which holds evidence and explanation.

    ``is_present``: whether the verdict is still present (an undetermined verdict leaves it); ``evidence_kind``: what the verdict
    rested on, without numbers; ``side`` and ``detail`` are empty where the verdict has none.  ``united_with``: the same flag of
    the record that this one's was merged into; it goes on with the history of both.  ``Flag.objects`` leaves such flags out,
    ``Flag.every`` has them.
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

    united_with = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    objects = StandingFlags()
    every = FlagQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("flag"),
            models.UniqueConstraint(
                name="flag_once",
                fields=["clinic", "patient", "rule", "side", "detail"],
                condition=Q(united_with__isnull=True),
            ),
            models.CheckConstraint(name="flag_not_united_with_itself", condition=~Q(united_with=F("id"))),
            models.CheckConstraint(name="flag_status_known", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(name="flag_severity_known", condition=Q(severity__in=SEVERITIES)),
        )
        indexes = (
            models.Index(name="flag_by_status", fields=["clinic", "status", "id"]),
            models.Index(name="flag_by_rule", fields=["clinic", "rule", "id"]),
            models.Index(name="flag_by_change", fields=["clinic", "updated_at"]),  # who asks for news finds little among much
            models.Index(name="flag_by_united", fields=["clinic", "united_with"], condition=Q(united_with__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.side} {self.detail}".strip()

    @property
    def awaits_action(self) -> bool:
        """Whether it is a red flag about which nobody has said yet what was done."""
        return bool(self.rule == RED_FLAG and self.status == "open")


class FlagEventQuerySet(ClinicalQuerySet["FlagEvent"]):
    """Questions about the history of flags."""

    def of(self, flag: Flag) -> Self:
        """What happened to one flag, and to those that were united with it, oldest first."""
        united = Flag.every.filter(clinic_id=flag.clinic_id, united_with=flag)
        return self.filter(Q(flag=flag) | Q(flag__in=united), clinic_id=flag.clinic_id).order_by("id")


class FlagEvent(ClinicalModel):
    """One change in a flag's life: who or which assessment made it, and why.  Only ever added.

    ``reason``: what somebody wrote, or the word for why the assessment changed it; ``reason_code``: a person's coded reason;
    ``action``, ``told``, ``acted_at``: what was done when it was acknowledged, who was told, and when.
    """

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events", db_index=False)
    change = CodeField(Change, null=False, blank=False)
    severity = CodeField(FlagSeverity, null=False, blank=False)
    reason = models.TextField()
    reason_code = CodeField(ReasonCode)
    action = CodeField(ActionTaken)
    told = models.CharField(null=True)
    acted_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    objects = FlagEventQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("flag_event"),
            models.CheckConstraint(name="flag_event_change_known", condition=Q(change__in=get_args(Change))),
            models.CheckConstraint(name="flag_event_reason_code_known", condition=Q(reason_code__in=REASON_CODES)),
            models.CheckConstraint(name="flag_event_action_known", condition=Q(action__in=get_args(ActionTaken))),
            models.CheckConstraint(
                name="flag_event_override_has_a_reason", condition=~Q(change="overridden") | Q(reason_code__isnull=False)
            ),
            models.CheckConstraint(
                name="flag_event_action_has_its_time", condition=Q(action__isnull=True) | Q(acted_at__isnull=False)
            ),
        )
        indexes = (
            models.Index(name="flag_event_of_flag", fields=["clinic", "flag", "id"]),
            models.Index(name="flag_event_by_change", fields=["clinic", "change", "created_at"]),
        )

    def __str__(self) -> str:
        return f"{self.change}: {self.flag_id}"
