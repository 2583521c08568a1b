"""The Django app of the webhooks: tables and migrations of its own."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Subscriptions, events, deliveries."""

    name = "clinic.webhooks"
    label = "webhooks"
    verbose_name = "Webhooks"
