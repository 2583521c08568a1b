"""The subscription: where a clinic's events are sent, and how that has gone."""

import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from clinic.scoping import ClinicalQuerySet, RevisionedModel, clinic_and_id
from clinic.webhooks.kinds import KINDS


class DisabledReason(models.TextChoices):
    """Why nothing is sent."""

    MEMBER = "by_member", "A member turned it off"
    GONE = "gone", "The receiver answered 410 Gone"
    FAILING = "failing", "The receiver took nothing for days"


class WebhookSubscriptionQuerySet(ClinicalQuerySet["WebhookSubscription"]):
    """Questions about subscriptions."""

    def there(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at__isnull=True)

    def listening(self) -> Self:
        """Those that events are sent to."""
        return self.there().filter(is_active=True)


class WebhookSubscription(RevisionedModel):
    """One receiver.  ``disabled_reason`` is empty while it is active.

    ``failures`` counts the tries in a row that failed, the first of them at ``failing_since``.  ``not_before``: no worker takes
    it up earlier, because one is at it (then ``lease`` names that one) or because the receiver is given a rest.
    """

    url = models.CharField(max_length=2_000)
    description = models.CharField(max_length=200, blank=True)
    events = ArrayField(models.CharField(max_length=40))
    is_active = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=20, choices=DisabledReason.choices, blank=True)
    secret = models.CharField(max_length=100, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    last_delivered_at = models.DateTimeField(null=True, editable=False)
    not_before = models.DateTimeField(null=True, editable=False)
    lease = models.UUIDField(null=True, editable=False)

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "webhook subscription"
        constraints = (
            clinic_and_id("webhook_subscription"),
            models.CheckConstraint(name="webhook_subscription_events_known", condition=Q(events__contained_by=[*KINDS])),
            models.CheckConstraint(name="webhook_subscription_wants_something", condition=Q(events__len__gt=0)),
            models.CheckConstraint(
                name="webhook_subscription_says_why_it_is_off",
                condition=Q(is_active=True, disabled_reason="") | Q(is_active=False, disabled_reason__in=DisabledReason.values),
            ),
        )

    def __str__(self) -> str:
        return self.url

    def keys(self, now: datetime.datetime) -> list[str]:
        """The secrets that sign: the present one, and the one before while it is still valid."""
        old = self.old_secret_until is not None and now < self.old_secret_until
        return [self.secret, self.old_secret] if old else [self.secret]
