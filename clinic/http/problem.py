"""Errors out: every error of every route under ``/api/`` is ``application/problem+json`` (RFC 9457)."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from clinic.errors import (
    ClinicError,
    InProgress,
    Malformed,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    TooManyRequests,
    Unavailable,
)
from clinic.http.catalogue import CATALOGUE
from clinic.http.refusals import refusal_of
from clinic.http.renderer import encode
from clinic.http.request_id import request_id_of

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
API_ROOT = "/api/"


def document(error: ClinicError, request_id: str) -> dict[str, Any]:
    """The problem document of ``error``; ``errors`` only where there are field problems."""
    entry = CATALOGUE[error.code] if error.code in CATALOGUE else CATALOGUE[type(error).code]
    problem: dict[str, Any] = {
        "type": reverse("problem", args=[entry.code]),
        "title": entry.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "request_id": request_id,
    }
    if error.problems:
        problem["errors"] = [{"pointer": p.pointer, "code": p.code, "detail": p.detail} for p in error.problems]
    return problem


def headers_of(error: ClinicError) -> dict[str, str]:
    """What goes along: how to sign in after 401, when to come back after 429, 503 and a request that still runs."""
    if isinstance(error, NotAuthenticated):
        invalid = ', error="invalid_token"' if error.code == "token_not_valid" else ""
        return {"WWW-Authenticate": f'Bearer realm="guywire"{invalid}'}
    if isinstance(error, InProgress | TooManyRequests | Unavailable):
        return {"Retry-After": str(getattr(error, "wait_seconds", None) or RETRY_AFTER_SECONDS)}
    return {}


def exception_handler(raised: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The REST framework's exception handler.  What nobody foresaw is left to Django, which logs it and calls
    ``server_error``.  The answer is JSON whatever the view itself would render."""
    error = refusal_of(raised)
    return None if error is None else respond(error, context["request"])


def respond(error: ClinicError, request: object) -> HttpResponse:
    """The problem document as an answer to ``request`` (Django's or the REST framework's)."""
    body = encode(document(error, request_id_of(request)))
    headers = {**headers_of(error), "Cache-Control": "no-store"}
    return HttpResponse(body, status=error.status, content_type=MEDIA_TYPE, headers=headers)


@csrf_exempt  # there is nothing here to protect, and a refusal for want of a CSRF token would be a page
def unknown_address(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The view behind every address under ``/api/`` that is not another's."""
    return respond(NotFound("This address is unknown."), request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Site-wide 400: a host name that is not ours, a cookie or header that cannot be read."""
    if not request.path.startswith(API_ROOT):
        return defaults.bad_request(request, exception)
    return respond(refusal_of(exception) or Malformed(), request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Site-wide 403."""
    if not request.path.startswith(API_ROOT):
        return defaults.permission_denied(request, exception)
    return respond(NotPermitted(), request)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Site-wide 404."""
    if not request.path.startswith(API_ROOT):
        return defaults.page_not_found(request, exception)
    return respond(NotFound(), request)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Site-wide 500: no trace, the request id instead; the log has the rest.  What was foreseen and comes from outside the
    views (a session cannot be read while the database restarts) is told as from within them."""
    raised = sys.exception()
    foreseen = refusal_of(raised) if isinstance(raised, Exception) else None
    if not request.path.startswith(API_ROOT):
        return _unavailable_page(request) if isinstance(foreseen, Unavailable) else defaults.server_error(request)
    return respond(foreseen or ClinicError("An error in the service; it has been logged under this request_id."), request)


def _unavailable_page(request: HttpRequest) -> HttpResponse:
    """For a person.  Rendered without the request: who is signed in stands in the database."""
    page = render_to_string("clinic/unavailable.html", {"request_id": request_id_of(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"})
