"""The examination: one sitting, one examiner.  A draft may change; what is signed is corrected by a new row that names it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments import document
from assessments.anatomy import (
    BreathingCondition,
    BreathingPattern,
    ExaminationStatus,
    FemoralRotation,
    LateralShift,
    PelvicTilt,
)
from clinic.models import Membership
from clinic.models.bounds import checks_for
from clinic.scoping import ClinicalQuerySet, RevisionedModel, clinic_and_id
from patients.models import Patient
from patients.models.fields import AnswerField, CodeField, number

SIGNED = ("final", "amended")
IN_ERROR = "entered_in_error"


class ExaminationQuerySet(ClinicalQuerySet["Examination"]):
    """Questions about examinations."""

    def with_amendment(self) -> Self:
        """Say in ``amended_by`` which amendment, if any, replaces each."""
        return self.annotate(amended_by=Subquery(_amendments().values("pk")[:1]))

    def standing(self) -> Self:
        """Examinations that still say something: not entered in error, and not replaced by an amendment that stands."""
        return self.exclude(status=IN_ERROR).exclude(Exists(_amendments()))

    def examined_by(self, membership_id: uuid.UUID) -> Self:
        """What this member recorded, but for what was entered in error."""
        return self.filter(recorded_by=membership_id).exclude(status=IN_ERROR)

    def latest_first(self) -> Self:
        """By the time of the examination; one without a time counts as done when it was opened."""
        return self.order_by(Coalesce("examined_at", "created_at").desc(), "-created_at", "-id")


def _amendments() -> "ExaminationQuerySet":
    """The amendments that stand, of each examination of an outer query."""
    return Examination.objects.filter(clinic_id=OuterRef("clinic_id"), amends_id=OuterRef("pk")).exclude(status=IN_ERROR)


class Examination(RevisionedModel):
    """One examination of one patient.  ``status``: ``draft`` until signed ``final``; an amendment is ``amended`` and names in
    ``amends`` the examination it replaces, which is kept as it was; ``entered_in_error`` with a reason."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    amendment_reason = models.TextField(null=True)
    error_reason = models.TextField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    examined_at = models.DateTimeField(null=True)
    examiner = models.TextField(null=True)
    status = CodeField(ExaminationStatus, default="draft", null=False)
    palpation_recorded = models.BooleanField(default=False)
    length_tests_recorded = models.BooleanField(default=False)
    strength_recorded = models.BooleanField(default=False)
    range_of_motion_recorded = models.BooleanField(default=False)
    special_tests_recorded = models.BooleanField(default=False)
    posture_pelvic_tilt = CodeField(PelvicTilt)
    posture_pelvic_tilt_deg = number()
    posture_lateral_shift = CodeField(LateralShift)
    posture_femoral_rotation_left = CodeField(FemoralRotation)
    posture_femoral_rotation_right = CodeField(FemoralRotation)
    breathing_pattern = CodeField(BreathingPattern)
    breathing_condition = CodeField(BreathingCondition)
    neuro_reflex_change = AnswerField()
    neuro_dermatomal_loss = AnswerField()
    neuro_progressive_weakness = AnswerField()
    abdomen_pulsatile_mass = AnswerField()
    abdomen_guarding = AnswerField()

    known: document.Examination | None = None
    """What it records, where that was just written and need not be read again."""

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("examination"),
            models.UniqueConstraint(name="examination_amended_once", fields=["clinic", "amends"], condition=~Q(status=IN_ERROR)),
            models.CheckConstraint(
                name="examination_signed_by_somebody",
                condition=~Q(status__in=SIGNED) | Q(signed_at__isnull=False, signed_by__isnull=False, examined_at__isnull=False),
            ),
            models.CheckConstraint(
                name="examination_amendment_names_the_old",
                condition=~Q(status="amended") | Q(amends__isnull=False, amendment_reason__isnull=False),
            ),
            models.CheckConstraint(
                name="examination_draft_and_final_amend_nothing",
                condition=~Q(status__in=("draft", "final")) | Q(amends__isnull=True),
            ),
            models.CheckConstraint(
                name="examination_error_has_a_reason", condition=~Q(status=IN_ERROR) | Q(error_reason__isnull=False)
            ),
            models.CheckConstraint(name="examination_not_its_own_amendment", condition=~Q(amends=F("id"))),
            models.CheckConstraint(
                name="examination_reasons_not_blank",
                condition=Q(amendment_reason__regex=r"\S", error_reason__regex=r"\S"),
            ),
            *checks_for(document.Examination, table="examination"),
        )
        indexes = (
            models.Index(name="examination_of_patient", fields=["clinic", "patient", "id"]),
            models.Index(name="examination_of_examiner", fields=["clinic", "recorded_by", "patient"]),
        )

    def __str__(self) -> str:
        return f"Examination {self.pk}, {self.get_status_display()}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return bool(self.status == "draft")
