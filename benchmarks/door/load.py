"""The client: a few keep-alive connections, one request at a time on each, in one thread that costs little."""

import itertools
import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30.0
"""Seconds that an answer may take."""


@dataclass
class Call:
    """One request as bytes. With a `number`, which grows with each use, head and body are templates: `%(n)d` is the number,
    `%(grade)d` its rest by 4, and in the head `%(length)d` the length of the body."""

    head: bytes
    body: bytes = b""
    number: int | None = None

    def next(self) -> bytes:
        """The bytes to send now."""
        if self.number is None:
            return self.head + self.body
        values = {b"n": self.number, b"grade": self.number % 4}
        self.number += 1
        body = self.body % values
        return self.head % {**values, b"length": len(body)} + body


Calls = Sequence[Sequence[Call]]


@dataclass
class Result:
    """What a run measured. `refused`: answers that were no 2xx, the beginning of each, at most five."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __add__(self, other: "Result") -> "Result":
        return Result(self.seconds + other.seconds, self.took + other.took, self.refused + other.refused)

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds

    def milliseconds_at(self, part: float) -> float:
        """The time that this part of the requests stayed below."""
        ordered = sorted(self.took)
        return 1000 * ordered[min(int(part * len(ordered)), len(ordered) - 1)]


class _Connection:
    def __init__(self, port: int, calls: Sequence[Call]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.calls = itertools.cycle(calls)
        self.answer = b""
        self.began = 0.0

    def send(self) -> None:
        self.answer = b""
        self.began = time.perf_counter()
        self.socket.sendall(next(self.calls).next())

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole."""
        came = self.socket.recv(262_144)
        if not came:
            raise ConnectionError(f"The server closed a connection after: {self.answer[:300]!r}")
        self.answer += came
        head = self.answer.find(b"\r\n\r\n")
        if head < 0:
            return False
        length = _LENGTH.search(self.answer, 0, head)
        if length is None:
            raise ConnectionError(f"An answer without Content-Length: {self.answer[:300]!r}")
        return len(self.answer) >= head + 4 + int(length[1])


def run(port: int, calls: Calls, seconds: float, most: int) -> tuple[Result, Calls]:
    """Send `calls`, one list for each connection, over and over, for `seconds` or until `most` answers came.

    Answers the calls as well, which have counted on: they come back from another process.
    """
    result = Result()
    connections = [_Connection(port, own) for own in calls]
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        began = time.perf_counter()
        _exchange(selector, connections, result, until=began + seconds, most=most)
        result.seconds = time.perf_counter() - began
    for connection in connections:
        connection.socket.close()
    return result, calls


def _exchange(
    selector: selectors.BaseSelector, connections: Sequence[_Connection], result: Result, *, until: float, most: int
) -> None:
    for connection in connections:
        connection.send()
    waiting = len(connections)
    while waiting:
        ready = selector.select(PATIENCE)
        if not ready:
            raise TimeoutError(f"No answer within {PATIENCE:.0f} s.")
        for key, _ in ready:
            connection = key.data
            if not connection.receive():
                continue
            now = time.perf_counter()
            _note(result, connection, now)
            if now < until and len(result.took) + waiting <= most:
                connection.send()
            else:
                waiting -= 1


def _note(result: Result, connection: _Connection, now: float) -> None:
    result.took.append(now - connection.began)
    if not connection.answer.startswith(b"HTTP/1.1 2") and len(result.refused) < 5:
        result.refused.append(connection.answer[:600].decode(errors="replace"))
