"""Lists: pages found by key, so that the thousandth page costs what the first one does."""

import base64
import binascii
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.http.parameters import PAGING, Parameters

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page: its rows, and the absolute address of the next one (None on the last)."""

    items: list[Row]
    next: str | None

    def answer(self, document_of: Callable[[Row], object]) -> Response:
        """``{"items": [...], "next": …}``."""
        return Response({"items": [document_of(row) for row in self.items], "next": self.next})


def page_of(request: Request, rows: QuerySet[Row], *, newest_first: bool = True) -> Page[Row]:
    """The page of ``rows`` that the parameters ``limit`` (1 to 100, default 20) and ``cursor`` ask for, ordered by id, which is
    the order of creation.  The other parameters stay in ``next``.  Raises ``Invalid`` for a cursor we did not make."""
    asked = Parameters(request, set(request.query_params) | set(PAGING))
    limit = asked.integer("limit", 1, MAX_LIMIT) or DEFAULT_LIMIT
    cursor = asked.text("cursor")
    if cursor is not None:
        rows = rows.filter(**{"id__lt" if newest_first else "id__gt": _id_in(cursor, asked)})
    found = list(rows.order_by("-id" if newest_first else "id")[: limit + 1])
    items = found[:limit]
    return Page(items, _address(request, _cursor_of(items[-1].pk)) if len(found) > limit else None)


def _cursor_of(key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes).rstrip(b"=").decode()


def _id_in(cursor: str, asked: Parameters) -> uuid.UUID:
    try:
        return uuid.UUID(bytes=base64.b64decode(cursor.encode() + b"==", altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        raise asked.refuse("cursor", "must be taken from next of the page before") from None


def _address(request: Request, cursor: str) -> str:
    query: dict[str, Any] = {**request.query_params.dict(), "cursor": cursor}
    base = str(getattr(settings, "PUBLIC_URL", "")).rstrip("/")
    path = request.path + "?" + urlencode(query)
    return base + path if base else request.build_absolute_uri(path)
