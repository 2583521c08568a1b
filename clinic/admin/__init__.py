"""The admin: a client of the services.

``ClinicalAdmin`` is the base of every clinical ModelAdmin: it shows the actor's clinic only, asks the role table instead of
Django's own permissions, saves through one service call, and never deletes.  ``ClinicAdminSite`` lets members in.
"""

from clinic.admin import staff  # noqa: F401  (registers the ground's own tables)
from clinic.admin.clinical import ClinicalAdmin, ClinicalInlineMixin
from clinic.admin.forms import ClinicalForm
from clinic.admin_site import ClinicAdminSite, actor_in, require_actor

__all__ = ["ClinicAdminSite", "ClinicalAdmin", "ClinicalForm", "ClinicalInlineMixin", "actor_in", "require_actor"]
