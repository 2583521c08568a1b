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
        """Let the documents, and the rules above them, speak the language of whoever asks; have identifiers moved in order when
        two records of one person are merged."""
        from patients import moving  # noqa: PLC0415  (needs the app registry)
        from patients.identifier_moving import IdentifierMover  # noqa: PLC0415  (likewise)
        from patients.models import PatientIdentifier  # noqa: PLC0415  (likewise)

        language.install(Translations())
        moving.install({PatientIdentifier: IdentifierMover()})
