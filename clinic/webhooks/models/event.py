"""The event: the outbox.  Written with what it tells of, in one transaction."""

from django.db import models

from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id


class WebhookEventQuerySet(ClinicalQuerySet["WebhookEvent"]):
    """Questions about events."""


class WebhookEvent(ClinicalModel):
    """One thing that happened.  ``about``: thing → id, as ``clinic.webhooks.kinds`` declares for its kind.

    ``fanned_out``: whether its deliveries have been made.
    """

    kind = models.CharField(max_length=40)
    about = models.JSONField()
    fanned_out = models.BooleanField(default=False)

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        verbose_name = "webhook event"
        constraints = (clinic_and_id("webhook_event"),)
        indexes = (
            models.Index(name="webhook_event_in_outbox", fields=["clinic", "id"], condition=models.Q(fanned_out=False)),
            models.Index(name="webhook_event_by_time", fields=["clinic", "created_at"]),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
