"""The outbox: what happened, noted in the transaction that makes it true; a worker makes deliveries of it."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from clinic.access.actor import Actor
from clinic.models import Clinic
from clinic.webhooks.kinds import KINDS
from clinic.webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """Something to announce: its kind, and the id of each thing that ``clinic.webhooks.kinds.KINDS`` declares for it."""

    kind: str
    about: Mapping[str, uuid.UUID]


def announce(happened: Iterable[Happened], *, by: Actor, clinic: Clinic) -> None:
    """Note what happened, for those who want to be told.

    ``clinic``: the actor's, as the caller's transaction has loaded it.  No statement where nobody in the clinic listens to these
    kinds, one otherwise.  Raises ``ValueError`` for ids that are not the declared ones, or another clinic, and ``RuntimeError``
    outside ``transaction.atomic()``: an event could survive without what it tells of.
    """
    if not clinic.webhook_events:
        return
    wanted = [
        WebhookEvent(clinic=clinic, kind=one.kind, about=_ids(one)) for one in happened if one.kind in clinic.webhook_events
    ]
    if not wanted:
        return
    if clinic.pk != by.clinic_id:
        raise ValueError("An actor announces what happens in the own clinic.")
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event must be noted in the transaction of what it tells of.")
    WebhookEvent.objects.bulk_create(wanted)


def _ids(one: Happened) -> dict[str, str]:
    if set(one.about) != set(KINDS[one.kind]):
        raise ValueError(f"{one.kind} is about {', '.join(KINDS[one.kind])}.")
    return {thing: str(id) for thing, id in one.about.items()}


@transaction.atomic
def fan_out(now: datetime.datetime) -> int:
    """Make a delivery of every noted event for each receiver that wants it; how many events that were, 500 at most.

    Several workers may do this at once: an event that another one has in hand is left to it.
    """
    waiting = WebhookEvent.objects.filter(fanned_out=False).order_by("clinic_id", "id")
    events = list(waiting.select_for_update(skip_locked=True, no_key=True)[:AT_ONCE])
    if not events:
        return 0
    receivers = list(WebhookSubscription.objects.listening().filter(clinic_id__in={event.clinic_id for event in events}))
    deliveries = [
        WebhookDelivery(clinic_id=event.clinic_id, event=event, subscription=receiver, due_at=now)
        for event in events
        for receiver in receivers
        if wants(receiver, event)
    ]
    WebhookDelivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    WebhookEvent.objects.filter(pk__in=[event.pk for event in events]).update(fanned_out=True)
    return len(events)


def wants(receiver: WebhookSubscription, event: WebhookEvent) -> bool:
    """Whether an event is for a receiver: of its clinic, of a kind it asked for, and not from before it was there."""
    return receiver.clinic_id == event.clinic_id and event.kind in receiver.events and receiver.created_at <= event.created_at
