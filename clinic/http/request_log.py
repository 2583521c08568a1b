"""What each request came to: one line in the log, and one count.

The line names the route as a pattern and the ids in it, never the address as it was typed: somebody may have typed a name there.
Query strings are left out for the same reason.
"""

import uuid
from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from clinic import metrics

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNKNOWN = "unknown"

logger = structlog.get_logger("clinic.requests")


class RequestLogMiddleware:
    """Stands right after the request id, so that nothing is answered unseen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        began = perf_counter()
        response = self.get_response(request)
        _note(request, response.status_code, perf_counter() - began)
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    method = request.method if request.method in METHODS else UNKNOWN
    route = route_of(request)
    metrics.REQUESTS.labels(method, route, str(status)).inc()
    metrics.REQUEST_SECONDS.labels(method, route).observe(seconds)
    said = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    logger.info("request", **said, **_ids_in(request), **_actor_of(request))


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, such as ``api/v1/patients/<uuid:patient_id>``; ``unknown`` where none fits."""
    match = request.resolver_match
    return UNKNOWN if match is None else match.route or "/"


def _ids_in(request: HttpRequest) -> dict[str, str]:
    given = {} if request.resolver_match is None else request.resolver_match.kwargs
    return {name: str(value) for name, value in given.items() if isinstance(value, uuid.UUID)}


def _actor_of(request: HttpRequest) -> dict[str, str]:
    actor = getattr(request, "actor", None)
    return {} if actor is None else {"actor": str(actor.membership_id), "role": str(actor.role)}
