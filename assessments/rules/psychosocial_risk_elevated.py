"""The STarT Back score points to a raised risk of a long course.

A clinician would say: "The worry and the mood decide the course as much as the muscle." It must not fire at a total of 3
or less. Source: STarT Back stratification (guideline-recommended).
"""

from assessments.atoms import Reading
from assessments.case import Case
from assessments.concepts.contradictions import contradictions
from assessments.logic import Fact, any_of, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, absent, present, undetermined
from patients.documents.language import translated as _

HIGH_DISTRESS, RAISED_TOTAL = 4, 4
"""The tool's own cut-offs."""
TOTAL, DISTRESS = "/intake/start_back/total", "/intake/start_back/distress"


def check(case: Case) -> Ruling:
    conflicts = [conflict for conflict in contradictions(case) if conflict.about == "start_back"]
    if conflicts:
        return undetermined(conflicts[0].at, detail="contradictory_record")
    total, distress = _raised(case), _distressed(case)
    fact = any_of(total, distress)
    if total.is_false or fact.is_open:
        return absent(total.at) if total.is_false else undetermined(fact.missing, at=fact.at)
    return present("high" if distress.is_true else "moderate", union((total.at, distress.at)))


def _raised(case: Case) -> Fact:
    return Reading(case.intake.start_back.total, TOTAL).fact(lambda score: score >= RAISED_TOTAL)


def _distressed(case: Case) -> Fact:
    return Reading(case.intake.start_back.distress, DISTRESS).fact(lambda score: score >= HIGH_DISTRESS)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.detail == "contradictory_record":
        return Words(_("The recorded STarT Back scores contradict one another; they are to be asked again."))
    if ruling.status != "present":
        return None
    score = case.intake.start_back
    told = [_("total {score} of 9").format(score=score.total)] if score.total is not None else []
    told += [_("distress {score} of 5").format(score=score.distress)] if score.distress is not None else []
    return Words(
        _("STarT Back: {scores}.").format(scores=", ".join(told)),
        _("A raised risk of a longer course is recorded."),
        _("Ask for worries, mood and beliefs about the pain, and match the care to the risk."),
    )


RULE = Rule(
    id="psychosocial_risk_elevated",
    version=1,
    title="Psychosocial risk elevated",
    statement="The STarT Back score is medium or high.",
    logic="Distress score of 4 or more: high. Total of 4 or more: moderate. Total of 3 or less: absent.",
    rank="psychosocial",
    evidence_grade="G",
    inputs=(TOTAL, DISTRESS),
    sources=("STarT Back tool; recommended for stratified care by guidelines (NICE NG59)",),
    counter_evidence=("Trials of stratified care outside its home country showed smaller effects.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
