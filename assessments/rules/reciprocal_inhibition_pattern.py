"""On one side the psoas is irritable or short, and the glute on that side is weak.

A clinician would say: "The glutes are inhibited by the tight psoas." The rule says only that both were found on one side.
It must not fire when they are on opposite sides, when the weakness was painful, or when the glute tested 5 there. Source:
the therapist's account; studies are mixed.
"""

from assessments.atoms import SIDES, finding
from assessments.case import Case
from assessments.concepts.muscles import INHIBITED_GRADE, glutes_weak, grade_at_most, positive_on, psoas_irritable, restricted
from assessments.concepts.sides import BySide, side_of
from assessments.logic import Fact, Pointers, all_of, any_of, union
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, absent, present, unless_true
from patients.documents.language import translated as _

FULL_STRENGTH = "5"


def check(case: Case) -> Ruling:
    tight, weak = _tight(case), _weak(case)
    pattern = {side: all_of(tight[side], weak[side]) for side in SIDES}
    fact = any_of(*pattern.values())
    if fact.is_false:
        return absent(fact, against=_against(case, tight, weak))
    return unless_true(fact) or present("low", fact, side=side_of(pattern))


def _tight(case: Case) -> BySide:
    irritable = psoas_irritable(case)
    return {side: any_of(irritable[side], restricted(case, side)) for side in SIDES}


def _weak(case: Case) -> BySide:
    glutes = glutes_weak(case)
    return {side: any_of(glutes[side], _inhibited(case, side)) for side in SIDES}


def _inhibited(case: Case, side: str) -> Fact:
    weak = grade_at_most(case, "hip_extension", side, INHIBITED_GRADE)
    return all_of(positive_on(case, "prone_hip_extension", side), weak)


def _against(case: Case, tight: BySide, weak: BySide) -> Pointers:
    """The weak glute of the other side, and full strength beside the tight psoas."""
    found: list[Pointers] = []
    for side, other in (("left", "right"), ("right", "left")):
        if tight[side].is_true:
            grade = finding(case, "strength", "hip_extension", side, "grade")
            found += [weak[other].at] if weak[other].is_true else []
            found += [(grade.pointer,)] if grade.value == FULL_STRENGTH else []
    return union(found)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "present":
        return Words(
            _("Found on the same side: {recorded}.").format(recorded=recorded(case, ruling.at)),
            _("A tight psoas and a weak glute on one side are compatible with what is called reciprocal inhibition."),
            _("Test glute strength again at the next visit."),
        )
    if ruling.status == "absent" and ruling.against:
        found = _("A tight psoas without a weak glute on its side; against the pattern: {recorded}.")
        return Words(found.format(recorded=recorded(case, ruling.against)))
    return None


RULE = Rule(
    id="reciprocal_inhibition_pattern",
    version=1,
    title="Tight psoas with a weak glute on the same side",
    statement="The psoas is tender, increased in tone or short, and hip extension is weak on the same side.",
    logic="On one side: psoas tenderness of 2 or more, markedly increased tone or spasm, or restricted length; and hip "
    "extension of 4- or weaker without pain, or a positive prone hip extension test with 4 or weaker. On opposite"
    " sides only: absent, shown as contradicting. A 5 on that side refutes it.",
    rank="pattern",
    evidence_grade="S-mixed",
    inputs=(
        "/examination/palpation/psoas_major",
        "/examination/length_tests/modified_thomas",
        "/examination/strength/hip_extension",
        "/examination/special_tests/prone_hip_extension",
    ),
    sources=("The founding therapist's account of his practice", "Mills et al. 2015: hip flexor length and gluteal activity"),
    counter_evidence=("Hip extension strength did not differ between people with short and normal hip flexors (Mills 2015).",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
