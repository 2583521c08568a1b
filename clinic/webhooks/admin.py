"""Webhooks in the admin: a manager says who is told of what, sees how it goes, and sends again."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.admin import ClinicalAdmin, ClinicalForm
from clinic.webhooks import services
from clinic.webhooks.admin_pages import Step, StepPages, secret_page
from clinic.webhooks.kinds import KINDS
from clinic.webhooks.models import WebhookDelivery, WebhookSubscription


class SubscriptionForm(ClinicalForm):
    """Where, what, and whether."""

    url = forms.CharField(label="URL", max_length=2_000, widget=forms.URLInput(attrs={"size": 80}))
    events = forms.MultipleChoiceField(choices=[(kind, kind) for kind in KINDS], widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = WebhookSubscription
        fields = ("url", "description", "events", "is_active")


@admin.register(WebhookSubscription)
class WebhookSubscriptionAdmin(StepPages, ClinicalAdmin[WebhookSubscription]):
    """The subscriptions of the manager's clinic."""

    may_view = may_write = Permission.MANAGE_WEBHOOKS
    read_action, list_action = "webhook.read", "webhook.listed"
    form = SubscriptionForm
    list_display = ("url", "description", "is_active", "disabled_reason", "failing_since", "last_delivered_at")
    ordering = ("-id",)
    health = ("disabled_reason", "failures", "failing_since", "last_delivered_at", "old_secret_until")
    readonly_fields = health
    steps = {
        "test": Step(
            "Send a test event",
            "A webhook.test is sent, which is about nothing. The delivery tells whether it arrived.",
            "The test event is on its way.",
            lambda by, row, _: services.send_test(by=by, subscription_id=row.pk),
        ),
        "rotate-secret": Step(
            "Make a new secret",
            "It is shown once. For 24 hours messages are signed with the old one as well.",
            "",
            lambda by, row, seen: services.rotate_secret(by=by, subscription_id=row.pk, expected_revision=seen),
            shows_secret=True,
        ),
        "remove": Step(
            "Remove",
            "Nothing is sent any more, and what waited is dead. The log of deliveries is kept for a while.",
            "The subscription is removed.",
            lambda by, row, seen: services.remove_subscription(by=by, subscription_id=row.pk, expected_revision=seen),
        ),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookSubscription]:
        """The clinic's, without those that were removed."""
        return super().get_queryset(request).filter(removed_at__isnull=True)

    def get_fields(self, request: HttpRequest, obj: WebhookSubscription | None = None) -> Any:
        """A new one is on, and nothing is known yet of how it does."""
        told = ("url", "description", "events")
        return told if obj is None else (*told, "is_active", *self.health)

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> models.Model:
        """Subscribe, or change the subscription."""
        given = {name: form.cleaned_data[name] for name in ("url", "description", "events")}
        if not change:
            return services.subscribe(by=actor, **given)
        seen = {"expected_revision": form.cleaned_data["expected_revision"], "is_active": form.cleaned_data["is_active"]}
        return services.change_subscription(by=actor, subscription_id=form.instance.pk, **given, **seen)

    def response_add(self, request: HttpRequest, obj: WebhookSubscription, post_url_continue: Any = None) -> Any:
        """The secret."""
        return secret_page(request, self, obj)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(StepPages, ClinicalAdmin[WebhookDelivery]):
    """How it goes: every delivery, with its tries."""

    may_view = Permission.MANAGE_WEBHOOKS
    read_action, list_action = "webhook_delivery.read", "webhook_delivery.listed"
    list_display = ("kind", "subscription", "state", "failures", "created_at", "due_at", "delivered_at")
    list_filter = ("state",)
    list_select_related = ("event", "subscription")
    ordering = ("-id",)
    fields = ("kind", "event_id", "subscription", "state", "failures", "created_at", "due_at", "delivered_at", "log")
    readonly_fields = fields
    steps = {
        "replay": Step(
            "Send again",
            "It is sent under its old id, with all tries anew.",
            "It is on its way.",
            lambda by, row, _: services.replay_delivery(by=by, delivery_id=row.pk),
        )
    }

    @admin.display(description="event")
    def kind(self, row: WebhookDelivery) -> str:
        """What happened."""
        return row.event.kind

    @admin.display(description="tries")
    def log(self, row: WebhookDelivery) -> str:
        """One line for each try."""
        lines = (f"{one['at'][:19]}  {one['status'] or one['error']}  {one['milliseconds']} ms" for one in row.tries)
        return "\n".join(lines)
