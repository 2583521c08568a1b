"""PURE: combinations of answers and findings that look like a tender psoas and are something else.

Psoas abscess, iliopsoas haematoma and femoral-neck stress fracture need no extra question: what is recorded anyway is put
together. Sources: IFOMPT red-flag framework (Finucane, JOSPT 2020); fever is present in about 55 % of psoas abscesses only.
"""

from collections.abc import Callable
from typing import Any

from assessments.anatomy import Grade, at_most
from assessments.atoms import SIDES, Reading, found, intake_answer, pain_in
from assessments.case import Case
from assessments.logic import Fact, all_of, any_of
from assessments.safety.look import Look
from assessments.thresholds import LocalDefault

HAEMATOMA_PLACES = ("groin", "anterior_thigh", "flank")
WEAK_WITH_BLEEDING: Grade = "3"
LOAD_INCREASE_PERCENT = LocalDefault(
    rule="red_flag_positive",
    name="load_increase_percent",
    value=30,
    unit="%",
    note="training increase that makes groin pain suspect",
    lowest=10,
    highest=30,
)
"""From here groin pain is taken for a possible stress fracture of the femoral neck."""


def psoas_abscess(look: Look) -> Fact:
    """The hip is held flexed, or extension hurts, or the psoas sign is positive; with a sign of infection or illness."""
    hip = any_of(
        intake_answer(look.case, "hip_held_flexed"),
        intake_answer(look.case, "pain_on_hip_extension"),
        positive(look.case, "psoas_sign"),
    )
    return all_of(hip, look.any("fever_unwell", "infection_risk", "weight_loss", "night_constant_pain"))


def bleeding_with_pain(look: Look) -> Fact:
    """Blood thinners, and pain where an iliopsoas bleeding hurts."""
    return all_of(look.item("anticoagulated"), pain_in(look.case, HAEMATOMA_PLACES))


def psoas_haematoma(look: Look) -> Fact:
    """Blood thinners with such pain, and the hip held flexed or the thigh muscles weak."""
    hip, knee = (_where_known(look.case, "strength", action, "grade", _is_weak) for action in ("hip_flexion", "knee_extension"))
    return all_of(bleeding_with_pain(look), any_of(intake_answer(look.case, "hip_held_flexed"), *hip, *knee))


def femoral_neck_stress_fracture(look: Look) -> Fact:
    """Groin pain after a training increase or with a positive hop test, with constant pain, bone risk or the hop test.

    A hop test that was not done leaves it open where something else speaks for a fracture; otherwise nobody needs to hop, as
    nobody needs to look for a pulsatile mass. It is never asked for: whom one suspects of this fracture must not hop.
    """
    load = _load_increase(look.case)
    bone = any_of(look.item("night_constant_pain"), look.item("load_pain_with_bone_risk"))
    hop = positive(look.case, "hop")
    if hop.is_open and not any_of(load, bone).is_true:
        hop = Fact(False)
    return all_of(pain_in(look.case, ("groin",)), any_of(load, hop), any_of(bone, hop))


def positive(case: Case, test: str) -> Fact:
    """Whether a special test is positive on any side; false only when both sides are negative."""
    return any_of(*_where_known(case, "special_tests", test, "result", _is_positive))


def _is_positive(result: str) -> bool:
    return result == "positive"


def _is_weak(grade: Grade) -> bool:
    return at_most(grade, WEAK_WITH_BLEEDING)


def _where_known(case: Case, kind: str, site: str, field: str, holds: Callable[[Any], bool]) -> list[Fact]:
    """Left and right; an unknown side adds what was recorded for it and is never asked for."""
    facts = [found(case, kind, site, side, field, holds) for side in SIDES]
    if case.has_findings_without_side and not (elsewhere := found(case, kind, site, "unknown", field, holds)).is_open:
        facts.append(elsewhere)
    return facts


def _load_increase(case: Case) -> Fact:
    """A sport whose load rose; open while sports, their increase, or the completeness of the list are not recorded."""
    limit = LOAD_INCREASE_PERCENT.of(case)
    rises = [
        Reading(sport.load_increase_percent, f"/intake/sports/{index}/load_increase_percent").fact(
            lambda percent: percent >= limit
        )
        for index, sport in enumerate(case.intake.sports or ())
    ]
    complete = intake_answer(case, "sports_complete")
    others = Fact(False, complete.at) if complete.is_true else Fact(None, (), ("/intake/sports_complete",))
    return any_of(*rises, others)
