"""PURE: one statement on each side of the body: where it holds, and what that makes of the whole."""

import re
from collections.abc import Callable

from assessments.case import Case
from assessments.logic import Fact
from assessments.rule import VerdictSide

BySide = dict[str, Fact]
RECORDED_FINDING = re.compile(r"^/examination/\w+/\d+/")


def on_each_side(case: Case, fact: Callable[[str], Fact]) -> BySide:
    """Left and right, of what rests on findings; and the unknown side where it holds there, or where something was found
    there that leaves it open: nobody is asked about an unknown side of which nothing is recorded."""
    facts = {"left": fact("left"), "right": fact("right")}
    if not case.has_findings_without_side:
        return facts
    elsewhere = fact("unknown")
    counts = elsewhere.is_true or (elsewhere.is_open and _was_examined(elsewhere))
    return facts | {"unknown": elsewhere} if counts else facts


def _was_examined(fact: Fact) -> bool:
    """Whether it rests on, or waits for, a finding that has its place in the record."""
    return any(RECORDED_FINDING.match(pointer) for pointer in (*fact.at, *fact.missing))


def side_of(facts: BySide) -> VerdictSide | None:
    """The side where it holds; both when on both; unknown when only there."""
    holding = [side for side, fact in facts.items() if fact.is_true]
    if "left" in holding and "right" in holding:
        return "both"
    return "left" if "left" in holding else "right" if "right" in holding else "unknown" if holding else None
