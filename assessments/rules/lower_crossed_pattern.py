"""Three of the four parts of the lower crossed pattern: tight in front and at the back, weak at the glutes and the
abdomen.

A clinician would say: "Tight hip flexors and back, weak glutes and abdomen." It must not fire with two parts, and a part
that was not examined is not a part that was not found. Source: the therapist's account; Janda's description.
"""

from msgspec.structs import replace

from assessments.case import Case
from assessments.concepts.muscles import back_extensors_tight, glutes_weak, psoas_tight, trunk_flexion_weak
from assessments.concepts.nerve import nerve_signs
from assessments.logic import Fact, any_of, at_least
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Words, present, unless_true
from assessments.wording import listed
from patients.documents.language import marked
from patients.documents.language import translated as _

PARTS_NEEDED = 3
"""LOCAL: of four parts."""
TIGHT_FLEXORS = marked("hip flexors tight")
TIGHT_BACK = marked("back extensors or quadratus lumborum tender or tight")
GLUTES = marked("hip extension weak")
WEAK_TRUNK = marked("trunk flexion weak")
NERVE = "neurological_deficit_pattern"


def check(case: Case) -> Ruling:
    parts = _parts(case)
    fact = at_least(PARTS_NEEDED, parts.values())
    if ruling := unless_true(fact):
        return ruling
    without_glutes = at_least(PARTS_NEEDED, (part for name, part in parts.items() if name != GLUTES))
    ruling = present("low", without_glutes.at if _nerve(case) and without_glutes.is_true else fact.at)
    return replace(ruling, not_blocked_by=(NERVE,)) if without_glutes.is_true else ruling


def _nerve(case: Case) -> bool:
    """With signs of a nerve, weak glutes are not read as part of this pattern."""
    return any_of(*nerve_signs(case).values()).is_true


def _parts(case: Case) -> dict[str, Fact]:
    return {
        TIGHT_FLEXORS: any_of(*psoas_tight(case).values()),
        TIGHT_BACK: back_extensors_tight(case),
        GLUTES: any_of(*glutes_weak(case).values()),
        WEAK_TRUNK: trunk_flexion_weak(case),
    }


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    found = [_(name) for name, part in _parts(case).items() if part.is_true and not (name == GLUTES and _nerve(case))]
    return Words(
        _("Found of the 4 parts of the lower crossed pattern: {parts}.").format(parts=listed(found)),
        _("The pattern is a description from practice; whether it matters for pain is not shown."),
        _("Examine the parts that are missing on both sides."),
    )


RULE = Rule(
    id="lower_crossed_pattern",
    version=1,
    title="Lower crossed pattern",
    statement="At least three of four: hip flexors tight, back extensors tight, glutes weak, abdomen weak.",
    logic="At least 3 of 4: hip extension restricted or psoas tone increased on any side; erector spinae or quadratus "
    "lumborum tender (2 or more) or increased in tone; hip extension weak; trunk flexion weak. Undetermined while"
    " parts not examined could decide.",
    rank="pattern",
    evidence_grade="E0",
    inputs=("/examination/length_tests/modified_thomas", "/examination/palpation", "/examination/strength"),
    sources=("The founding therapist's account of his practice", "Janda's description of the lower crossed syndrome"),
    counter_evidence=("The pattern is a description from practice; no study shows that it foretells or explains back pain.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(
        LocalDefault(
            rule="lower_crossed_pattern", name="parts_needed", value=PARTS_NEEDED, unit="of 4 parts", note="make the pattern"
        ),
    ),
)
