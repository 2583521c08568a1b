"""The kept answer: what a POST with an ``Idempotency-Key`` was answered, for the case that the answer got lost on its way."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from clinic.ids import uuid7
from clinic.models.clinic import Clinic

KEPT_FOR = timedelta(hours=24)
DIGEST_BYTES = 32


def end_of_keeping() -> datetime:
    """When an answer that is given now is forgotten."""
    return timezone.now() + KEPT_FOR


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    """Answers that still count, and those that do not."""

    def valid(self) -> "KeptAnswerQuerySet":
        """Younger than 24 hours."""
        return self.filter(expires_at__gt=timezone.now())

    def forget(self, most: int) -> int:
        """Remove at most ``most`` of the expired ones, oldest first; return how many.  What somebody else is removing is left
        to them: nobody waits."""
        expired = self.filter(expires_at__lte=timezone.now()).order_by("expires_at").select_for_update(skip_locked=True)
        return KeptAnswer.objects.filter(pk__in=expired.values("pk")[:most]).delete()[0]


class KeptAnswer(models.Model):
    """One answer, written in the transaction of its effect.

    ``scope``: SHA-256 of who asked, how and where, and the key; ``request``: SHA-256 of what was asked, so that the same key
    with another body is noticed.  ``body`` is clinical: it belongs to the clinic and goes after 24 hours.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    scope = models.BinaryField(max_length=DIGEST_BYTES)
    request = models.BinaryField(max_length=DIGEST_BYTES)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    expires_at = models.DateTimeField(default=end_of_keeping)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="kept_answer_clinic_and_id", fields=["clinic", "id"]),
            models.UniqueConstraint(name="kept_answer_once", fields=["clinic", "scope"]),
            models.CheckConstraint(
                name="kept_answer_had_an_effect", condition=models.Q(status__gte=200) & models.Q(status__lt=300)
            ),
        )
        # The expired ones are looked for in the whole house, not in one clinic.
        indexes = (models.Index(name="kept_answer_by_expiry", fields=["expires_at"]),)

    def __str__(self) -> str:
        return f"{self.status} kept until {self.expires_at:%Y-%m-%d %H:%M}"
