"""The visit and the pain, as columns of the intake history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.documents import vocabulary as v
from patients.models.fields import AnswerField, CodeField, CodesField, day, long_text, whole


class VisitSection(models.Model):
    """When and from whom this was recorded."""

    recorded_on = day(_("Recorded on"))
    source = CodeField(v.IntakeSource, _("Who told us"))
    chief_complaint = long_text(_("What brings you here, in your own words?"))

    class Meta:
        abstract = True


class PainSection(models.Model):
    """Where it hurts, since when, how much, and what it does."""

    pain_locations = CodesField(v.PainLocation, _("Where does it hurt?"))
    pain_side = CodeField(v.PainSide, _("On which side?"))
    onset_on = day(_("When did it begin?"))
    duration_weeks = whole(_("For how many weeks have you had it?"))
    symptoms_changed_on = day(_("When did it last change?"))
    pain_now = whole(_("Pain now, 0 (none) to 10 (worst imaginable)"))
    pain_worst = whole(_("Pain at its worst, 0 to 10"))
    pain_average = whole(_("Pain on average, 0 to 10"))
    pain_on_rising_from_sitting = AnswerField(_("Does it hurt when you get up from sitting?"))
    difficulty_standing_erect = AnswerField(_("Is it hard to stand up straight?"))
    pain_on_hip_extension = AnswerField(_("Does it hurt when your leg goes back, as in a long step?"))
    hip_held_flexed = AnswerField(_("Do you keep the hip bent because straightening it hurts?"))
    pain_unrelated_to_movement = AnswerField(_("Is the pain the same whether you move or not?"))
    back_spasms = AnswerField(_("Do you have spasms in your back?"))
    structural_asymmetry = AnswerField(_("Have you been told of a curved spine (scoliosis) or legs of different length?"))

    class Meta:
        abstract = True
