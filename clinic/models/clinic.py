"""The clinic: the tenant every clinical row belongs to."""

from zoneinfo import ZoneInfo, available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from clinic.ids import uuid7


class Language(models.TextChoices):
    """Languages the people's doors speak."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"


def known_timezone(name: str) -> None:
    """Refuse a name that is not in the time zone database."""
    if name not in available_timezones():
        raise ValidationError("%(name)s is not a time zone name such as Europe/Madrid.", params={"name": name})


class Clinic(models.Model):
    """One clinic.  ``slug`` is unique and used in addresses and commands; ``timezone`` is an IANA name.

    ``webhook_events``: the kinds of event that somebody wants to be told of, kept by ``clinic.webhooks``.  It stands here because
    every write has its clinic at hand: where nobody listens, an event costs no statement.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    timezone = models.CharField(max_length=64, default="UTC", validators=[known_timezone])
    language = models.CharField(max_length=8, choices=Language.choices, default=Language.ENGLISH)
    is_active = models.BooleanField(default=True, help_text="Nobody can act for a clinic that is not active.")
    webhook_events = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="clinic_language_known", condition=models.Q(language__in=Language.values)),
            models.CheckConstraint(name="clinic_name_not_blank", condition=~models.Q(name="")),
            models.CheckConstraint(name="clinic_slug_not_blank", condition=~models.Q(slug="")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone, in which its days begin and end."""
        return ZoneInfo(self.timezone)
