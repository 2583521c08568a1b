"""PURE: three-valued statements that know what they rest on.

A `Fact` is true, false or open (nobody answered, or the answer is "unknown"). It carries the pointers of the inputs that
decided it and, while it is open, the pointers of the inputs that could still decide it. Facts are combined with Kleene's
logic, so what is missing is found by the algebra and never written down by hand: an operand that no longer matters is no
longer asked for.
"""

from collections.abc import Iterable

import msgspec

Pointers = tuple[str, ...]


class Fact(msgspec.Struct, frozen=True, gc=False):
    """`truth` is True, False, or None while open. `at`: inputs it rests on. `missing`: inputs that could decide it, when
    open."""

    truth: bool | None
    at: Pointers = ()
    missing: Pointers = ()

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
    return _combined(facts, deciding=False)


def any_of(*facts: Fact) -> Fact:
    """OR: true when one is true, false when all are false, else open."""
    return _combined(facts, deciding=True)


def not_(fact: Fact) -> Fact:
    """NOT: an open fact stays open and asks for the same inputs."""
    return fact if fact.truth is None else Fact(not fact.truth, fact.at)


def at_least(k: int, facts: Iterable[Fact]) -> Fact:
    """True when `k` are true, false when fewer than `k` could still be true, else open."""
    facts = tuple(facts)
    holding = [fact for fact in facts if fact.truth is True]
    undecided = [fact for fact in facts if fact.truth is None]
    if len(holding) >= k:
        return Fact(True, union(fact.at for fact in holding))
    if len(holding) + len(undecided) < k:
        return Fact(False, union(fact.at for fact in facts if fact.truth is False))
    return _open(facts, undecided)


def exactly(k: int, facts: Iterable[Fact]) -> Fact:
    """True when exactly `k` are true and none is open; false when that is out of reach; else open."""
    facts = tuple(facts)
    return all_of(at_least(k, facts), not_(at_least(k + 1, facts)))


def union(groups: Iterable[Pointers]) -> Pointers:
    """Every pointer once, in the order of first mention."""
    return tuple(dict.fromkeys(pointer for group in groups for pointer in group))


def _combined(facts: tuple[Fact, ...], *, deciding: bool) -> Fact:
    decisive = [fact for fact in facts if fact.truth is deciding]
    if decisive:
        return decisive[0] if len(decisive) == 1 else Fact(deciding, union(fact.at for fact in decisive))
    undecided = [fact for fact in facts if fact.truth is None]
    if undecided:
        return undecided[0] if len(facts) == 1 else _open(facts, undecided)
    return Fact(not deciding, union(fact.at for fact in facts))


def _open(facts: tuple[Fact, ...], undecided: list[Fact]) -> Fact:
    """What is known stays as evidence; the operand that needs the fewest answers is asked for first."""
    undecided.sort(key=lambda fact: len(fact.missing))
    return Fact(None, union(fact.at for fact in facts), union(fact.missing for fact in undecided))
