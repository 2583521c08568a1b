"""The lists of an intake history as rows: sports, repetitive tasks, difficult movements, reviews of safety answers."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.bounds import checks_for
from clinic.models.documents import columns_of, document_of
from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id
from patients import documents
from patients.documents import vocabulary as v
from patients.models.fields import AnswerField, CodeField, day, number, whole


def keys_of(table: str) -> tuple[models.UniqueConstraint, ...]:
    """The keys every list has: the clinic's, and one row per place in the list."""
    return (
        clinic_and_id(table),
        models.UniqueConstraint(name=f"{table}_position", fields=["clinic", "intake", "position"]),
    )


class ListItem(ClinicalModel):
    """One row of a list; `position` counts from 0 in the order the patient told it."""

    STRUCT: ClassVar[type[documents.Part]]
    PATH: ClassVar[tuple[str, ...]]  # where the list is in the intake document

    position = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.position + 1}"

    @classmethod
    def items_in(cls, document: documents.Intake) -> tuple[documents.Part, ...] | None:
        """This list in the document; None = not recorded."""
        found: Any = document
        for step in cls.PATH:
            found = getattr(found, step)
        return found  # type: ignore[no-any-return]

    @classmethod
    def of(cls, intake: models.Model, position: int, item: documents.Part) -> Self:
        """The row, not saved yet, for one item of the list."""
        return cls(clinic_id=intake.clinic_id, intake=intake, position=position, **columns_of(item))  # type: ignore[attr-defined]

    def document(self) -> documents.Part:
        """The item this row holds."""
        return document_of(self, self.STRUCT)


class Sport(ListItem):
    """One sport: how often and how long, its plane, whether one side dominates."""

    STRUCT, PATH = documents.Sport, ("sports",)

    intake = models.ForeignKey("patients.IntakeHistory", models.PROTECT, related_name="sports", db_index=False)
    sport = CodeField(v.SportKind, _("Sport"), null=False, blank=False)
    sessions_per_week = number(_("Times a week"))
    minutes_per_session = whole(_("Minutes each time"))
    years = number(_("For how many years"))
    plane = CodeField(v.Plane, _("Main direction of movement"))
    side_dominant = AnswerField(_("Does one side do more?"))
    dominant_side = CodeField(v.Side, _("Which side does more"))
    load_increase_percent = number(_("Recent increase of training, percent"))

    objects = ClinicalQuerySet.as_manager()

    class Meta:
        verbose_name = _("sport")
        verbose_name_plural = _("sports")
        constraints = (*keys_of("sport"), *checks_for(documents.Sport, table="sport"))


class RepetitiveTask(ListItem):
    """The same movement over and over, at work, at home or in sport."""

    STRUCT, PATH = documents.RepetitiveTask, ("repetitive_tasks",)

    intake = models.ForeignKey("patients.IntakeHistory", models.PROTECT, related_name="repetitive_tasks", db_index=False)
    task = models.CharField(_("What you do over and over"))
    context = CodeField(v.TaskContext, _("Where"))
    plane = CodeField(v.Plane, _("Main direction of movement"))
    hours_per_week = number(_("Hours a week"))

    objects = ClinicalQuerySet.as_manager()

    class Meta:
        verbose_name = _("repetitive task")
        verbose_name_plural = _("repetitive tasks")
        constraints = (*keys_of("repetitive_task"), *checks_for(documents.RepetitiveTask, table="repetitive_task"))


class MovementDifficulty(ListItem):
    """A movement that became difficult; ability 0 = unable, 10 = as before."""

    STRUCT, PATH = documents.MovementDifficulty, ("movement_difficulties",)

    intake = models.ForeignKey("patients.IntakeHistory", models.PROTECT, related_name="movement_difficulties", db_index=False)
    movement = CodeField(v.Movement, _("Movement"), null=False, blank=False)
    ability = whole(_("How well you can do it, 0 (not at all) to 10 (as before)"))
    provokes_pain = AnswerField(_("Does it bring on the pain?"))

    objects = ClinicalQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement difficulty")
        verbose_name_plural = _("movement difficulties")
        constraints = (*keys_of("movement_difficulty"), *checks_for(documents.MovementDifficulty, table="movement_difficulty"))


class SafetyReview(ListItem):
    """A clinician's judgement of one positive safety answer, with its reason."""

    STRUCT, PATH = documents.SafetyReview, ("safety", "reviews")

    intake = models.ForeignKey("patients.IntakeHistory", models.PROTECT, related_name="safety_reviews", db_index=False)
    item = CodeField(v.SafetyItem, _("Question"), null=False, blank=False)
    disposition = CodeField(v.Disposition, _("Judgement"), null=False, blank=False)
    reason = models.TextField(_("Reason"))
    reviewed_on = day(_("Reviewed on"))
    reviewed_by = models.CharField(_("Reviewed by"))

    objects = ClinicalQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a safety answer")
        verbose_name_plural = _("reviews of safety answers")
        constraints = (*keys_of("safety_review"), *checks_for(documents.SafetyReview, table="safety_review"))


# The type is Any because a manager belongs to each concrete model, not to ListItem.
LISTS: dict[str, type[Any]] = {
    "sports": Sport,
    "repetitive_tasks": RepetitiveTask,
    "movement_difficulties": MovementDifficulty,
    "safety_reviews": SafetyReview,
}
