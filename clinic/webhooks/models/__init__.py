"""The tables: who wants to be told, what happened, and what was sent."""

from clinic.webhooks.models.delivery import DeliveryState, WebhookDelivery
from clinic.webhooks.models.event import WebhookEvent
from clinic.webhooks.models.subscription import DisabledReason, WebhookSubscription

__all__ = ["DeliveryState", "DisabledReason", "WebhookDelivery", "WebhookEvent", "WebhookSubscription"]
