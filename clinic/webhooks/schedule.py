"""When a delivery is tried again, when a receiver is given a rest, and when it is given up."""

import datetime
import random

_H = 3_600

# seconds after each failed try; after the last one the delivery is dead: 14 tries in about three days
DELAYS = (5, 30, 120, 600, 1_800, 1 * _H, 3 * _H, 6 * _H, 12 * _H, 12 * _H, 12 * _H, 12 * _H, 12 * _H)
JITTER = 0.1
LONGEST_REST = 300
GIVE_UP_AFTER = datetime.timedelta(days=4)


def delay_after(failures: int) -> datetime.timedelta | None:
    """How long to wait after so many failed tries, a tenth more or less, so that what failed together does not come back
    together; None when no try is left."""
    if failures > len(DELAYS):
        return None
    return datetime.timedelta(seconds=DELAYS[failures - 1] * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311  (no secret)


def rest_after(failures: int) -> datetime.timedelta:
    """How long a receiver that failed so many times in a row is left alone: one try then tells whether it is back, and the
    events that pile up meanwhile cost nothing."""
    return datetime.timedelta(seconds=min(5 * 2 ** min(failures - 1, 10), LONGEST_REST))
