"""How much of the cascade the therapist describes was found, not found, or not examined. For display, never a score.

A clinician would say: "Short psoas, tipped pelvis, turned-in hips, strong quads, weak glutes, knotted QL, spasm: how much
of that is there?" It is a list, not a sum; it must not fire when no node was found. Source: the therapist's account.
"""

from assessments.atoms import intake_answer
from assessments.case import Case, once_per_case
from assessments.concepts.muscles import (
    femur_turned_in,
    glutes_weak,
    pelvis_tilted_forward,
    psoas_irritable,
    psoas_tight,
    quadratus_spasm,
    quadratus_trigger_point,
    quadriceps_short,
)
from assessments.logic import Fact, any_of
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from assessments.wording import listed


def check(case: Case) -> Ruling:
    fact = any_of(*_nodes(case).values())
    return unless_true(fact) or present("info", fact.at)


@once_per_case
def _nodes(case: Case) -> dict[str, Fact]:
    return {
        "psoas short or tight": any_of(*psoas_tight(case).values()),
        "psoas tender or hypertonic": any_of(*psoas_irritable(case).values()),
        "anterior pelvic tilt": pelvis_tilted_forward(case),
        "thigh turned in": any_of(*femur_turned_in(case).values()),
        "quadriceps short": any_of(*quadriceps_short(case).values()),
        "glutes weak": any_of(*glutes_weak(case).values()),
        "quadratus lumborum trigger point": any_of(*quadratus_trigger_point(case).values()),
        "spasm": any_of(*quadratus_spasm(case).values(), intake_answer(case, "back_spasms")),
    }


def say(case: Case, ruling: Ruling) -> Words | None:
    named: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for name, fact in _nodes(case).items():
        named[fact.truth].append(name)
    counts = f"{len(named[True])} found, {len(named[False])} not found, {len(named[None])} not examined"
    which = f" Found: {listed(named[True])}." if named[True] else ""
    return Words(f"Of the described cascade: {counts}.{which}", "This is a list for an overview, not a score.")


RULE = Rule(
    id="psoas_cascade_summary",
    version=1,
    title="The described cascade at a glance",
    statement="How many of the eight described nodes were found, not found, or not examined.",
    logic="Nodes: psoas short or tight; tender or hypertonic; anterior tilt; internal rotation; quadriceps; glutes "
    "weak; quadratus lumborum; spasm. Present when any was found, absent when all were examined and none was "
    "found. Never a score.",
    rank="pattern",
    evidence_grade="E0",
    inputs=("/examination", "/intake/back_spasms"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Each node is common in people without pain; no study tests the cascade as a whole.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    raises_flag=False,
)
