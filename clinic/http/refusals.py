"""What was raised, in our words: Django's, the REST framework's and the database's exceptions as ``ClinicError``."""

import logging

from django.core import exceptions as django
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions as rest

from clinic import metrics
from clinic.errors import (
    ClinicError,
    Conflict,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    TooLarge,
    TooManyRequests,
    Unavailable,
    UnsupportedMediaType,
)

# SQLSTATE of what goes away by itself: lock and statement timeouts, deadlocks, serialization, shutdown, lost connections.
_PASSING = ("55P03", "57014", "40001", "40P01", "57P01", "57P02", "57P03", "25P03", "53300", "08000", "08003", "08006", "08001")
_UNIQUE_VIOLATION = "23505"
_CHECK_VIOLATION = "23514"

logger = logging.getLogger(__name__)

_FRAMEWORK: tuple[tuple[type[rest.APIException], type[ClinicError]], ...] = (
    (rest.NotAuthenticated, NotAuthenticated),
    (rest.AuthenticationFailed, NotAuthenticated),
    (rest.PermissionDenied, NotPermitted),
    (rest.NotFound, NotFound),
    (rest.MethodNotAllowed, MethodNotAllowed),
    (rest.NotAcceptable, NotAcceptable),
    (rest.UnsupportedMediaType, UnsupportedMediaType),
    (rest.ParseError, Malformed),
    (rest.ValidationError, Invalid),
)


def refusal_of(raised: Exception) -> ClinicError | None:
    """The refusal that ``raised`` amounts to, or None when nobody foresaw it (a 500)."""
    if isinstance(raised, ClinicError):
        return raised
    if isinstance(raised, rest.APIException):
        return _of_framework(raised)
    if isinstance(raised, Http404):
        return NotFound()
    if isinstance(raised, django.PermissionDenied):
        return NotPermitted()
    if isinstance(raised, django.RequestDataTooBig):
        return TooLarge()
    if isinstance(raised, django.SuspiciousOperation):
        return Malformed("A header, a cookie or the address cannot be accepted.")
    if isinstance(raised, DatabaseError | InterfaceError):
        metrics.DATABASE_ERRORS.labels(type(raised).__name__).inc()
    return _of_database(raised)


def _of_framework(raised: rest.APIException) -> ClinicError | None:
    if isinstance(raised, rest.Throttled):
        return TooManyRequests(wait_seconds=getattr(raised, "wait", None))
    if isinstance(raised, rest.PermissionDenied) and str(raised.detail).startswith("CSRF"):
        return NotPermitted(str(raised.detail), code="csrf_failed")
    return next((kind() for theirs, kind in _FRAMEWORK if isinstance(raised, theirs)), None)


def _of_database(raised: Exception) -> ClinicError | None:
    state = str(getattr(raised.__cause__, "sqlstate", None) or "")
    if isinstance(raised, DataError):
        return Invalid("A value in the request cannot be stored.")
    if isinstance(raised, IntegrityError) and state == _UNIQUE_VIOLATION:
        return Conflict("It exists already.")
    if isinstance(raised, IntegrityError) and state == _CHECK_VIOLATION:
        # The reader of the body should have said so, and by name: whoever sees this line adds the bound there.
        rule = str(raised.__cause__.diag.constraint_name)  # type: ignore[union-attr]
        logger.error("only the database refused a value: %s", rule)
        return Invalid(f"A value in the request breaks the rule {rule}.")
    if isinstance(raised, OperationalError) and (state in _PASSING or not state):
        return Unavailable()
    return None
