"""The app of people, intake histories and prior treatments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from patients.documents import language
from patients.translations import Translations


class PatientsConfig(AppConfig):
    """People and what they tell us."""

    name = "patients"
    verbose_name = _("Patients")

    def ready(self) -> None:
        """Let the documents, and the rules above them, speak the language of whoever asks."""
        language.install(Translations())
