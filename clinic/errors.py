"""What can go wrong, in few kinds: each has a stable code, an HTTP status and a title.

Services and views raise these; every door turns them into its own protocol's shape (REST: ``clinic.http.problem``).
"""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one member of a document.

    ``pointer``: JSON pointer (RFC 6901) into the document, ``""`` for the whole; ``code``: stable snake_case word;
    ``detail``: one plain sentence that never repeats clinical free text.
    """

    pointer: str
    code: str
    detail: str


class ClinicError(Exception):
    """Base of every refusal.  ``detail``: one plain sentence; ``problems``: all field problems at once; ``code``: a more
    specific stable code than the kind's own, listed in ``clinic.http.catalogue``."""

    code: str = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str = "", *, problems: tuple[FieldProblem, ...] = (), code: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.problems = tuple(problems)
        if code is not None:
            self.code = code


class Malformed(ClinicError):
    """The request cannot be read at all."""

    code, status, title = "malformed", 400, "The request cannot be read"


class NotAuthenticated(ClinicError):
    """Nobody is signed in, or the token is unknown, expired or revoked."""

    code, status, title = "not_authenticated", 401, "Sign in first"


class NotPermitted(ClinicError):
    """The actor's role does not include the permission."""

    code, status, title = "not_permitted", 403, "Your role does not allow this"


class NotFound(ClinicError):
    """No such thing here: it does not exist, or it belongs to another clinic."""

    code, status, title = "not_found", 404, "There is no such thing here"


class MethodNotAllowed(ClinicError):
    """The address exists, the method does not."""

    code, status, title = "method_not_allowed", 405, "This address does not offer that method"


class NotAcceptable(ClinicError):
    """No representation the client accepts."""

    code, status, title = "not_acceptable", 406, "None of the accepted media types is offered"


class Conflict(ClinicError):
    """The row's state forbids it."""

    code, status, title = "conflict", 409, "The present state does not allow this"


class InProgress(ClinicError):
    """The same request, by its idempotency key, is being answered at this moment."""

    code, status, title = "idempotency_in_progress", 409, "The same request is being answered"


class Stale(ClinicError):
    """Somebody else changed the row since it was read."""

    code, status, title = "stale", 412, "Somebody else changed this in the meantime"


class TooLarge(ClinicError):
    """The body is larger than the address accepts."""

    code, status, title = "too_large", 413, "The body is too large"


class UnsupportedMediaType(ClinicError):
    """The body is not JSON."""

    code, status, title = "unsupported_media_type", 415, "The body must be JSON"


class Invalid(ClinicError):
    """The request can be read, its content cannot be accepted; ``problems`` names every field."""

    code, status, title = "invalid", 422, "The content cannot be accepted"


class PreconditionRequired(ClinicError):
    """A change needs ``If-Match`` with the ETag last read."""

    code, status, title = "precondition_required", 428, "Send If-Match with the ETag you last read"


class TooManyRequests(ClinicError):
    """Slow down.  ``wait_seconds``: when to come back."""

    code, status, title = "rate_limited", 429, "Too many requests"

    def __init__(self, detail: str = "", *, wait_seconds: float | None = None) -> None:
        super().__init__(detail)
        self.wait_seconds = None if wait_seconds is None else ceil(wait_seconds)


class Unavailable(ClinicError):
    """The database cannot take this now (a lock or statement timeout, a deadlock, a restart); trying again is safe."""

    code, status, title = "unavailable", 503, "Please try again in a moment"
