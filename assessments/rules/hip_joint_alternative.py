"""The hip joint itself may hurt.

A clinician would say: "Groin pain and a painful, stiff rotation: I think of the joint before the muscle." While it is
present, a short hip flexor is not read as a muscle matter. It must not fire for stiffness without pain, nor for groin
pain alone. Source: single studies of hip examination in low back pain.
"""

from assessments.atoms import finding, finding_answer, pain_in
from assessments.case import Case
from assessments.concepts.muscles import positive_on
from assessments.concepts.sides import BySide, on_each_side, side_of
from assessments.logic import Fact, all_of, any_of
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _

STIFF_ROTATION_DEG = LocalDefault(
    rule="hip_joint_alternative", name="stiff_rotation_deg", value=15, unit="deg", note="below it: stiff", lowest=10, highest=30
)
"""Of internal rotation."""


def check(case: Case) -> Ruling:
    by_side = _by_side(case)
    fact = any_of(*by_side.values())
    return unless_true(fact) or present("moderate", fact, side=side_of(by_side))


def _by_side(case: Case) -> BySide:
    groin = pain_in(case, ("groin",))

    def joint(side: str) -> Fact:
        painful = finding_answer(case, "range_of_motion", "hip_internal_rotation", side, "painful")
        rotation = finding(case, "range_of_motion", "hip_internal_rotation", side, "degrees")
        stiff = rotation.fact(lambda degrees: degrees < STIFF_ROTATION_DEG.of(case))
        fadir = all_of(positive_on(case, "fadir", side), finding_answer(case, "special_tests", "fadir", side, "groin_pain"))
        return any_of(all_of(groin, painful), all_of(stiff, painful), fadir)

    return on_each_side(case, joint)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    return Words(
        _("Signs of the hip joint: {recorded}.").format(recorded=recorded(case, ruling.at)),
        _("This is compatible with the joint itself, and comes before reading a short hip flexor as a muscle matter."),
        _("Examine the hip joint and consider imaging or referral."),
    )


RULE = Rule(
    id="hip_joint_alternative",
    version=1,
    title="The hip joint as an alternative",
    statement="Findings point to the hip joint rather than to the muscles around it.",
    logic="Groin pain with painful internal rotation; or internal rotation below 15 degrees and painful; or a positive "
    "FADIR test with groin pain.",
    rank="alternative",
    evidence_grade="S",
    inputs=("/intake/pain_locations", "/examination/range_of_motion/hip_internal_rotation", "/examination/special_tests/fadir"),
    sources=("Prather et al. 2017: hip findings in people with low back pain",),
    counter_evidence=("Provocation tests of the hip are sensitive and little specific.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(STIFF_ROTATION_DEG,),
    blocks=("hip_flexor_length_restricted", "reciprocal_inhibition_pattern"),
)
