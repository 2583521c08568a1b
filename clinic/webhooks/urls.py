"""The addresses of the webhooks under ``/api/v1/``."""

from django.urls import path

from clinic.webhooks import views

_ONE = "webhook-subscriptions/<uuid:subscription_id>"
_DELIVERY = "webhook-deliveries/<uuid:delivery_id>"

urlpatterns = [
    path("webhook-subscriptions", views.WebhookSubscriptionsView.as_view(), name="webhook-subscriptions"),
    path(_ONE, views.WebhookSubscriptionView.as_view(), name="webhook-subscription"),
    path(f"{_ONE}/rotate-secret", views.WebhookRotateSecretView.as_view(), name="webhook-rotate-secret"),
    path(f"{_ONE}/test", views.WebhookTestView.as_view(), name="webhook-test"),
    path(f"{_ONE}/replay", views.WebhookReplayView.as_view(), name="webhook-replay"),
    path(f"{_ONE}/deliveries", views.WebhookSubscriptionDeliveriesView.as_view(), name="webhook-subscription-deliveries"),
    path(_DELIVERY, views.WebhookDeliveryView.as_view(), name="webhook-delivery"),
    path(f"{_DELIVERY}/replay", views.WebhookDeliveryReplayView.as_view(), name="webhook-delivery-replay"),
]
