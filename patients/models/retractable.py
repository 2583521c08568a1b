"""What was recorded by mistake: kept, marked with its reason, and left out of everything that counts."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from clinic.models.bounds import MAX_NAME

REASON_MOST = 4000  # characters


class Retractable(models.Model):
    """A row that can be entered in error. Nothing is ever removed."""

    entered_in_error_at = models.DateTimeField(null=True, blank=True, editable=False)
    error_reason = models.TextField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_in_error(self) -> bool:
        """Whether this was recorded by mistake."""
        return self.entered_in_error_at is not None


def error_has_its_reason(table: str) -> models.CheckConstraint:
    """A mistake has a time and a reason of 1 to 4000 characters, or neither."""
    name = f"{table}_error_has_its_reason"
    if len(name) > MAX_NAME:
        raise ValueError(f"The name {name} is too long for the database.")
    neither = Q(entered_in_error_at__isnull=True, error_reason__isnull=True)
    both = Q(entered_in_error_at__isnull=False, error_reason__isnull=False, error_reason__regex=r"\S")
    short = Q(LessThanOrEqual(Length(F("error_reason")), REASON_MOST))
    return models.CheckConstraint(name=name, condition=neither | (both & short))
