"""Rate limits: how often a client may ask in a minute, counted in the database, so that all workers count together.

One statement counts and answers.  It stands before the request's own transaction: what is rolled back was asked all the same,
and nobody holds the row while somebody works.
"""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from clinic.access.actor import Actor
from clinic.errors import TooManyRequests

# The minute is the database's: several machines need not agree on the time. A minute far from the present one (a clock was
# set) begins anew, too; the next one is kept, for who read the clock just before the minute ended.
_COUNT = """
    INSERT INTO clinic_requestcount AS kept (client, minute, used)
    VALUES (%s, floor(date_part('epoch', clock_timestamp()) / 60), 1)
    ON CONFLICT (client) DO UPDATE SET
        used = CASE WHEN kept.minute IN (excluded.minute, excluded.minute + 1) THEN kept.used + 1 ELSE 1 END,
        minute = CASE WHEN kept.minute = excluded.minute + 1 THEN kept.minute ELSE excluded.minute END
    RETURNING used, greatest(1, ceil((minute + 1) * 60 - date_part('epoch', clock_timestamp())))::integer
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client may still ask: ``used`` of ``limit`` in this minute, which ends in ``seconds``."""

    limit: int
    used: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """``RateLimit-Limit`` and ``RateLimit-Remaining`` (requests), ``RateLimit-Reset`` (seconds)."""
        remaining = max(0, self.limit - self.used)
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(remaining),
            "RateLimit-Reset": str(self.seconds),
        }

    def refuse_if_spent(self) -> None:
        """Raise ``TooManyRequests`` for what is beyond the limit."""
        if self.used > self.limit:
            raise TooManyRequests(
                f"More than {self.limit} requests in this minute; come back in {self.seconds} seconds.", wait_seconds=self.seconds
            )


def allowance_of(request: HttpRequest, actor: Actor | None) -> Allowance | None:
    """Count this request, once it is clear who asks; None where the limit is off (0).

    Who signed in is counted by token, or by membership in a session.  Who did not is counted by address, against the much
    lower limit of failed sign-ins; a valid token is never kept out by what others tried from the same address.
    """
    if actor is not None:
        token = getattr(request, "token_id", None)
        client = f"token:{token}" if token else f"member:{actor.membership_id}"
        return counted(client, settings.RATE_LIMIT)
    return counted(f"address:{address_of(request)}", settings.FAILED_SIGN_IN_LIMIT)


def counted(client: str, limit: int) -> Allowance | None:
    """One more request of ``client``, and what is left of ``limit``; None, and nothing counted, where ``limit`` is 0."""
    if limit == 0:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [client])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (for the type checker: RETURNING answers one row)
    return Allowance(limit, *row)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the peer, or what our own proxy says of it; ``unknown`` where that is no address.

    Of ``X-Forwarded-For`` only the last entry counts, and only behind the proxy: the others are the client's own word.  Of an
    IPv6 address the first 64 bits count: one household has all the rest.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)
    return str(address)
