"""How a receiver does: a rest after a failure, off when it is gone or has failed for days, well again with the first success."""

import datetime
import uuid

import structlog

from clinic.models import Clinic
from clinic.webhooks.models import DisabledReason, WebhookSubscription
from clinic.webhooks.schedule import GIVE_UP_AFTER, rest_after
from clinic.webhooks.sending import Outcome

logger = structlog.stdlib.get_logger(__name__)


def note_success(receiver: WebhookSubscription, now: datetime.datetime) -> None:
    """The (locked) receiver took an event."""
    receiver.failures, receiver.failing_since, receiver.last_delivered_at = 0, None, now
    receiver.save(update_fields=["failures", "failing_since", "last_delivered_at"])


def note_failure(receiver: WebhookSubscription, outcome: Outcome, now: datetime.datetime) -> None:
    """The (locked) receiver did not take an event: its turn is over."""
    receiver.failures += 1
    receiver.failing_since = receiver.failing_since or now
    receiver.lease, receiver.not_before = None, now + rest_after(receiver.failures)
    receiver.save(update_fields=["failures", "failing_since", "lease", "not_before"])
    if outcome.error == "gone":
        _turn_off(receiver, DisabledReason.GONE)
    elif now - receiver.failing_since >= GIVE_UP_AFTER:
        _turn_off(receiver, DisabledReason.FAILING)


def _turn_off(receiver: WebhookSubscription, reason: DisabledReason) -> None:
    receiver.is_active, receiver.disabled_reason, receiver.revision = False, reason, receiver.revision + 1
    receiver.save(update_fields=["is_active", "disabled_reason", "revision", "updated_at"])
    refresh_wanted(receiver.clinic_id)
    logger.warning("webhook turned off", subscription_id=str(receiver.pk), reason=reason.value)


def refresh_wanted(clinic_id: uuid.UUID) -> None:
    """Write down in the clinic's row which kinds of event somebody wants.  The row is locked first, so that two changes at once
    see each other; the caller's transaction holds it."""
    clinic = Clinic.objects.select_for_update(no_key=True).only("id").get(pk=clinic_id)
    listening = WebhookSubscription.objects.listening().filter(clinic_id=clinic_id)
    kinds = {kind for kinds in listening.values_list("events", flat=True) for kind in kinds}
    clinic.webhook_events = sorted(kinds)
    clinic.save(update_fields=["webhook_events"])
