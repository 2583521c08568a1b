"""What the webhook resources answer with.  A secret is in the answer that makes it, and in no other."""

import datetime
import uuid
from typing import Any

import msgspec
from django.db.models import Count, Q

from clinic.access.actor import Actor
from clinic.webhooks.models import DeliveryState, WebhookDelivery, WebhookSubscription

Time = datetime.datetime


class WebhookAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A subscription. `secret` is shown when it is made, never again. `disabled_reason`: `by_member`, `gone` (the receiver
    answered 410) or `failing` (it took nothing for four days). `failures`: tries in a row that failed, since `failing_since`.
    `waiting`, `dead`: how many deliveries are in that state. The secret before signs too until `old_secret_until`."""

    id: uuid.UUID
    revision: int
    url: str
    description: str
    events: list[str]
    is_active: bool
    waiting: int
    dead: int
    failures: int
    created_at: Time
    updated_at: Time
    disabled_reason: str | None = None
    failing_since: Time | None = None
    last_delivered_at: Time | None = None
    old_secret_until: Time | None = None
    secret: str | None = None


class DeliveryTry(msgspec.Struct, frozen=True):
    """One try: when, the receiver's status (null: no answer), why it failed (null: delivered), and how long it took."""

    at: str
    status: int | None
    error: str | None
    milliseconds: int


class DeliveryAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event on its way to one receiver. `state`: `waiting`, `delivered`, or `dead` when no try is left. `due_at`: when the
    next try is due; `failures`: failed tries since it was made or replayed; `tries`: the last 30, oldest first."""

    id: uuid.UUID
    subscription_id: uuid.UUID
    event_id: uuid.UUID
    type: str
    state: str
    failures: int
    tries: list[DeliveryTry]
    happened_at: Time
    created_at: Time
    due_at: Time | None = None
    delivered_at: Time | None = None


class Queued(msgspec.Struct, frozen=True):
    """How many events will be sent again."""

    queued: int


class Tally:
    """How many deliveries of some subscriptions wait, and how many are dead: one query for all of them."""

    def __init__(self, by: Actor, rows: list[WebhookSubscription]) -> None:
        unsent = WebhookDelivery.objects.visible_to(by).filter(subscription__in=rows).order_by()
        # two conditions, not state__in: each has its own small index
        found = unsent.filter(Q(state=DeliveryState.WAITING) | Q(state=DeliveryState.DEAD))
        counted = found.values_list("subscription_id", "state").annotate(count=Count("pk"))
        self._counts: dict[tuple[uuid.UUID, str], int] = {(id, state): count for id, state, count in counted}

    def of(self, row: WebhookSubscription, state: DeliveryState) -> int:
        """How many of one subscription are in a state."""
        return self._counts.get((row.pk, state.value), 0)


def webhook_answer(row: WebhookSubscription, tally: Tally, *, secret: str | None = None) -> WebhookAnswer:
    """The representation of a subscription; ``secret`` where it was made just now."""
    shown = ("revision", "url", "description", "events", "is_active", "failures", "created_at", "updated_at")
    known: dict[str, Any] = {name: getattr(row, name) for name in (*shown, "failing_since", "last_delivered_at")}
    known |= {state.value: tally.of(row, state) for state in (DeliveryState.WAITING, DeliveryState.DEAD)}
    known |= {"disabled_reason": row.disabled_reason or None, "old_secret_until": row.old_secret_until}
    return WebhookAnswer(id=row.pk, secret=secret, **known)


def delivery_answer(row: WebhookDelivery) -> DeliveryAnswer:
    """The representation of a delivery, with its event loaded."""
    return DeliveryAnswer(
        id=row.pk,
        subscription_id=row.subscription_id,
        event_id=row.event_id,
        type=row.event.kind,
        state=row.state,
        failures=row.failures,
        tries=[DeliveryTry(**one) for one in row.tries],
        happened_at=row.event.created_at,
        created_at=row.created_at,
        due_at=row.due_at,
        delivered_at=row.delivered_at,
    )
