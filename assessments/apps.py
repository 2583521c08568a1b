"""The app of examinations, cases, rules and flags."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """What is found, and what it may mean."""

    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Make what is assessed here what the services of patients call after a change, and when records are merged."""
        from assessments.models import Assessment, Flag  # noqa: PLC0415  (needs the app registry)
        from assessments.moving import AssessmentMover, FlagMover  # noqa: PLC0415  (likewise)
        from assessments.services import reassess, standing  # noqa: PLC0415  (likewise)
        from patients import moving, reassessment  # noqa: PLC0415  (likewise)

        reassessment.install(reassess, standing)
        moving.install({Assessment: AssessmentMover(), Flag: FlagMover()})
