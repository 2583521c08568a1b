"""What a manager, or the system that listens, does with webhooks.

Every function is keyword-only and takes ``by: Actor``. It asks permission, locks the subscription's row, compares revisions,
writes, and leaves exactly one audit event, all in one transaction. It raises a ``clinic.errors.ClinicError``.
"""

from clinic.webhooks.services.replaying import replay_delivery, replay_since, send_test
from clinic.webhooks.services.subscriptions import change_subscription, remove_subscription, rotate_secret, subscribe

__all__ = [
    "change_subscription",
    "remove_subscription",
    "replay_delivery",
    "replay_since",
    "rotate_secret",
    "send_test",
    "subscribe",
]
