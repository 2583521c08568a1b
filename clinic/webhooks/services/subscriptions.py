"""Who is told of what, and where."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict, FieldProblem, Invalid
from clinic.webhooks.addresses import AddressRefused, public_addresses, target_of
from clinic.webhooks.health import refresh_wanted
from clinic.webhooks.kinds import KINDS
from clinic.webhooks.models import DeliveryState, DisabledReason, WebhookDelivery, WebhookSubscription
from clinic.webhooks.services.locking import Id, locked
from clinic.webhooks.signing import new_secret

MOST = 20
OVERLAP = datetime.timedelta(hours=24)
"""How long the secret before signs as well, after a new one was made."""


def subscribe(*, by: Actor, url: str, events: Sequence[str], description: str = "") -> WebhookSubscription:
    """Have the actor's clinic's events of these kinds sent to ``url``.  The row's ``secret`` is for showing once, now.

    Raises ``Invalid`` (all members at fault; a URL that may not be called), ``Conflict`` (``too_many_webhooks``).
    """
    by.require(Permission.MANAGE_WEBHOOKS)
    _refuse([*_wrong_url(url), *_wrong_events(events)])
    with transaction.atomic():
        kinds = sorted(set(events))
        row = WebhookSubscription(clinic_id=by.clinic_id, url=url, events=kinds, description=description, secret=new_secret())
        row.save(force_insert=True)
        refresh_wanted(by.clinic_id)  # locks the clinic's row: two at once are counted one after the other
        if WebhookSubscription.objects.visible_to(by).there().count() > MOST:
            raise Conflict(f"A clinic has at most {MOST} subscriptions.", code="too_many_webhooks")
        audit.record(by=by, action="webhook.subscribed", subject=row, details={"events": kinds})
    return row


def change_subscription(
    *,
    by: Actor,
    subscription_id: Id,
    expected_revision: int,
    url: str | None = None,
    events: Sequence[str] | None = None,
    description: str | None = None,
    is_active: bool | None = None,
) -> WebhookSubscription:
    """Change what is given, leave what is None.  Turned on, it begins anew: what waited is sent, past failures are forgotten.

    Raises ``NotFound``, ``Stale``, and ``Invalid`` as for a new one.
    """
    by.require(Permission.MANAGE_WEBHOOKS)
    _refuse([*(() if url is None else _wrong_url(url)), *(() if events is None else _wrong_events(events))])
    given = {"url": url, "events": events and sorted(set(events)), "description": description, "is_active": is_active}
    with transaction.atomic():
        row = locked(by, subscription_id)
        row.expect(expected_revision)
        changed = [name for name, value in given.items() if value is not None and value != getattr(row, name)]
        for name in changed:
            setattr(row, name, given[name])
        if "is_active" in changed:
            _switch(row)
        row.revision += 1
        row.save()
        refresh_wanted(by.clinic_id)
        audit.record(by=by, action="webhook.changed", subject=row, details={"changed": changed})
    return row


def _switch(row: WebhookSubscription) -> None:
    row.disabled_reason = "" if row.is_active else DisabledReason.MEMBER
    row.failures, row.failing_since, row.not_before, row.lease = 0, None, None, None
    if row.is_active:
        _waiting(row).update(due_at=timezone.now(), updated_at=timezone.now())


def _waiting(row: WebhookSubscription) -> QuerySet[WebhookDelivery]:
    rows = WebhookDelivery.objects.filter(clinic_id=row.clinic_id, subscription=row)
    return rows.filter(state=DeliveryState.WAITING)


def remove_subscription(*, by: Actor, subscription_id: Id, expected_revision: int) -> WebhookSubscription:
    """Stop for good: nothing is sent any more, what waited is dead, and the log is kept.  Raises ``NotFound``, ``Stale``."""
    by.require(Permission.MANAGE_WEBHOOKS)
    with transaction.atomic():
        row = locked(by, subscription_id)
        row.expect(expected_revision)
        row.is_active, row.disabled_reason, row.removed_at = False, DisabledReason.MEMBER, timezone.now()
        row.secret = row.old_secret = ""
        row.lease, row.revision = None, row.revision + 1
        row.save()
        _waiting(row).update(state=DeliveryState.DEAD, due_at=None, updated_at=timezone.now())
        refresh_wanted(by.clinic_id)
        audit.record(by=by, action="webhook.removed", subject=row)
    return row


def rotate_secret(*, by: Actor, subscription_id: Id, expected_revision: int) -> WebhookSubscription:
    """Make a new secret, to be shown once.  For 24 hours every message is signed with the one before too, so that a receiver can
    change over without missing any.  Raises ``NotFound``, ``Stale``."""
    by.require(Permission.MANAGE_WEBHOOKS)
    with transaction.atomic():
        row = locked(by, subscription_id)
        row.expect(expected_revision)
        row.old_secret, row.old_secret_until, row.secret = row.secret, timezone.now() + OVERLAP, new_secret()
        row.revision += 1
        row.save()
        audit.record(by=by, action="webhook.secret_rotated", subject=row)
    return row


def _refuse(problems: list[FieldProblem]) -> None:
    if problems:
        raise Invalid(problems=tuple(problems))


def _wrong_url(url: str) -> list[FieldProblem]:
    """Looks the name up now, to tell at once; it is looked up again at every delivery."""
    try:
        public_addresses(target_of(url))
    except AddressRefused as refusal:
        return [FieldProblem("/url", refusal.kind, f"The URL {refusal}")]
    return []


def _wrong_events(events: Sequence[str]) -> list[FieldProblem]:
    said = f"Name at least one of: {', '.join(KINDS)}."
    if not events:
        return [FieldProblem("/events", "required", said)]
    unknown = [place for place, kind in enumerate(events) if kind not in KINDS]
    return [FieldProblem(f"/events/{place}", "unknown_value", said) for place in unknown]
