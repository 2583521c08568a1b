"""The merge: two records that turned out to be one person's, and what went from the one to the other."""

from django.db import models
from django.db.models import F, Q

from clinic.models import Membership
from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id
from patients.models.patient import Patient


class PatientMergeQuerySet(ClinicalQuerySet["PatientMerge"]):
    """Questions about merges."""

    def standing(self) -> "PatientMergeQuerySet":
        """Without those that were undone."""
        return self.filter(undone_at__isnull=True)


class PatientMerge(ClinicalModel):
    """One merge of `duplicate` into `survivor`.

    `record`: all that putting it back needs. `moved`: for each foreign key to patients what its mover remembers;
    `before`: what the survivor said where it took over what the duplicate says; `identifiers_recorded`: likewise.
    """

    survivor = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)
    duplicate = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)
    merged_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    record = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    objects = PatientMergeQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("patient_merge"),
            models.UniqueConstraint(
                name="patient_merged_once", fields=["clinic", "duplicate"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(name="patient_merge_of_two", condition=~Q(duplicate=F("survivor"))),
            models.CheckConstraint(
                name="patient_merge_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        )
        indexes = (models.Index(name="patient_merge_of_survivor", fields=["clinic", "survivor", "id"]),)

    def __str__(self) -> str:
        return f"{self.duplicate_id} into {self.survivor_id}"
