"""It hurts to rise from sitting, or standing up straight is difficult.

A clinician would say: "He gets up bent and straightens slowly." It must not fire while one answer is no and the other is
open, nor be absent then. Source: the therapist's account; case reports.
"""

from assessments.atoms import intake_answer
from assessments.case import Case
from assessments.logic import any_of
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    fact = any_of(intake_answer(case, "pain_on_rising_from_sitting"), intake_answer(case, "difficulty_standing_erect"))
    return unless_true(fact) or present("info", fact.at)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    found = _("Told: {recorded}.").format(recorded=recorded(case, ruling.at))
    return Words(found, _("This is compatible with a stiff front of the hip, and with much else."))


RULE = Rule(
    id="pain_on_rising_pattern",
    version=1,
    title="Pain on rising or difficulty standing erect",
    statement="Pain on rising from sitting, or difficulty standing erect, is told.",
    logic="Either answer is yes. Absent when both are no.",
    rank="exposure",
    evidence_grade="E0 + C",
    inputs=("/intake/pain_on_rising_from_sitting", "/intake/difficulty_standing_erect"),
    sources=("The founding therapist's account of his practice", "Case reports of psoas-related pain"),
    counter_evidence=("Pain on rising is frequent in back pain of any kind.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
