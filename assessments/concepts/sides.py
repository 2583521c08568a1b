"""PURE: one statement on each side of the body: where it holds, and what that makes of the whole."""

from collections.abc import Callable

from assessments.atoms import SIDES
from assessments.logic import Fact
from assessments.rule import VerdictSide

BySide = dict[str, Fact]


def on_each_side(fact: Callable[[str], Fact]) -> BySide:
    """Left and right; and the unknown side where it holds there, for nobody is asked about an unknown side."""
    facts = {side: fact(side) for side in SIDES}
    elsewhere = fact("unknown")
    return facts | {"unknown": elsewhere} if elsewhere.is_true else facts


def side_of(facts: BySide) -> VerdictSide | None:
    """The side where it holds; both when on both; unknown when only there."""
    holding = [side for side, fact in facts.items() if fact.is_true]
    if "left" in holding and "right" in holding:
        return "both"
    return "left" if "left" in holding else "right" if "right" in holding else "unknown" if holding else None
