"""What a clinic set instead of a rule's local default: one row per change, so that who set what, when and why stays known."""

import uuid
from typing import Self

from django.db import models

from assessments.thresholds import Key
from clinic.models import Membership
from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id
from clinic.statements import question


class ThresholdChangeQuerySet(ClinicalQuerySet["ThresholdChange"]):
    """Questions about what a clinic has set."""

    def newest_of(self, clinic_id: uuid.UUID) -> Self:
        """The last change to each threshold of the clinic."""
        return self.filter(clinic_id=clinic_id).order_by("rule", "name", "-id").distinct("rule", "name")

    def set_by(self, clinic_id: uuid.UUID) -> dict[Key, float]:
        """What the clinic has set, in one query: (rule, name) → value."""
        return {(rule, name): value for rule, name, value in _newest(clinic_id) if value is not None}


class ThresholdChange(ClinicalModel):
    """One change of one threshold.  ``value`` None: from here on the default again.  The newest one counts; only ever added."""

    rule = models.CharField()
    name = models.CharField()
    value = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ThresholdChangeQuerySet.as_manager()

    class Meta:
        constraints = (clinic_and_id("threshold_change"),)
        indexes = (models.Index(name="threshold_change_newest", fields=["clinic", "rule", "name", "-id"]),)

    def __str__(self) -> str:
        return f"{self.rule} {self.name}: {self.value}"


@question
def _newest(clinic_id: uuid.UUID) -> "models.QuerySet[ThresholdChange, tuple[str, str, float | None]]":
    return ThresholdChange.objects.newest_of(clinic_id).values_list("rule", "name", "value")
