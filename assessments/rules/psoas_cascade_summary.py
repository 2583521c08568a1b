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
from patients.documents.language import marked
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    fact = any_of(*_nodes(case).values())
    return unless_true(fact) or present("info", fact)


@once_per_case
def _nodes(case: Case) -> dict[str, Fact]:
    return {
        marked("psoas short or tight"): any_of(*psoas_tight(case).values()),
        marked("psoas tender or hypertonic"): any_of(*psoas_irritable(case).values()),
        marked("anterior pelvic tilt"): pelvis_tilted_forward(case),
        marked("thigh turned in"): any_of(*femur_turned_in(case).values()),
        marked("quadriceps short"): any_of(*quadriceps_short(case).values()),
        marked("glutes weak"): any_of(*glutes_weak(case).values()),
        marked("quadratus lumborum trigger point"): any_of(*quadratus_trigger_point(case).values()),
        marked("spasm"): any_of(*quadratus_spasm(case).values(), intake_answer(case, "back_spasms")),
    }


def say(case: Case, ruling: Ruling) -> Words | None:
    named: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for name, fact in _nodes(case).items():
        named[fact.truth].append(_(name))
    counts = _("Of the described cascade: {found} found, {not_found} not found, {not_examined} not examined.")
    said = [counts.format(found=len(named[True]), not_found=len(named[False]), not_examined=len(named[None]))]
    if named[True]:
        said.append(_("Found: {nodes}.").format(nodes=listed(named[True])))
    return Words(" ".join(said), _("This is a list for an overview, not a score."))


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
