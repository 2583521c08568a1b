"""On one side the quadriceps is short and the glute is weak.

A clinician would say: "The quads take over from the glutes." It must not fire when the two are on opposite sides, or when
the weakness was painful. Source: the therapist's account.
"""

from assessments.atoms import SIDES
from assessments.case import Case
from assessments.concepts.muscles import SHORT_QUADRICEPS_DEG, glutes_weak, quadriceps_short
from assessments.concepts.sides import side_of
from assessments.logic import all_of, any_of
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    short, weak = quadriceps_short(case), glutes_weak(case)
    pattern = {side: all_of(short[side], weak[side]) for side in SIDES}
    fact = any_of(*pattern.values())
    return unless_true(fact) or present("info", fact, side=side_of(pattern))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    return Words(
        _("Found on the same side: {recorded}.").format(recorded=recorded(case, ruling.at)),
        _("A short quadriceps with a weak glute is described from practice; studies of it are lacking."),
    )


RULE = Rule(
    id="quad_dominance_pattern",
    version=1,
    title="Short quadriceps with a weak glute",
    statement="The quadriceps is short and hip extension is weak on the same side.",
    logic="On one side: a positive Ely test or knee flexion below 67 degrees in the modified Thomas test, and hip "
    "extension weak.",
    rank="pattern",
    evidence_grade="E0",
    inputs=(
        "/examination/special_tests/ely",
        "/examination/length_tests/modified_thomas/*/knee_flexion_deg",
        "/examination/strength/hip_extension",
    ),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("No study relates this combination to back pain.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(SHORT_QUADRICEPS_DEG,),
)
