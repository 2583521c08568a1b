"""How many deliveries wait and how many are dead, over all clinics: asked when the watchers ask, as several processes write."""

from collections.abc import Iterator

from django.db import Error
from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from clinic.metrics import DATABASE_ERRORS
from clinic.webhooks.models import DeliveryState, WebhookDelivery

STATES = (DeliveryState.WAITING, DeliveryState.DEAD)


class Backlog(Collector):
    """``guywire_webhook_deliveries`` by state.  Without the database it is left out; the rest is told all the same."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One query."""
        family = GaugeMetricFamily("guywire_webhook_deliveries", "Webhook deliveries that wait, or are dead.", labels=["state"])
        try:
            counted = dict(WebhookDelivery.objects.filter(state__in=STATES).values_list("state").annotate(Count("pk")))
        except Error as error:
            DATABASE_ERRORS.labels(type(error).__name__).inc()
            return
        for state in STATES:
            family.add_metric([state.value], counted.get(state.value, 0))
        yield family
