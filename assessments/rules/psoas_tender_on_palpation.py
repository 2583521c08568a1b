"""The psoas major is tender on palpation.

A clinician would say: "He about jumped off the table." Extreme tenderness also calls for another look at what imitates a
sore psoas: abscess, haematoma, the abdomen. It must not fire below grade 2, and one side tested is not both. Source: case
reports; soft-tissue tenderness grading after Hubbard & Berkoff 1993.
"""

from assessments.atoms import EITHER_SIDE, SIDES, Reading, finding
from assessments.case import Case
from assessments.concepts.psoas import tenderness
from assessments.logic import any_of, union
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Severity, VerdictSide, Words, present, unless_true
from assessments.safety.palpation import recheck_pointers
from assessments.wording import listed, side_recorded
from patients.documents.language import marked
from patients.documents.language import translated as _

TENDER_GRADE = 2
JUMP_GRADE = 3
EXTREME_GRADE = 4
GRADES_IN_WORDS = {
    0: marked("no tenderness"),
    1: marked("tender without a grimace"),
    2: marked("tender with a grimace or flinch"),
    3: marked("withdrawal (jump sign)"),
    4: marked("withdrawal from a touch that should not hurt"),
}


def check(case: Case) -> Ruling:
    asked = _asked(case)
    tender = any_of(*[reading.fact(_is_tender) for reading in asked])
    if ruling := unless_true(tender):
        return ruling
    recorded = [reading for reading in asked if reading.value is not None]
    highest = max(reading.value for reading in recorded)
    familiar = _reproduces(case, highest)
    at = union((tuple(reading.pointer for reading in recorded), familiar))
    return present(_severity(highest, bool(familiar)), at, side=_side(case, highest))


def _is_tender(grade: int) -> bool:
    return grade >= TENDER_GRADE


def _asked(case: Case) -> list[Reading]:
    """Both sides; and what was recorded without a side, which nobody asks for."""
    unknown = tenderness(case, "unknown")
    return [tenderness(case, side) for side in SIDES] + ([unknown] if unknown.value is not None else [])


def _severity(grade: int, familiar: bool) -> Severity:
    if grade >= EXTREME_GRADE or (grade == JUMP_GRADE and familiar):
        return "high"
    return "moderate" if grade == JUMP_GRADE or familiar else "low"


def _reproduces(case: Case, grade: int) -> tuple[str, ...]:
    """Where palpation of that grade brought on the pain the patient knows."""
    sides = (side for side in EITHER_SIDE if tenderness(case, side).value == grade)
    answers = (finding(case, "palpation", "psoas_major", side, "reproduces_familiar_pain") for side in sides)
    return tuple(answer.pointer for answer in answers if answer.value == "yes")


def _side(case: Case, grade: int) -> VerdictSide:
    left, right = (tenderness(case, side).value == grade for side in SIDES)
    if left and right:
        return "both"
    return "left" if left else "right" if right else "unknown"


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    readings = {side: tenderness(case, side).value for side in EITHER_SIDE}
    known = {side: grade for side, grade in readings.items() if grade is not None}
    grades = listed(_grade_in_words(side, grade) for side, grade in known.items())
    found = [_("Psoas major tenderness (0 to 4): {grades}.").format(grades=grades)]
    highest = max(known.values())
    if _reproduces(case, highest):
        found.append(_("It reproduced the familiar pain."))
    if highest >= EXTREME_GRADE:
        found.append(_recheck(case))
    return Words(" ".join(found), _(MEANING), _(ACTION))


MEANING = marked("This is compatible with a sensitive psoas; a tender psoas is also how several serious conditions look.")
ACTION = marked("Compare with the other side, length and strength of the hip flexors, and consider what is around the muscle.")


def _grade_in_words(side: str, grade: int) -> str:
    return _("{side} {grade}, {meaning}").format(side=side_recorded(side), grade=grade, meaning=_(GRADES_IN_WORDS[grade]))


def _recheck(case: Case) -> str:
    """What speaks for abscess, haematoma and abdomen, with today's answers."""
    answers = recorded(case, recheck_pointers())
    return _("Re-check for abscess, haematoma and abdomen before anything else: {answers}.").format(answers=answers)


RULE = Rule(
    id="psoas_tender_on_palpation",
    version=1,
    title="Psoas tender on palpation",
    statement="Palpation of the psoas major is tender with at least a grimace or flinch.",
    logic="The highest psoas major tenderness on any side is 2 or more; absent when both sides are at most 1. Grade 2 "
    "low, moderate if it reproduces the familiar pain; 3 moderate, high if it reproduces; 4 high, and abscess, "
    "haematoma and abdomen are re-checked.",
    rank="finding",
    evidence_grade="C",
    inputs=("/examination/palpation/psoas_major/*/tenderness", "/examination/palpation/psoas_major/*/reproduces_familiar_pain"),
    sources=("Hubbard & Berkoff 1993: soft-tissue tenderness grading", "Case reports of iliopsoas pain"),
    counter_evidence=(
        "Agreement between examiners on muscle tenderness is poor (kappa at most 0.40).",
        "There is no reliability study of psoas palpation itself.",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
