"""PURE: reading the safety screen, optionally as if reviewed answers had been "no"."""

from dataclasses import dataclass
from functools import lru_cache

from assessments.atoms import answered
from assessments.case import Case
from assessments.logic import Fact, any_of

PREFIX = "/intake/safety/answers/"


@dataclass(frozen=True, slots=True)
class Look:
    """A case as the conditions see it. `read_as_no`: items that a clinician cleared, when asking what remains without them."""

    case: Case
    read_as_no: frozenset[str] = frozenset()

    def item(self, name: str) -> Fact:
        answer = "no" if name in self.read_as_no else getattr(self.case.intake.safety.answers, name)
        return _answered(answer, name)

    def any(self, *names: str) -> Fact:
        return any_of(*map(self.item, names))


@lru_cache(maxsize=256)
def _answered(answer: str, name: str) -> Fact:
    return answered(answer, PREFIX + name)
