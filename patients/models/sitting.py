"""Sitting, as columns of the intake history: minutes per day, by what it is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.models.fields import whole


class SittingSection(models.Model):
    """Sitting on working and other days, and the patient's own overall answer."""

    sitting_workday_work = whole(_("Working day: at work, minutes"))
    sitting_workday_computer = whole(_("Working day: computer at home, minutes"))
    sitting_workday_driving = whole(_("Working day: driving, minutes"))
    sitting_workday_eating = whole(_("Working day: eating, minutes"))
    sitting_workday_tv = whole(_("Working day: television, minutes"))
    sitting_workday_devices = whole(_("Working day: phone or tablet, minutes"))
    sitting_workday_other = whole(_("Working day: anything else, minutes"))
    sitting_non_workday_work = whole(_("Other day: work, minutes"))
    sitting_non_workday_computer = whole(_("Other day: computer, minutes"))
    sitting_non_workday_driving = whole(_("Other day: driving, minutes"))
    sitting_non_workday_eating = whole(_("Other day: eating, minutes"))
    sitting_non_workday_tv = whole(_("Other day: television, minutes"))
    sitting_non_workday_devices = whole(_("Other day: phone or tablet, minutes"))
    sitting_non_workday_other = whole(_("Other day: anything else, minutes"))
    sitting_workdays_per_week = whole(_("Working days a week"))
    sitting_total_workday_minutes = whole(_("All sitting on a working day, as you would guess it, minutes"))
    sitting_longest_bout_minutes = whole(_("Longest time without getting up, minutes"))

    class Meta:
        abstract = True
