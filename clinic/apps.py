"""Django app configurations of the ground."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ClinicConfig(AppConfig):
    """The ground: clinic, staff, audit."""

    name = "clinic"
    verbose_name = "Clinic"

    def ready(self) -> None:
        """Register the system checks."""
        from clinic import checks  # noqa: F401, PLC0415  (needs the app registry)


class ClinicAdminConfig(AdminConfig):
    """Django's admin with our site: who may come in follows from memberships."""

    default = False  # an app named "clinic" is the ground, not the admin
    default_site = "clinic.admin_site.ClinicAdminSite"
