"""The app of people, intake histories and prior treatments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatientsConfig(AppConfig):
    """People and what they tell us."""

    name = "patients"
    verbose_name = _("Patients")
