"""``Idempotency-Key``: a POST that is sent again, because its answer got lost, has its effect once.

The answer is kept in the transaction of the effect: either both are there, or neither.  Only an answer with an effect (2xx) is
kept; what was refused may be sent again.  Who may ask is decided before, each time anew.
"""

import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.actor import Actor
from clinic.errors import InProgress, Invalid, Malformed
from clinic.http.renderer import JSONRenderer, encode
from clinic.models import KeptAnswer
from clinic.models.kept_answer import KeptAnswerQuerySet

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
FORGET_AT_ONCE = 4  # more than one per kept answer: what expired cannot pile up while answers are kept

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def key_of(request: Request) -> str | None:
    """The key that the request carries.  Raises ``Malformed`` unless it is 1 to 255 visible ASCII characters."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Malformed(f"{HEADER} must be 1 to 255 visible ASCII characters without spaces, such as a UUID.")
    return key


@dataclass(frozen=True, slots=True)
class Once:
    """A request that has its effect once.

    The client is the membership, not its token: a token may be renewed between the first try and the second.
    """

    clinic_id: uuid.UUID
    scope: bytes
    request: bytes

    @classmethod
    def of(cls, request: Request, key: str, body: bytes, by: Actor) -> "Once":
        """``scope`` is the membership with method, path and key; ``request`` what must be the same: the body, byte for byte,
        the query and the role, which decides what an answer shows."""
        where = (str(by.membership_id), str(request.method), request.path, key)
        what = (by.role.value, request.META.get("QUERY_STRING", ""))
        return cls(by.clinic_id, _digest("\n".join(where).encode()), _digest("\n".join(what).encode() + b"\n" + body))

    def answer(self, act: Callable[[], Response]) -> HttpResponse:
        """The kept answer, or that of ``act``, which is kept together with what ``act`` wrote.

        Raises ``InProgress`` while the same request is being answered, ``Invalid`` (``idempotency_key_reused``) for another
        request with the same key, and what ``act`` raises; then nothing is written.
        """
        with transaction.atomic():
            self._claim()
            kept = self._rows().valid().first()
            if kept is not None:
                return self._replay(kept)
            answer = _plain(act())
            if 200 <= answer.status_code < 300:
                self._keep(answer)
            else:
                transaction.set_rollback(True)
            return answer

    def _claim(self) -> None:
        """Hold the request until the transaction ends.  The database lets go by itself when the process dies."""
        lock = int.from_bytes(self.scope[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
            row = cursor.fetchone()
        if row is None or not row[0]:
            raise InProgress("The same request is being answered at this moment.")

    def _rows(self) -> KeptAnswerQuerySet:
        return KeptAnswer.objects.filter(clinic_id=self.clinic_id, scope=self.scope)

    def _replay(self, kept: KeptAnswer) -> HttpResponse:
        if bytes(kept.request) != self.request:
            raise Invalid(f"This {HEADER} was used for another request.", code="idempotency_key_reused")
        return HttpResponse(bytes(kept.body), status=kept.status, headers={**kept.headers, REPLAYED: "true"})

    def _keep(self, answer: HttpResponse) -> None:
        self._rows().delete()  # one of yesterday, with the same key
        KeptAnswer.objects.create(
            clinic_id=self.clinic_id,
            scope=self.scope,
            request=self.request,
            status=answer.status_code,
            headers={name: answer[name] for name in KEPT_HEADERS if name in answer},
            body=answer.content,
        )
        KeptAnswer.objects.filter(clinic_id=self.clinic_id).forget(FORGET_AT_ONCE)


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()


def _plain(answer: Response) -> HttpResponse:
    """The answer as bytes: it is encoded here, once, so that what is kept is what is sent."""
    headers = {name: value for name, value in answer.items() if name != "Content-Type"}
    body = b"" if answer.data is None else encode(answer.data)
    return HttpResponse(body, status=answer.status_code, content_type=JSONRenderer.media_type, headers=headers)
