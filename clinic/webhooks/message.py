"""What a receiver is sent: ids and links, no name, nothing clinical."""

import datetime
import uuid

import msgspec
from django.conf import settings
from django.urls import reverse

from clinic.http.renderer import encode
from clinic.webhooks.kinds import ROUTES
from clinic.webhooks.models import WebhookEvent

Id = uuid.UUID | msgspec.UnsetType


class WebhookData(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, and to what. `links`: where each thing can be read, with your token. `merged_patient_id`: the id that was
    given up for `patient_id`."""

    event_id: uuid.UUID
    clinic_id: uuid.UUID
    patient_id: Id = msgspec.UNSET
    flag_id: Id = msgspec.UNSET
    assessment_id: Id = msgspec.UNSET
    merged_patient_id: Id = msgspec.UNSET
    links: dict[str, str] = {}


class WebhookMessage(msgspec.Struct, frozen=True):
    """One event. `timestamp`: when it happened. The same at every try; `data.event_id` is in the header `webhook-id` too."""

    type: str
    timestamp: datetime.datetime
    data: WebhookData


def body_of(event: WebhookEvent) -> bytes:
    """The message as JSON; the same bytes at every try."""
    ids = {f"{thing}_id": uuid.UUID(id) for thing, id in event.about.items()}
    links = {thing: settings.PUBLIC_URL + reverse(ROUTES[thing], args=[id]) for thing, id in event.about.items()}
    data = WebhookData(event_id=event.pk, clinic_id=event.clinic_id, links=links, **ids)
    return encode(WebhookMessage(event.kind, event.created_at, data))
