"""Examples for the description of the REST interface. They run: a test sends each of them."""

from drf_spectacular.utils import OpenApiExample

SUBSCRIPTION = OpenApiExample(
    "New and closed flags",
    value={"url": "https://93.184.216.34/guywire", "events": ["flag.raised", "flag.resolved"], "description": "Our EHR"},
    request_only=True,
)
SWITCH = OpenApiExample("On again", value={"is_active": True}, request_only=True)
SINCE = OpenApiExample("What was missed", value={"since": "2026-03-01T09:30:00+01:00"}, request_only=True)
