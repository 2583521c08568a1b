"""Sending something once more, or for the first time to see whether it arrives."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import FieldProblem, Invalid
from clinic.webhooks.kinds import TEST
from clinic.webhooks.models import DeliveryState, WebhookDelivery, WebhookEvent, WebhookSubscription
from clinic.webhooks.services.locking import Id, locked, refuse_unless_on

MOST = 10_000
AT_ONCE = 1_000
ANEW = ["state", "due_at", "failures", "delivered_at", "updated_at"]


def send_test(*, by: Actor, subscription_id: Id) -> WebhookDelivery:
    """Have the worker send a ``webhook.test`` that is about nothing.  Raises ``NotFound``, ``Conflict`` (``webhook_is_off``)."""
    by.require(Permission.MANAGE_WEBHOOKS)
    with transaction.atomic():
        row = locked(by, subscription_id)
        refuse_unless_on(row)
        event = WebhookEvent.objects.create(clinic_id=by.clinic_id, kind=TEST, about={}, fanned_out=True)
        delivery = WebhookDelivery.objects.create(clinic_id=by.clinic_id, subscription=row, event=event, due_at=timezone.now())
        _end_rest(row)
        audit.record(by=by, action="webhook.tested", subject=row)
    return delivery


def replay_delivery(*, by: Actor, delivery_id: Id) -> WebhookDelivery:
    """Send one event again now, with all tries anew.  Raises ``NotFound``, ``Conflict`` (``webhook_is_off``)."""
    by.require(Permission.MANAGE_WEBHOOKS)
    with transaction.atomic():
        seen = WebhookDelivery.objects.select_related("event").get_visible(by, delivery_id)
        row = locked(by, seen.subscription_id)
        refuse_unless_on(row)
        delivery: WebhookDelivery = WebhookDelivery.objects.select_related("event").get_visible(by, delivery_id)
        _begin_anew(delivery)
        delivery.save(update_fields=ANEW)
        _end_rest(row)
        audit.record(by=by, action="webhook.replayed", subject=row, details={"delivery": str(delivery.pk)})
    return delivery


def replay_since(*, by: Actor, subscription_id: Id, since: datetime.datetime) -> int:
    """Send again every kept event of the subscribed kinds that happened at ``since`` or later, also those from before the
    subscription; answers how many.  Raises ``NotFound``, ``Conflict`` (``webhook_is_off``), ``Invalid`` for more than 10,000."""
    by.require(Permission.MANAGE_WEBHOOKS)
    with transaction.atomic():
        row = locked(by, subscription_id)
        refuse_unless_on(row)
        events = WebhookEvent.objects.visible_to(by).filter(kind__in=row.events, created_at__gte=since, fanned_out=True)
        ids = list(events.order_by("id").values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            detail = f"There are more than {MOST} events since then; name a later time."
            raise Invalid(problems=(FieldProblem("/since", "too_many", detail),))
        for start in range(0, len(ids), AT_ONCE):
            _send_again(row, ids[start : start + AT_ONCE])
        _end_rest(row)
        audit.record(by=by, action="webhook.replayed", subject=row, details={"events": len(ids)})
    return len(ids)


def _send_again(row: WebhookSubscription, ids: list[uuid.UUID]) -> None:
    deliveries = [WebhookDelivery(clinic_id=row.clinic_id, subscription=row, event_id=id) for id in ids]
    for delivery in deliveries:
        _begin_anew(delivery)
    WebhookDelivery.objects.bulk_create(
        deliveries, update_conflicts=True, unique_fields=["clinic", "event", "subscription"], update_fields=ANEW
    )


def _begin_anew(delivery: WebhookDelivery) -> None:
    delivery.state, delivery.due_at, delivery.failures, delivery.delivered_at = DeliveryState.WAITING, timezone.now(), 0, None


def _end_rest(row: WebhookSubscription) -> None:
    """Somebody waits for the answer: a receiver at rest is tried at once; one that is being served stays with its worker."""
    if row.lease is None:
        row.not_before = None
        row.save(update_fields=["not_before"])
