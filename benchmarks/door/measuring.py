"""Both servers in turns under the same work, and the table of what that took."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from benchmarks.door import load
from benchmarks.door.load import Calls, Result
from benchmarks.door.processes import Server, spent_by

TURNS = 2
WARM_UP = 0.25
"""Of the time of one turn."""
HEAD = f"{'':28}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'app':>7}{'db':>7}"


class Work(Protocol):
    """What each connection sends over and over, to our door and to the floor."""

    @property
    def name(self) -> str: ...
    @property
    def ours(self) -> Calls: ...
    @property
    def floor(self) -> Calls: ...


class Measured(NamedTuple):
    """One piece of work on one server. Processor time: milliseconds a request, of the application and of the database."""

    result: Result
    application: float
    database: float

    @property
    def cpu(self) -> float:
        """Of both."""
        return self.application + self.database

    def __str__(self) -> str:
        times = f"{self.result.milliseconds_at(0.5):9.1f}{self.result.milliseconds_at(0.99):9.1f}"
        return f"{self.result.per_second:9.0f}{times}{self.cpu:9.2f}{self.application:7.2f}{self.database:7.2f}"


class Bench(AbstractContextManager["Bench"]):
    """Our server and the floor, with one client process for both. `postgres`: its process id where that is known."""

    def __init__(self, ours: Server, floor: Server, postgres: int | None, *, seconds: float, most: int) -> None:
        self.ours, self.floor, self.postgres = ours, floor, postgres
        self.seconds, self.most = seconds / TURNS, most // TURNS
        self.client = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        print(HEAD)

    def __exit__(self, *_: object) -> None:
        self.client.shutdown()

    def compare(self, work: Work) -> Measured:
        """Print two lines and their ratios; answers ours."""
        ours, floor = self._begin(self.ours, work.ours), self._begin(self.floor, work.floor)
        for _ in range(TURNS):
            ours.turn()
            floor.turn()
        mine, least = ours.measured(), floor.measured()
        ratios = f"{mine.result.per_second / least.result.per_second:9.2f}{'':18}{mine.cpu / (least.cpu or 1):9.2f}"
        print(f"{work.name:28}{mine}\n{'  the floor':28}{least}\n{'  ratio':28}{ratios}", flush=True)
        return mine

    def _begin(self, server: Server, calls: Calls) -> "_Turns":
        warmed = self.client.submit(load.run, server.port, calls, WARM_UP * self.seconds, self.most).result()
        return _Turns(self, server, warmed[1])


class _Turns:
    """The turns of one server, warmed up."""

    def __init__(self, bench: Bench, server: Server, calls: Calls) -> None:
        self.bench, self.server, self.calls = bench, server, calls
        self.result, self.application, self.database = Result(), 0.0, 0.0

    def turn(self) -> None:
        bench = self.bench
        before = spent_by(self.server.pid), spent_by(bench.postgres)
        done = bench.client.submit(load.run, self.server.port, self.calls, bench.seconds, bench.most)
        result, self.calls = done.result()
        self.application += spent_by(self.server.pid) - before[0]
        self.database += spent_by(bench.postgres) - before[1]
        self.result += result

    def measured(self) -> Measured:
        """Raises RuntimeError when a request was refused: what was measured then is something else."""
        if self.result.refused:
            raise RuntimeError("A request was refused:\n" + "\n".join(self.result.refused))
        count = len(self.result.took)
        return Measured(self.result, 1000 * self.application / count, 1000 * self.database / count)
