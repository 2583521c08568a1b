"""The pelvis is tipped forward and a thigh is turned in.

A clinician would say: "The pelvis tips, the hips turn in." Anterior tilt alone must not fire: 75-85 % of healthy people
have it. It is about standing posture, not about the range of rotation. Source: the therapist's account.
"""

from assessments.case import Case
from assessments.concepts.muscles import femur_turned_in, pelvis_tilted_forward
from assessments.concepts.sides import side_of
from assessments.logic import all_of, any_of
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from patients.documents.language import marked
from patients.documents.language import translated as _

TURNED_IN = {
    "left": marked("In standing the pelvis is tilted anteriorly and the left thigh turned in."),
    "right": marked("In standing the pelvis is tilted anteriorly and the right thigh turned in."),
    "both": marked("In standing the pelvis is tilted anteriorly and both thighs turned in."),
}


def check(case: Case) -> Ruling:
    turned = femur_turned_in(case)
    fact = all_of(pelvis_tilted_forward(case), any_of(*turned.values()))
    return unless_true(fact) or present("info", fact, side=side_of(turned))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "present":
        found = TURNED_IN[ruling.side or "both"]
        common = _("Tilt itself is common: 75-85 % of healthy people tilt anteriorly.")
        return Words(_(found), common)
    if ruling.status == "absent" and case.examination.posture.pelvic_tilt == "anterior":
        little = _(
            "The pelvis is tilted anteriorly without a thigh turned in; by itself that means little: "
            "75-85 % of healthy people tilt anteriorly."
        )
        return Words(little)
    return None


RULE = Rule(
    id="anterior_tilt_internal_rotation_chain",
    version=1,
    title="Anterior pelvic tilt with a thigh turned in",
    statement="In standing the pelvis is tilted anteriorly and a thigh is turned in.",
    logic="Pelvic tilt anterior and femoral rotation internal on a side. Anterior tilt alone: absent, with the note "
    "that it is common.",
    rank="pattern",
    evidence_grade="E0",
    inputs=("/examination/posture",),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("75-85 % of healthy people tilt anteriorly; posture shows little relation to pain.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
