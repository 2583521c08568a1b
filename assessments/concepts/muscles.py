"""PURE: single signs of muscles that several patterns are made of."""

from assessments.anatomy import Grade, at_most
from assessments.atoms import SIDES, answered, finding, finding_answer, found
from assessments.case import Case, once_per_case
from assessments.concepts.sides import BySide, on_each_side
from assessments.logic import Fact, all_of, any_of, not_
from assessments.thresholds import LocalDefault

TENDER_GRADE = 2
WEAK_GRADE: Grade = "4-"
"""LOCAL: a grade up to this counts as weak when the test was not painful."""
INHIBITED_GRADE: Grade = "4"
SHORT_QUADRICEPS_DEG = LocalDefault(
    rule="quad_dominance_pattern",
    name="short_quadriceps_deg",
    value=67,
    unit="deg",
    note="a study's value; 80 is common",
    lowest=60,
    highest=90,
)
"""Knee flexion in the modified Thomas test below which the quadriceps counts as short."""
INCREASED_TONE = ("mildly_increased", "markedly_increased", "spasm")
HIGH_TONE = ("markedly_increased", "spasm")


def tender(case: Case, muscle: str, side: str) -> Fact:
    return found(case, "palpation", muscle, side, "tenderness", lambda grade: grade >= TENDER_GRADE)


def tone_in(case: Case, muscle: str, side: str, tones: tuple[str, ...]) -> Fact:
    return found(case, "palpation", muscle, side, "tone", tones.__contains__)


def restricted(case: Case, side: str) -> Fact:
    """The thigh stays above the horizontal."""
    return found(case, "length_tests", "modified_thomas", side, "hip_extension_deg", lambda degrees: degrees < 0)


def grade_at_most(case: Case, action: str, side: str, limit: Grade) -> Fact:
    return found(case, "strength", action, side, "grade", lambda grade: at_most(grade, limit))


def weak(case: Case, action: str, side: str) -> Fact:
    """A painful grade is not weakness."""
    painful = finding_answer(case, "strength", action, side, "painful")
    return all_of(grade_at_most(case, action, side, WEAK_GRADE), not_(painful))


def positive_on(case: Case, test: str, side: str) -> Fact:
    return found(case, "special_tests", test, side, "result", lambda result: result == "positive")


@once_per_case
def psoas_tight(case: Case) -> BySide:
    """Restricted in length, or increased in tone."""
    return on_each_side(case, lambda side: any_of(restricted(case, side), tone_in(case, "psoas_major", side, INCREASED_TONE)))


@once_per_case
def psoas_irritable(case: Case) -> BySide:
    """Tender, or markedly increased in tone."""
    return on_each_side(
        case, lambda side: any_of(tender(case, "psoas_major", side), tone_in(case, "psoas_major", side, HIGH_TONE))
    )


@once_per_case
def glutes_weak(case: Case) -> BySide:
    return on_each_side(case, lambda side: weak(case, "hip_extension", side))


@once_per_case
def quadriceps_short(case: Case) -> BySide:
    return on_each_side(case, lambda side: any_of(positive_on(case, "ely", side), _knee_restricted(case, side)))


def _knee_restricted(case: Case, side: str) -> Fact:
    limit = SHORT_QUADRICEPS_DEG.of(case)
    return found(case, "length_tests", "modified_thomas", side, "knee_flexion_deg", lambda degrees: degrees < limit)


@once_per_case
def back_extensors_tight(case: Case) -> Fact:
    """Erector spinae or quadratus lumborum tender or increased in tone, on any side."""
    return any_of(*_anywhere(case, "erector_spinae"), *_anywhere(case, "quadratus_lumborum"))


def _anywhere(case: Case, muscle: str) -> tuple[Fact, ...]:
    return tuple(on_each_side(case, lambda side: _tight(case, muscle, side)).values())


def _tight(case: Case, muscle: str, side: str) -> Fact:
    return any_of(tender(case, muscle, side), tone_in(case, muscle, side, INCREASED_TONE))


@once_per_case
def trunk_flexion_weak(case: Case) -> Fact:
    """The trunk has no side: a grade without one decides; else both sides together."""
    sides = [weak(case, "trunk_flexion", side) for side in SIDES]
    without_side = finding(case, "strength", "trunk_flexion", "unknown", "grade")
    sided = any(finding(case, "strength", "trunk_flexion", side, "grade").value is not None for side in SIDES)
    return any_of(*sides) if sided and without_side.value is None else weak(case, "trunk_flexion", "unknown")


@once_per_case
def quadratus_trigger_point(case: Case) -> BySide:
    """Tender with withdrawal or the patient's recognition, or the three signs of a trigger point."""
    return on_each_side(case, lambda side: _quadratus_trigger_point(case, side))


def _quadratus_trigger_point(case: Case, side: str) -> Fact:
    tenderness = finding(case, "palpation", "quadratus_lumborum", side, "tenderness")
    signs = finding(case, "palpation", "quadratus_lumborum", side, "trigger_point")

    def sign(name: str) -> Fact:
        answer = "not_asked" if signs.value is None else getattr(signs.value, name)
        place = signs.pointer if answer in ("yes", "no") else f"/examination/palpation/quadratus_lumborum/{side}/trigger_point"
        return answered(answer, f"{place}/{name}")

    jumps = tenderness.fact(lambda grade: grade >= 3)
    felt = all_of(tenderness.fact(lambda grade: grade >= 1), any_of(jumps, sign("patient_recognition")))
    return any_of(felt, all_of(sign("taut_band"), sign("hypersensitive_spot"), sign("referred_pain")))


@once_per_case
def quadratus_spasm(case: Case) -> BySide:
    return on_each_side(case, lambda side: tone_in(case, "quadratus_lumborum", side, ("spasm",)))


@once_per_case
def femur_turned_in(case: Case) -> BySide:
    """Internal rotation in standing posture (not the range of rotation)."""
    posture = case.examination.posture

    def turned(side: str) -> Fact:
        value, pointer = getattr(posture, f"femoral_rotation_{side}", None), f"/examination/posture/femoral_rotation_{side}"
        return Fact(None, (), (pointer,)) if value is None else Fact(value == "internal", (pointer,))

    return {side: turned(side) for side in SIDES}


@once_per_case
def pelvis_tilted_forward(case: Case) -> Fact:
    tilt, pointer = case.examination.posture.pelvic_tilt, "/examination/posture/pelvic_tilt"
    return Fact(None, (), (pointer,)) if tilt is None else Fact(tilt == "anterior", (pointer,))
