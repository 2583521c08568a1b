"""JSON in: bounded, exact about where it breaks, and kept as bytes for the typed reader of the app.

``request.data`` is the decoded JSON; ``ClinicView.raw_body`` the bytes, which an app reads into its own struct, so that every
field problem is found there at once.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any

import msgspec
from django.http import HttpRequest
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from clinic.errors import FieldProblem, Invalid, Malformed, TooLarge, UnsupportedMediaType

DEFAULT_MAX_BODY_BYTES = 1_000_000


class JSONParser(BaseParser):
    """Reads ``application/json`` of at most ``view.max_body_bytes`` bytes and leaves the bytes in ``view.raw_body``."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The decoded body.  Raises ``TooLarge``, ``UnsupportedMediaType`` for a compressed one, ``Malformed`` with
        line and column, ``Invalid`` for NUL characters."""
        context = parser_context or {}
        refuse_encoded(context.get("request"))
        view = context.get("view")
        raw = read_bounded(stream, getattr(view, "max_body_bytes", DEFAULT_MAX_BODY_BYTES))
        value = decode(raw)
        if view is not None:
            view.raw_body = raw
        return value


def refuse_encoded(request: Request | None) -> None:
    """Raise ``UnsupportedMediaType`` for a compressed body: how large it becomes cannot be told before it is there."""
    encoding = request.headers.get("Content-Encoding", "") if request is not None else ""
    if encoding.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType("Send the body as it is: no Content-Encoding is accepted.")


def measure_chunked(request: HttpRequest, limit: int) -> None:
    """Read a body that is sent in chunks, without saying its length, as far as ``limit`` allows: Django would take it for empty.

    One byte more than ``limit`` is kept, at which ``read_bounded`` refuses it.
    """
    if "HTTP_TRANSFER_ENCODING" not in request.META or request.META.get("CONTENT_LENGTH"):
        return
    raw = request.META["wsgi.input"].read(limit + 1)
    request.META["CONTENT_LENGTH"] = str(len(raw))
    request._stream = BytesIO(raw)


def read_bounded(stream: IO[bytes], limit: int) -> bytes:
    """All of ``stream``; ``TooLarge`` as soon as it is longer than ``limit`` bytes."""
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise TooLarge(f"This address accepts at most {limit} bytes.")
    return raw


def decode(raw: bytes) -> object:
    """JSON as plain Python values.  Strict: UTF-8, no NaN, no trailing text.
    Of members that come twice the last one counts."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(_explain(error, raw)) from None
    if b"\\u0000" in raw and (pointers := tuple(_with_nul(value))):
        raise Invalid("Text cannot contain the NUL character.", problems=tuple(map(_nul_problem, pointers)))
    return value


def _nul_problem(pointer: str) -> FieldProblem:
    return FieldProblem(pointer, "nul_character", "Text cannot contain the NUL character.")


def _explain(error: Exception, raw: bytes) -> str:
    """msgspec's reason with line and column instead of the byte offset."""
    if isinstance(error, RecursionError):
        return "The body is nested too deep."
    reason = str(error)
    text = reason.removeprefix("JSON is malformed: ")
    head, found, tail = text.rpartition(" (byte ")
    if not found:
        return f"The body is not well-formed JSON: {text}."
    before = raw[: int(tail.rstrip(")"))]
    line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
    return f"The body is not well-formed JSON at line {line}, column {column}: {head}."


def _with_nul(value: object) -> Iterator[str]:
    """Pointers of the strings, and of the objects whose member names, contain NUL."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str) and "\0" in value:
            yield pointer
        elif isinstance(value, dict):
            if any("\0" in name for name in value):
                yield pointer
            waiting += ((f"{pointer}/{escaped(name)}", member) for name, member in value.items() if "\0" not in name)
        elif isinstance(value, list):
            waiting += ((f"{pointer}/{place}", member) for place, member in enumerate(value))


def escaped(name: str) -> str:
    """A member name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
