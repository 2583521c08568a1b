"""The app of examinations, cases, rules and flags."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """What is found, and what it may mean."""

    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Make what is assessed here what the services of patients call after a change."""
        from assessments.services import reassess, standing  # noqa: PLC0415  (needs the app registry)
        from patients import reassessment  # noqa: PLC0415  (likewise)

        reassessment.install(reassess, standing)
