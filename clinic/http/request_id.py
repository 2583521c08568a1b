"""Request ids: taken from the caller or made here, given back, and named in the audit, the log and every problem."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.contextvars import bound_contextvars

from clinic.ids import uuid7

HEADER = "X-Request-Id"
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id_of(request: object) -> str:
    """The id of a request (Django's or the REST framework's); ``""`` where the middleware has not run."""
    return str(getattr(request, "request_id", ""))


class RequestIdMiddleware:
    """Sets ``request.request_id`` and the ``X-Request-Id`` header of the answer.  Stands first of all middleware.

    An id from outside is kept when it has 1 to 64 letters, digits, dots, underscores or hyphens; otherwise a new one is made,
    so that nobody can write lines of his own into the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        given = request.headers.get(HEADER, "")
        request.request_id = given if _ACCEPTABLE.fullmatch(given) else str(uuid7())  # type: ignore[attr-defined]
        with bound_contextvars(request_id=request_id_of(request)):
            response = self.get_response(request)
        response[HEADER] = request_id_of(request)
        return response
