"""Identifiers: UUID version 7, made in the application.

Time leads the value, so new rows land at the end of an index and a list ordered by id is a list ordered by creation.
"""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_RANDOM_BITS = 74
_last = 0


def uuid7() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562), greater than every one this process made before.

    48 bits of milliseconds, then 74 random bits.  When the clock stands still or steps back, the last value plus one is
    taken, so the order holds within a process; between processes the order is that of their clocks.
    """
    global _last
    noise = int.from_bytes(os.urandom(10), "big") >> 80 - _RANDOM_BITS
    fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | noise
    with _lock:
        _last = value = max(fresh, _last + 1)
    milliseconds, random_a, random_b = value >> 74, value >> 62 & 0xFFF, value & (1 << 62) - 1
    return uuid.UUID(int=milliseconds << 80 | 7 << 76 | random_a << 64 | 2 << 62 | random_b)
