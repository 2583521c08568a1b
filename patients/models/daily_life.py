"""Movement in daily life, scores from elsewhere and earlier care, as columns of the intake history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.documents import vocabulary as v
from patients.models.fields import AnswerField, CodeField, day, number, text, whole


class MovementSection(models.Model):
    """Sports, stairs, handedness; the lists themselves are rows of their own."""

    sports_recorded = models.BooleanField(default=False)
    sports_complete = AnswerField(_("Are these all the sports you do?"))
    stretching_habit = AnswerField(_("Do you stretch regularly?"))
    athlete = AnswerField(_("Do you train for competition?"))
    stairs_lead_leg = CodeField(
        v.LeadLeg, _("With which leg do you take the first step on stairs?"), null=False, default="not_asked"
    )
    stairs_always = AnswerField(_("Is it always that leg?"))
    stairs_flights_per_day = whole(_("Flights of stairs a day"))
    handedness = CodeField(v.Laterality, _("With which hand do you write?"))
    kicking_leg = CodeField(v.Laterality, _("With which leg do you kick a ball?"))
    repetitive_tasks_recorded = models.BooleanField(default=False)
    movement_difficulties_recorded = models.BooleanField(default=False)

    class Meta:
        abstract = True


class ScoreSection(models.Model):
    """Totals of questionnaires that were filled in elsewhere."""

    start_back_total = whole(_("STarT Back total, 0 to 9"))
    start_back_distress = whole(_("STarT Back distress, 0 to 5"))
    odi_percent = number(_("Oswestry Disability Index, percent"))
    odi_version = text(_("Oswestry version"))
    odi_on = day(_("Oswestry filled in on"))

    class Meta:
        abstract = True


class PriorCareSection(models.Model):
    """What the patient says about earlier care as a whole."""

    prior_care_any = AnswerField(_("Has anybody treated you for this before?"))
    prior_care_list_complete = AnswerField(_("Are these all the people who treated you for this?"))
    hip_flexors_ever_examined = AnswerField(
        _("Has anybody ever examined your hip flexors (front of the hip, deep belly muscle)?")
    )

    class Meta:
        abstract = True
