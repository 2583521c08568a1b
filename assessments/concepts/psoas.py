"""PURE: the psoas side by side: how tender, how short, and on which side more."""

from typing import Literal, NamedTuple

from assessments.atoms import SIDES, Reading, finding, finding_answer
from assessments.case import Case, once_per_case
from assessments.logic import Fact, Pointers, all_of, any_of, union
from assessments.thresholds import LocalDefault

TENDERNESS_DIFFERENCE = LocalDefault(
    rule="psoas_asymmetry", name="tenderness_difference", value=2, unit="grades", note="counts as asymmetric", lowest=1, highest=3
)
"""Grades of tenderness between the sides."""
EXTENSION_DIFFERENCE_DEG = LocalDefault(
    rule="psoas_asymmetry",
    name="extension_difference_deg",
    value=10,
    unit="deg",
    note="counts as asymmetric",
    lowest=5,
    highest=20,
)
"""Degrees of hip extension between the sides."""

AffectedSide = Literal["left", "right", "mixed"]


def tenderness(case: Case, side: str) -> Reading:
    return finding(case, "palpation", "psoas_major", side, "tenderness")


def hip_extension(case: Case, side: str) -> Reading:
    """Degrees in the modified Thomas test: negative is restricted."""
    return finding(case, "length_tests", "modified_thomas", side, "hip_extension_deg")


class Asymmetry(NamedTuple):
    """`fact`: whether the sides differ. `side`: the more affected one, when they do; mixed when the two measures disagree.
    `could_turn_mixed`: what the measure that is still open waits for, while the other one has a side."""

    fact: Fact
    side: AffectedSide | None
    could_turn_mixed: Pointers


@once_per_case
def asymmetry(case: Case) -> Asymmetry:
    tender, short = _tenderness_differs(case), _length_differs(case)
    fact = any_of(tender, short)
    sides = set[AffectedSide]()
    if tender.is_true:
        sides.add("left" if tenderness(case, "left").value > tenderness(case, "right").value else "right")
    if short.is_true:
        sides.add("left" if hip_extension(case, "left").value < hip_extension(case, "right").value else "right")
    return Asymmetry(fact, "mixed" if len(sides) > 1 else next(iter(sides), None), union((tender.missing, short.missing)))


def _tenderness_differs(case: Case) -> Fact:
    left, right = (tenderness(case, side) for side in SIDES)
    return _differs(left, right, TENDERNESS_DIFFERENCE.of(case))


def _length_differs(case: Case) -> Fact:
    """A great difference counts only with a stabilised pelvis; a small one is small however it was measured."""
    left, right = (hip_extension(case, side) for side in SIDES)
    compared = _differs(left, right, EXTENSION_DIFFERENCE_DEG.of(case))
    return compared if compared.is_false else all_of(compared, *(_stabilised(case, side) for side in SIDES))


def _stabilised(case: Case, side: str) -> Fact:
    """Whether the pelvis was held; a recorded no has to be measured again, so it stays open."""
    fact = finding_answer(case, "length_tests", "modified_thomas", side, "pelvis_stabilised")
    return Fact(None, (), fact.at) if fact.is_false else fact


def _differs(left: Reading, right: Reading, limit: float) -> Fact:
    missing = _open_pointers(left, right)
    if missing:
        return Fact(None, (), missing)
    return Fact(abs(left.value - right.value) >= limit, (left.pointer, right.pointer))


def _open_pointers(*readings: Reading) -> Pointers:
    return tuple(reading.pointer for reading in readings if reading.value is None)
