"""Preconditions: the ETag of a row is its revision, a change names the one it has seen, a reader may ask for news only."""

import re
from typing import Protocol

from rest_framework.request import Request

from clinic.errors import Malformed, PreconditionRequired, Stale

_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]{0,100})"')
_REVISION = re.compile(r"([1-9][0-9]{0,8})(?:-[a-z]{2})?")


class Revisioned(Protocol):
    """Anything with a ``revision`` that counts from 1."""

    @property
    def revision(self) -> int: ...


def etag(row: Revisioned, language: str = "") -> str:
    """``W/"n"``: weak, because the same revision may be written in more than one way; ``W/"n-es"`` where it is in Spanish."""
    return f'W/"{row.revision}-{language}"' if language else f'W/"{row.revision}"'


def require_if_match(request: Request) -> int:
    """The revision named in ``If-Match``.

    Raises ``PreconditionRequired`` without the header, and for ``*``, which names nothing the client has seen;
    ``Malformed`` for what is no ETag, or more than one; ``Stale`` for an ETag that was never ours.
    """
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        raise PreconditionRequired('Send If-Match with the ETag you last read, such as W/"3".')
    tag = _TAG.fullmatch(given)
    if tag is None:
        raise Malformed('If-Match must be one ETag, such as W/"3".')
    revision = _REVISION.fullmatch(tag[1])
    if revision is None:
        raise Stale("If-Match names a state this never had. Read it again, then decide.")
    return int(revision[1])


def is_current(request: Request, tag: str) -> bool:
    """Whether ``If-None-Match`` says that the client already has ``tag`` (weak comparison): the answer is 304."""
    given = request.headers.get("If-None-Match", "")
    return given.strip() == "*" or tag.removeprefix("W/").strip('"') in _TAG.findall(given)
