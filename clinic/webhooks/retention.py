"""What is no longer of use goes: delivered events after a month, all others after three."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clinic.webhooks.models import DeliveryState, WebhookDelivery, WebhookEvent

DELIVERED_KEPT = datetime.timedelta(days=30)
OTHERS_KEPT = datetime.timedelta(days=90)
AT_ONCE = 5_000


def sweep(now: datetime.datetime) -> int:
    """Remove old deliveries, and old events that no delivery needs; how many rows went.  Several thousand at a time, each lot a
    transaction of its own."""
    delivered = Q(state=DeliveryState.DELIVERED, delivered_at__lt=now - DELIVERED_KEPT)
    deliveries = WebhookDelivery.objects.filter(delivered | Q(updated_at__lt=now - OTHERS_KEPT))
    sent = WebhookDelivery.objects.filter(clinic_id=OuterRef("clinic_id"), event_id=OuterRef("pk"))
    events = WebhookEvent.objects.filter(~Exists(sent), fanned_out=True, created_at__lt=now - DELIVERED_KEPT)
    return _remove(deliveries) + _remove(events)


def _remove(rows: QuerySet[Any]) -> int:
    removed = 0
    while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        removed += rows.model._base_manager.filter(pk__in=ids).delete()[0]
    return removed
