"""The worker: makes deliveries of events, sends what is due, and clears away what is old, until it is told to stop."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from django.db import Error, connection
from django.utils import timezone

from clinic.webhooks.outbox import fan_out
from clinic.webhooks.retention import sweep
from clinic.webhooks.turns import Turn, claim, take

POLL_SECONDS = 1.0
SWEEP_SECONDS = 3_600.0

logger = structlog.stdlib.get_logger(__name__)


def deliver_once() -> int:
    """Send all that is due now, one after the other; how many events were delivered."""
    delivered = 0
    while fan_out(timezone.now()):
        continue
    while (turn := claim()) is not None:
        delivered += take(turn)
    return delivered


class Worker:
    """``threads``: how many receivers are served at once.  ``orphaned`` is asked at every look; true ends the work."""

    def __init__(self, threads: int, orphaned: Callable[[], bool]) -> None:
        self.threads = threads
        self.orphaned = orphaned
        self.stopping = threading.Event()
        self._swept_at = float("-inf")
        self._busy: set[Future[None]] = set()

    def run(self) -> None:
        """Work until ``stopping`` is set; what is being sent then is finished and noted."""
        with ThreadPoolExecutor(self.threads, thread_name_prefix="webhooks") as pool:
            while not self.stopping.is_set() and not self.orphaned():
                if not self._look(pool):
                    self.stopping.wait(POLL_SECONDS)
        connection.close()

    def _look(self, pool: ThreadPoolExecutor) -> bool:
        """Whether there was something to do.  A database that restarts is waited for."""
        try:
            self._sweep_now_and_then()
            noted = fan_out(timezone.now())
            return self._hand_out(pool) or noted > 0
        except Error:
            logger.exception("the database cannot be asked; trying again")
            connection.close()
            return False

    def _hand_out(self, pool: ThreadPoolExecutor) -> bool:
        self._busy = {task for task in self._busy if not task.done()}
        handed_out = False
        while len(self._busy) < self.threads and (turn := claim()) is not None:
            self._busy.add(pool.submit(_serve, turn))
            handed_out = True
        return handed_out

    def _sweep_now_and_then(self) -> None:
        if time.monotonic() - self._swept_at >= SWEEP_SECONDS:
            self._swept_at = time.monotonic()
            sweep(timezone.now())


def _serve(turn: Turn) -> None:
    try:
        take(turn)
    except Exception:  # one receiver's trouble must not end the work for the others; its lease runs out by itself
        logger.exception("a turn was broken off", subscription_id=str(turn.subscription_id))
    finally:
        connection.close()
