"""The lock every change takes first."""

import uuid

from clinic.access.actor import Actor
from clinic.errors import Conflict
from clinic.webhooks.models import WebhookSubscription

Id = uuid.UUID | str


def locked(by: Actor, subscription_id: Id) -> WebhookSubscription:
    """The subscription, locked until the transaction ends; ``NotFound`` outside the actor's clinic, or when it was removed."""
    rows = WebhookSubscription.objects.there().select_for_update(no_key=True)
    found: WebhookSubscription = rows.get_visible(by, subscription_id)
    return found


def refuse_unless_on(row: WebhookSubscription) -> None:
    """``Conflict`` (``webhook_is_off``): nothing would be sent."""
    if not row.is_active:
        raise Conflict("The subscription is off; turn it on first.", code="webhook_is_off")
