"""PURE: three-valued statements that know what they rest on.

A `Fact` is true, false or open (nobody answered, or the answer is "unknown"). It knows the pointers of the inputs that
decided it and, while it is open, the pointers of the inputs that could still decide it. Facts are combined with Kleene's
logic, so what is missing is found by the algebra and never written down by hand: an operand that no longer matters is no
longer asked for.

A combined fact decides at once whether it is true, and keeps its operands: which inputs that rests on is worked out when
somebody reads it, for most facts are never read.
"""

from collections.abc import Callable, Iterable
from itertools import chain

import msgspec

Pointers = tuple[str, ...]
Told = Pointers | Callable[[], Pointers]
"""Pointers, or what finds them when somebody reads them."""


class Fact(msgspec.Struct, frozen=True, eq=False, gc=False):
    """`truth` is True, False, or None while open. One of a single input says where it stands: `told` or `untold`. A combined
    one has its operands in `of`; one that has a single operand is that operand or its contrary."""

    truth: bool | None
    told: Told = ()
    untold: Pointers = ()
    of: tuple["Fact", ...] = ()

    @property
    def at(self) -> Pointers:
        """The inputs it rests on: of the operands that decided it; of all that say something while it is open."""
        if not self.of:
            return self.told if isinstance(self.told, tuple) else self.told()
        found: list[str] = []
        self._gather(found)
        return tuple(dict.fromkeys(found))

    def _gather(self, found: list[str]) -> None:
        """Add the inputs of a combined fact, in order, some perhaps twice."""
        every = self.truth is None or len(self.of) == 1
        for fact in self.of:
            if every or fact.truth is self.truth:
                if fact.of:
                    fact._gather(found)
                else:
                    found += fact.told if isinstance(fact.told, tuple) else fact.told()

    @property
    def missing(self) -> Pointers:
        """The inputs that could decide it while it is open: first those of the operand that needs the fewest."""
        if not self.of:
            return self.untold
        if self.truth is not None:
            return ()
        return union(sorted([fact.missing if fact.of else fact.untold for fact in self.of if fact.truth is None], key=len))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Fact):
            return NotImplemented
        return (self.truth, self.at, self.missing) == (other.truth, other.at, other.missing)

    def __hash__(self) -> int:
        return hash((self.truth, self.at, self.missing))

    def __bool__(self) -> bool:
        raise TypeError("a Fact has three values: ask is_true, is_false or is_open")

    @property
    def is_true(self) -> bool:
        return self.truth is True

    @property
    def is_false(self) -> bool:
        return self.truth is False

    @property
    def is_open(self) -> bool:
        return self.truth is None


def true(*at: str) -> Fact:
    return Fact(True, at)


def false(*at: str) -> Fact:
    return Fact(False, at)


def open_until(*missing: str) -> Fact:
    """Open; `missing` are the inputs that would decide it."""
    return Fact(None, (), missing)


def all_of(*facts: Fact) -> Fact:
    """AND: false when one is false, true when all are true, else open."""
    truth: bool | None = True
    for fact in facts:
        if fact.truth is False:
            return Fact(False, (), (), facts)
        if fact.truth is None:
            truth = None
    return facts[0] if len(facts) == 1 else Fact(truth, (), (), facts)


def any_of(*facts: Fact) -> Fact:
    """OR: true when one is true, false when all are false, else open."""
    truth: bool | None = False
    for fact in facts:
        if fact.truth is True:
            return Fact(True, (), (), facts)
        if fact.truth is None:
            truth = None
    return facts[0] if len(facts) == 1 else Fact(truth, (), (), facts)


def not_(fact: Fact) -> Fact:
    """NOT: an open fact stays open and asks for the same inputs."""
    if fact.truth is None:
        return fact
    return Fact(not fact.truth, (), (), (fact,)) if fact.of else Fact(not fact.truth, fact.told)


def at_least(k: int, facts: Iterable[Fact]) -> Fact:
    """True when `k` are true, false when fewer than `k` could still be true, else open."""
    facts = tuple(facts)
    truths = [fact.truth for fact in facts]
    certain = truths.count(True)
    if certain >= k:
        return Fact(True, (), (), facts)
    return Fact(False if certain + truths.count(None) < k else None, (), (), facts)


def exactly(k: int, facts: Iterable[Fact]) -> Fact:
    """True when exactly `k` are true and none is open; false when that is out of reach; else open."""
    facts = tuple(facts)
    return all_of(at_least(k, facts), not_(at_least(k + 1, facts)))


def union(groups: Iterable[Pointers]) -> Pointers:
    """Every pointer once, in the order of first mention."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
