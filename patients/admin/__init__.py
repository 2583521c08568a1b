"""The front desk's pages: people, intake histories in sections, earlier treatments. All of it saves through the services."""

from patients.admin import intakes, patients, prior_treatments  # noqa: F401  (registers them)
