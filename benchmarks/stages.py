"""Where the time of an evaluation goes: by stage and by rule."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from assessments.case import Case, canonical
from assessments.engine import CATALOGUE, evaluate
from assessments.safety import safety_of

T = TypeVar("T")
CANONICAL, SAFETY, REST = "case in its one order", "safety screen", "verdicts, their blocking and order"


def stages(cases: Sequence[Case]) -> dict[str, float]:
    """Seconds per case of each stage and each rule; the whole is their sum.

    What several rules share is worked out once per case: the first that asks pays for it.
    """
    seconds: dict[str, float] = defaultdict(float)
    for case in cases:
        seconds[REST] += _timed(evaluate, replace(case))[0]
        spent, known = _timed(canonical, replace(case))
        seconds[CANONICAL] += spent
        seconds[SAFETY] += _timed(safety_of, known)[0]
        for rule in CATALOGUE:
            seconds[rule.id] += _timed(rule.check, known)[0]
    seconds[REST] -= sum(spent for name, spent in seconds.items() if name != REST)
    return {name: spent / len(cases) for name, spent in seconds.items()}


def _timed(work: Callable[[Case], T], case: Case) -> tuple[float, T]:
    began = time.process_time()
    answer = work(case)
    return time.process_time() - began, answer
