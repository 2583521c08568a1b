"""The quadratus lumborum has a trigger point, or the back is in spasm.

A clinician would say: "The quadratus lumborum knots up and the back locks." It must not fire for mild tenderness that the
patient does not recognise. Source: single studies of trigger point criteria.
"""

from assessments.atoms import intake_answer
from assessments.case import Case
from assessments.concepts.muscles import quadratus_spasm, quadratus_trigger_point
from assessments.concepts.sides import on_each_side, side_of
from assessments.logic import any_of
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    points, tone = quadratus_trigger_point(case), quadratus_spasm(case)
    point = any_of(*points.values())
    spasm = any_of(*tone.values(), intake_answer(case, "back_spasms"))
    fact = any_of(point, spasm)
    if ruling := unless_true(fact):
        return ruling
    both = point.is_true and spasm.is_true
    sides = on_each_side(case, lambda side: any_of(*(facts[side] for facts in (points, tone) if side in facts)))
    return present("moderate" if both else "low", fact, side=side_of(sides))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    return Words(
        _("Trigger point of the quadratus lumborum or spasm of the back: {recorded}.").format(recorded=recorded(case, ruling.at)),
        _("This is compatible with a guarding muscle beside the lumbar spine."),
        _("Compare both sides, and examine the hip flexors in front of it."),
    )


RULE = Rule(
    id="ql_trigger_point_or_spasm",
    version=1,
    title="Quadratus lumborum trigger point or back spasm",
    statement="Signs of a trigger point or spasm of the quadratus lumborum, or back spasms told by the patient.",
    logic="Quadratus lumborum tender with withdrawal or recognised by the patient; or taut band, hypersensitive spot "
    "and referred pain together; or its tone in spasm; or back spasms told. Low; moderate with both a trigger "
    "point and spasm.",
    rank="finding",
    evidence_grade="S",
    inputs=("/examination/palpation/quadratus_lumborum", "/intake/back_spasms"),
    sources=("Consensus criteria of trigger points and their reliability studies",),
    counter_evidence=("Examiners agree poorly on trigger points; their nature is disputed.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
