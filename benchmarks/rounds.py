"""Timing in interleaved rounds, in processor time: what else the machine does weighs little, and on all rows alike."""

import gc
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One thing to measure. `prepare` makes the inputs anew for every round, unmeasured; `work` is timed over all of them."""

    name: str
    prepare: Callable[[], Sequence[Any]]
    work: Callable[[Any], object]


class Measured(NamedTuple):
    """Seconds of processor time for one input: of the fastest round, and the median of the rounds."""

    fastest: float
    middle: float


def measure(rows: Sequence[Row], rounds: int) -> dict[str, Measured]:
    """Every row once a round, each round beginning with another one."""
    seconds: dict[str, list[float]] = {row.name: [] for row in rows}
    for turn in range(rounds):
        start = turn % len(rows)
        for row in (*rows[start:], *rows[:start]):
            seconds[row.name].append(_once(row))
    return {name: Measured(min(each), median(each)) for name, each in seconds.items()}


def _once(row: Row) -> float:
    """Each input is let go once it was used, as a server lets go of a case it has answered."""
    inputs, work = list(row.prepare()), row.work
    count = len(inputs)
    gc.collect()
    began = time.process_time()
    while inputs:
        work(inputs.pop())
    return (time.process_time() - began) / count
