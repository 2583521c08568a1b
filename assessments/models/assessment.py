"""The assessment: what the rules said about the case as it was then, with that case, so that it can be replayed years later."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q

from assessments.models.fields import DocumentField
from clinic.models import Membership
from clinic.models.audit_event import AppendOnlyError
from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id
from patients.models import Patient


class RuleSetQuerySet(ClinicalQuerySet["RuleSet"]):
    """Questions about rule sets."""

    def of_version(self, version: str) -> Self:
        """The one with this version, of each clinic."""
        return self.filter(version=version)


class RuleSet(ClinicalModel):
    """The declarations of all rules as they were in one version: titles, sources, counter-evidence, local defaults."""

    version = models.CharField()
    catalogue = DocumentField()

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("rule_set"),
            models.UniqueConstraint(name="rule_set_version_once", fields=["clinic", "version"]),
        )

    def __str__(self) -> str:
        return self.version


def _refuse() -> NoReturn:
    raise AppendOnlyError("An assessment is never changed and never removed.")


class AssessmentQuerySet(ClinicalQuerySet["Assessment"]):
    """Reading and adding; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: see the module."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refused: see the module."""
        _refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: see the module."""
        _refuse()

    def file_under(self, patient: Patient, *, later: int) -> int:
        """The one thing that may change: under which record of the same person they stand, and with which numbers there.
        `later`: how much is added to each number."""
        return super().update(patient=patient, number=F("number") + later)

    def with_version(self) -> Self:
        """Load the version of the rule set along, not its long catalogue."""
        return self.select_related("rule_set").defer("rule_set__catalogue")

    def current(self) -> Self:
        """The newest one of each patient."""
        return self.order_by("clinic_id", "patient_id", "-number").distinct("clinic_id", "patient_id")


class Assessment(ClinicalModel):
    """One assessment of one patient.  ``number`` counts from 1 per patient; the highest is the current one.

    ``case_document``: the canonical case; ``case_digest``: SHA-256 of it without ``as_of``; ``verdicts``: what is specific to
    this case, in display order (the declarations stand in the rule set); ``safety`` and ``ask_next``: why the gate is as it is,
    and what to ask first; ``thresholds``: what the clinic had set instead of local defaults (rule → name → number).  Append-only.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    gate = models.CharField()
    palpation = models.CharField()
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    thresholds = DocumentField(default=dict)
    case_digest = models.CharField()
    case_document = DocumentField()
    verdicts = DocumentField()
    safety = DocumentField()
    ask_next = DocumentField()
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("assessment"),
            models.UniqueConstraint(name="assessment_number_once", fields=["clinic", "patient", "number"]),
            models.CheckConstraint(name="assessment_numbered_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="assessment_digest_is_sha256", condition=Q(case_digest__regex=r"^[0-9a-f]{64}$")),
        )

    def __str__(self) -> str:
        return f"Assessment {self.number} of {self.patient_id}"

    @property
    def revision(self) -> int:
        """Its number: it never changes, and which one is current does."""
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing assessment is never rewritten (``AppendOnlyError``)."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: see the module."""
        _refuse()
