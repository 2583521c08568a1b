"""The webhook in the OpenAPI document: what a receiver is sent, and what it should answer."""

from typing import Any

import msgspec
from drf_spectacular.utils import OpenApiWebhook

from clinic.webhooks.kinds import KINDS, TEST
from clinic.webhooks.message import WebhookData, WebhookMessage

_HEADERS = {
    "webhook-id": "The id of the event: the same at every try and every replay. Handle each id once.",
    "webhook-timestamp": "Seconds since 1970 when this try was made. Refuse what is older than five minutes.",
    "webhook-signature": "`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two of them, with a space between, while a "
    "secret is being changed.",
}


def _message() -> dict[str, Any]:
    """The schema of a message in one piece: references would need components, which only views can register."""
    _, found = msgspec.json.schema_components([WebhookMessage])
    message = found[WebhookMessage.__name__]
    members = {**message["properties"], "type": {"type": "string", "enum": [*KINDS, TEST]}, "data": found[WebhookData.__name__]}
    return {**message, "properties": members}


EVENT = OpenApiWebhook(
    "event",
    {
        "post": {
            "operationId": "webhook_event",
            "summary": "Something happened",
            "description": "Sent to the URL of each subscription that asked for this kind of event. It holds ids and links, "
            "nothing clinical. It is signed as Standard Webhooks says, tried for three days, and may come more than once.",
            "tags": ["webhook-subscriptions"],
            "parameters": [
                {"in": "header", "name": name, "required": True, "description": text, "schema": {"type": "string"}}
                for name, text in _HEADERS.items()
            ],
            "requestBody": {"required": True, "content": {"application/json": {"schema": _message()}}},
            "responses": {
                "2XX": {"description": "Taken. Answer within ten seconds; do the work afterwards."},
                "410": {"description": "Send nothing more: the subscription is turned off."},
                "default": {"description": "Not taken: tried again later."},
            },
        }
    },
)
