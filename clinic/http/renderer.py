"""JSON out: msgspec, which writes structs, dates, times and UUIDs as they are."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


def _plain(value: object) -> object:
    """Text that Django translates late."""
    if isinstance(value, Promise):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON form.")


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def encode(data: object) -> bytes:
    """``data`` as UTF-8 JSON.  Floats that are no number become null: no bound of ours lets one in."""
    return _encoder.encode(data)


class JSONRenderer(BaseRenderer):
    """``application/json``; an answer without data is an empty body."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The body of an answer."""
        return b"" if data is None else encode(data)
