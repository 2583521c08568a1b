"""The record contradicts itself.

A clinician would say: "The form says nobody looked, the letter says somebody did: I ask before I conclude." Nothing is
concluded from either side of a contradiction until somebody resolves it. It is present or not applicable, never absent:
that no contradiction was found does not make the record right.
"""

from assessments.case import Case
from assessments.concepts.contradictions import contradictions
from assessments.concepts.sitting import TOLERATED_DIFFERENCE
from assessments.logic import union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Words, not_applicable, present
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    found = contradictions(case)
    if not found:
        return not_applicable()
    about = sorted({contradiction.about for contradiction in found})
    return present("moderate", union(contradiction.at for contradiction in found), detail=",".join(about))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return Words(_("No contradiction was found in what is recorded."))
    sentences = dict.fromkeys(contradiction.say() for contradiction in contradictions(case))
    return Words(" ".join(sentences), action=_("Ask again, and correct the field that is wrong."))


RULE = Rule(
    id="data_conflict",
    version=1,
    title="The record contradicts itself",
    statement="Two recorded answers cannot both be right.",
    logic="Present when any two fields contradict one another: hip flexors never examined and examined; no earlier care"
    " and listed treatments; an examination denied and described; sitting times above 24 hours or more than 25 % "
    "off the overall answer; pregnancy and sex; a STarT Back part above its total. Otherwise not applicable.",
    rank="data",
    evidence_grade="C",
    inputs=("/intake", "/prior_treatments"),
    sources=("Consensus: contradictory records are resolved before they are used",),
    counter_evidence=("Both answers may be right when the questions were understood differently.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(
        LocalDefault(
            rule="data_conflict",
            name="tolerated_difference",
            value=TOLERATED_DIFFERENCE,
            unit="share",
            note="between sum and overall answer",
        ),
    ),
    advice="record",
)
