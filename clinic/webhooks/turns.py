"""Taking turns: a worker takes one receiver at a time, under a lease, and sends it what is due, in order.

The lease is a row, not a lock: no transaction is open while a receiver takes its time, and the rows of a worker that was killed
are taken up by another when its lease is over.  What that one had sent without noting it is sent again: at least once.
"""

import datetime
import uuid
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from clinic.ids import uuid7
from clinic.webhooks.health import note_failure, note_success
from clinic.webhooks.message import body_of
from clinic.webhooks.models import DeliveryState, WebhookDelivery, WebhookSubscription
from clinic.webhooks.models.delivery import WebhookDeliveryQuerySet
from clinic.webhooks.models.subscription import WebhookSubscriptionQuerySet
from clinic.webhooks.schedule import delay_after
from clinic.webhooks.sending import Outcome, post
from clinic.webhooks.signing import signed_headers

LEASE = datetime.timedelta(seconds=60)
"""Several times what one delivery can take."""
AT_MOST = 20
TRIES_KEPT = 30
HEADERS = {"Content-Type": "application/json", "User-Agent": "Guywire-Webhooks/1"}

logger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """A receiver, ours while ``lease`` stands in its row."""

    clinic_id: uuid.UUID
    subscription_id: uuid.UUID
    lease: uuid.UUID


def claim() -> Turn | None:
    """Take the receiver that has waited longest among those with something due; None where there is none."""
    now = timezone.now()
    due = _due(now).filter(clinic_id=OuterRef("clinic_id"), subscription_id=OuterRef("pk"))
    free = WebhookSubscription.objects.listening().filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
    with transaction.atomic():
        longest = free.filter(Exists(due)).order_by(F("not_before").asc(nulls_first=True), "id")
        row = longest.select_for_update(skip_locked=True, no_key=True).first()
        if row is None:
            return None
        row.lease, row.not_before = uuid7(), now + LEASE
        row.save(update_fields=["lease", "not_before"])
    return Turn(row.clinic_id, row.pk, row.lease)


def take(turn: Turn) -> int:
    """Send what is due, 20 at most, until one fails; how many were delivered."""
    delivered = 0
    while delivered < AT_MOST and (delivery := _next(turn)) is not None:
        if not _note(turn, delivery, _send(delivery)):
            return delivered
        delivered += 1
    _held(turn).update(lease=None, not_before=timezone.now())
    return delivered


def _due(now: datetime.datetime) -> WebhookDeliveryQuerySet:
    return WebhookDelivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now)


def _held(turn: Turn) -> WebhookSubscriptionQuerySet:
    rows = WebhookSubscription.objects.listening().filter(clinic_id=turn.clinic_id, pk=turn.subscription_id)
    return rows.filter(lease=turn.lease)


def _next(turn: Turn) -> WebhookDelivery | None:
    """The next one due, with the lease renewed for it; None where nothing is due or the receiver is no longer ours."""
    now = timezone.now()
    if not _held(turn).update(not_before=now + LEASE):
        return None
    due = _due(now).filter(clinic_id=turn.clinic_id, subscription_id=turn.subscription_id)
    return due.select_related("event", "subscription").order_by("due_at", "event_id").first()


def _send(delivery: WebhookDelivery) -> Outcome:
    now, body = timezone.now(), body_of(delivery.event)
    signed = signed_headers(str(delivery.event_id), int(now.timestamp()), body, delivery.subscription.keys(now))
    return post(delivery.subscription.url, body, {**HEADERS, **signed})


def _note(turn: Turn, delivery: WebhookDelivery, outcome: Outcome) -> bool:
    """Write down how it went; whether the turn goes on.  Nothing is written for a receiver that is no longer ours: whoever has
    it now sends it again."""
    now = timezone.now()
    told = {"event_id": str(delivery.event_id), "subscription_id": str(turn.subscription_id), "status": outcome.status}
    logger.info("webhook tried", error=outcome.error, milliseconds=outcome.milliseconds, **told)
    with transaction.atomic():
        receiver = _held(turn).select_for_update(no_key=True).first()
        if receiver is None:
            return False
        _write(delivery, outcome, now)
        if outcome.delivered:
            note_success(receiver, now)
        else:
            note_failure(receiver, outcome, now)
    return outcome.delivered


def _write(delivery: WebhookDelivery, outcome: Outcome, now: datetime.datetime) -> None:
    one = {"at": now.isoformat(), "status": outcome.status, "error": outcome.error, "milliseconds": outcome.milliseconds}
    delivery.tries = [*delivery.tries, one][-TRIES_KEPT:]
    if outcome.delivered:
        delivery.state, delivery.due_at, delivery.delivered_at = DeliveryState.DELIVERED, None, now
    else:
        delivery.failures += 1
        delay = delay_after(delivery.failures)
        delivery.due_at = None if delay is None else now + delay
        delivery.state = DeliveryState.DEAD if delay is None else DeliveryState.WAITING
    delivery.save(update_fields=["state", "due_at", "delivered_at", "failures", "tries", "updated_at"])
