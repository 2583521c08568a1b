"""The delivery: one event on its way to one receiver, with the log of every try."""

from django.db import models
from django.db.models import Q

from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id
from clinic.webhooks.models.event import WebhookEvent
from clinic.webhooks.models.subscription import WebhookSubscription


class DeliveryState(models.TextChoices):
    """How far it has come.  Dead: no try is left, or the subscription was removed; a replay makes it wait again."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    DEAD = "dead", "Dead"


class WebhookDeliveryQuerySet(ClinicalQuerySet["WebhookDelivery"]):
    """Questions about deliveries."""


class WebhookDelivery(ClinicalModel):
    """``due_at``: when the next try is due, None when none is.  ``failures``: tries since it was made or replayed.

    ``tries``: the newest tries, oldest first, each ``{"at", "status", "error", "milliseconds"}``; never what the receiver said.
    """

    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(WebhookEvent, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    tries = models.JSONField(default=list)
    delivered_at = models.DateTimeField(null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "webhook delivery"
        verbose_name_plural = "webhook deliveries"
        constraints = (
            clinic_and_id("webhook_delivery"),
            models.UniqueConstraint(name="webhook_delivery_once", fields=["clinic", "event", "subscription"]),
            models.CheckConstraint(
                name="webhook_delivery_due_while_waiting",
                condition=Q(state=DeliveryState.WAITING, due_at__isnull=False)
                | Q(~Q(state=DeliveryState.WAITING), state__in=DeliveryState.values, due_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(name="webhook_delivery_due", fields=["clinic", "subscription", "due_at"], condition=Q(state="waiting")),
            models.Index(name="webhook_delivery_dead", fields=["clinic", "subscription", "id"], condition=Q(state="dead")),
            models.Index(name="webhook_delivery_log", fields=["clinic", "subscription", "id"]),
        )

    def __str__(self) -> str:
        return f"{self.event_id} to {self.subscription_id}"
