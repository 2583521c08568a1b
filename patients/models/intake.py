"""The intake history: what the patient reports about one episode of complaint."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from clinic.access.actor import Actor
from clinic.models.bounds import checks_for
from clinic.models.documents import columns_of, document_of
from clinic.scoping import ClinicalQuerySet, RevisionedModel, clinic_and_id
from patients import documents
from patients.models.daily_life import MovementSection, PriorCareSection, ScoreSection
from patients.models.intake_lists import LISTS
from patients.models.pain import PainSection, VisitSection
from patients.models.patient import Patient
from patients.models.retractable import Retractable, error_has_its_reason
from patients.models.safety_answers import SafetySection
from patients.models.sitting import SittingSection

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from patients.models.intake_lists import MovementDifficulty, RepetitiveTask, SafetyReview, Sport


def lists_along(by: Actor) -> list[Prefetch[Any]]:
    """What loads the lists along with an intake, in one query each."""
    return [Prefetch(name, queryset=model.objects.visible_to(by)) for name, model in LISTS.items()]


class IntakeHistoryQuerySet(ClinicalQuerySet["IntakeHistory"]):
    """Questions about intake histories."""

    def with_lists(self, by: Actor) -> "IntakeHistoryQuerySet":
        """Load sports, tasks, difficulties and reviews along, in one more query each."""
        return self.prefetch_related(*lists_along(by))

    def in_force(self) -> "IntakeHistoryQuerySet":
        """Without what was recorded by mistake."""
        return self.filter(entered_in_error_at__isnull=True)

    def newest_first(self) -> "IntakeHistoryQuerySet":
        """The newest episode first, in it the newest version first.

        Correcting an old episode does not make it the current one.
        """
        return self.order_by("-episode", "-id")

    def current_of(self, patient: Patient) -> "IntakeHistory | None":
        """The version that counts: the newest of the newest episode, draft or ready, that was not recorded by mistake."""
        return self.filter(clinic_id=patient.clinic_id, patient=patient).in_force().newest_first().first()


class IntakeHistory(
    RevisionedModel,
    VisitSection,
    PainSection,
    SittingSection,
    MovementSection,
    SafetySection,
    ScoreSection,
    PriorCareSection,
    Retractable,
):
    """One version of an intake history. A draft may change; what is ready is only corrected by a new version that names it.

    `episode` is the id of the first version of this episode of complaint.
    """

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready for the therapist")

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="intakes", db_index=False)
    status = models.CharField(_("Status"), choices=Status.choices, default=Status.DRAFT, editable=False)
    ready_at = models.DateTimeField(null=True, blank=True, editable=False)
    episode = models.UUIDField(editable=False)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True, editable=False, db_index=False
    )

    objects = IntakeHistoryQuerySet.as_manager()

    if TYPE_CHECKING:
        sports: RelatedManager[Sport]
        repetitive_tasks: RelatedManager[RepetitiveTask]
        movement_difficulties: RelatedManager[MovementDifficulty]
        safety_reviews: RelatedManager[SafetyReview]

    class Meta:
        verbose_name = _("intake history")
        verbose_name_plural = _("intake histories")
        constraints = (
            clinic_and_id("intake"),
            models.UniqueConstraint(
                name="intake_corrected_once", fields=["clinic", "corrects"], condition=Q(entered_in_error_at__isnull=True)
            ),
            models.CheckConstraint(
                name="intake_status_known",
                condition=Q(status="draft", ready_at__isnull=True) | Q(status="ready", ready_at__isnull=False),
            ),
            models.CheckConstraint(name="intake_episode_begins", condition=Q(corrects__isnull=False) | Q(episode=F("id"))),
            models.CheckConstraint(name="intake_not_its_own_correction", condition=~Q(corrects=F("id"))),
            error_has_its_reason("intake"),
            *checks_for(documents.Intake, table="intake"),
        )
        indexes = (models.Index(name="intake_of_patient", fields=["clinic", "patient", "-episode", "-id"]),)

    def __str__(self) -> str:
        day = self.recorded_on or ("" if self._state.adding else self.created_at.date())
        return f"{self.get_status_display()} {day}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A first version begins an episode of its own."""
        if self._state.adding and self.corrects_id is None:
            self.episode = self.pk
        super().save(*args, **kwargs)

    def take(self, document: documents.Intake) -> None:
        """Set the columns; the lists are `replace_lists`'s. Saves nothing."""
        for name, value in columns_of(document).items():
            setattr(self, name, value)

    def replace_lists(self, document: documents.Intake) -> None:
        """Make the rows of the lists those of `document`."""
        for name, model in LISTS.items():
            getattr(self, name).filter(clinic_id=self.clinic_id).delete()
            items = model.items_in(document) or ()
            model.objects.bulk_create(model.of(self, place, item) for place, item in enumerate(items))
        self._prefetched_objects_cache: dict[str, Any] = {}

    def document(self) -> documents.Intake:
        """What is recorded. Four queries, unless the lists were loaded along."""
        children = {name: self._items(name) for name in LISTS}
        return documents.folded(document_of(self, documents.Intake, children=children))

    def _items(self, name: str) -> list[documents.Part]:
        rows = sorted(getattr(self, name).all(), key=lambda row: row.position)
        return [row.document() for row in rows]

    @property
    def shown_status(self) -> str:
        """`draft`, `ready` or `entered_in_error`."""
        return "entered_in_error" if self.is_in_error else str(self.status)
