"""One POST to one receiver: to an address that was checked, within a time that holds whatever the receiver does.

Python's own HTTP client, with a connection that we make: every larger library looks the name up by itself, after the check.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

from clinic.webhooks.addresses import AddressRefused, Target, public_addresses, target_of

SECONDS = 10.0
READ_BYTES = 1_024
OK, GONE = range(200, 300), 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try went.  ``status``: the receiver's answer, None without one; ``error``: a stable word, None when delivered."""

    status: int | None
    error: str | None
    milliseconds: int

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.error is None


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Outcome:
    """Send ``body``; never raises for what the receiver or the network does.  No redirect is followed, and the answer's body is
    read as far as 1 kB and forgotten."""
    began = time.monotonic()
    try:
        target = target_of(url)
        status: int | None = _exchange(target, public_addresses(target), body, headers, began + seconds)
        error = _error_of(status)
    except AddressRefused as refusal:
        status, error = None, refusal.kind
    except (OSError, http.client.HTTPException, ValueError) as failure:
        late = time.monotonic() >= began + seconds
        status, error = None, "timeout" if late else _kind_of(failure)
    return Outcome(status, error, round((time.monotonic() - began) * 1_000))


def _error_of(status: int | None) -> str | None:
    if status in OK:
        return None
    if status == GONE:
        return "gone"
    return "redirect" if status is not None and 300 <= status < 400 else "status"


def _kind_of(failure: Exception) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (ssl.SSLError, "tls"),
        (TimeoutError, "timeout"),
        (ConnectionRefusedError, "connection_refused"),
        (ConnectionError, "connection_lost"),
        (http.client.HTTPException, "not_http"),
    )
    return next((word for kind, word in kinds if isinstance(failure, kind)), "network")


def _exchange(target: Target, addresses: list[str], body: bytes, headers: Mapping[str, str], until: float) -> int:
    connection = http.client.HTTPConnection(target.host, target.port)
    with _connected(target, addresses, until) as channel:
        connection.sock = channel
        connection.request("POST", target.path, body, {**headers, "Host": target.host_header, "Connection": "close"})
        answer = connection.getresponse()
        answer.read(READ_BYTES)
        return answer.status


@contextmanager
def _connected(target: Target, addresses: list[str], until: float) -> Iterator[socket.socket]:
    """A connection to one of the checked addresses, shut down when the time is over: a receiver that sends one byte now and
    then would outlast the time-out of each read."""
    plain = _first_that_answers(addresses, target.port, until)
    with plain.dup() as same, _shut_at(until, same), plain:
        if not target.secure:
            yield plain
            return
        with tls_context().wrap_socket(plain, server_hostname=target.host) as channel:
            yield channel


@contextmanager
def _shut_at(until: float, connection: socket.socket) -> Iterator[None]:
    def shut() -> None:
        with suppress(OSError):  # the receiver was faster
            connection.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(max(until - time.monotonic(), 0), shut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _first_that_answers(addresses: list[str], port: int, until: float) -> socket.socket:
    failure = OSError("no address")
    for address in addresses:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((address, port), timeout=left)
        except OSError as error:
            failure = error
    raise failure


@cache
def tls_context() -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, and names against the host in the URL."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
