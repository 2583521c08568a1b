"""Something recorded needs a physician or a hospital before any treatment.

A clinician would say: "With this answer I do not treat; I send the patient on." It matters, for a tender psoas beside
back pain is also how psoas abscess, haematoma, appendicitis, aneurysm and femoral-neck stress fracture look. It must not
fire for a condition of which a clinician cleared every positive answer, and it is never absent while a required question
is unanswered. Source: IFOMPT red-flag framework (Finucane, JOSPT 2020) and those named in
`assessments.safety.conditions`.
"""

from assessments.case import Case
from assessments.logic import Pointers, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, absent, present, undetermined
from assessments.safety import Held, SafetyState, safety_of
from assessments.safety.asking import EMERGENCIES
from assessments.safety.condition_words import in_words
from assessments.safety.defaults import LOCAL_DEFAULTS
from assessments.safety.look import PREFIX
from assessments.wording import day, listed
from patients.documents.language import translated as _
from patients.documents.safety_questions import QUESTIONS


def check(case: Case) -> Ruling:
    safety = safety_of(case)
    if safety.gate in ("emergency", "urgent"):
        return present("high", union(held.at for held in _stopping(case)), detail=safety.gate)
    if safety.gate == "incomplete" or safety.undecided:
        return undetermined(union((safety.missing, safety.undecided, _optional_emergencies(safety))))
    return absent(tuple(PREFIX + item for item in safety.answered))


def _optional_emergencies(safety: SafetyState) -> Pointers:
    """Questions that need not be asked, and whose yes would be an emergency."""
    optional = (item for item, question in QUESTIONS.items() if not question.required and item not in safety.answered)
    return tuple(PREFIX + item for item in optional if PREFIX + item in EMERGENCIES)


def _stopping(case: Case) -> list[Held]:
    return [held for held in safety_of(case).conditions if held.level in ("emergency", "urgent")]


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "absent":
        return Words(_("No red flag is open: all required safety questions are answered."))
    if ruling.status != "present":
        return None
    stopping = [in_words(held, case) for held in _stopping(case)]
    found = _("Red flags recorded (screen of {date}): {conditions}.").format(
        date=day(case.intake.safety.screened_on), conditions=listed(held.title for held in stopping)
    )
    return Words(found, action=" ".join(dict.fromkeys(held.action for held in stopping)))


RULE = Rule(
    id="red_flag_positive",
    version=1,
    title="Red flag: refer before treating",
    statement="An answer or finding, alone or in combination, needs a physician or a hospital before any treatment.",
    logic="Present when any emergency or urgent condition of the safety table holds that no clinician's review has "
    "cleared; undetermined while the screen is incomplete or an urgent condition is open; absent when it is "
    "complete and no such condition holds.",
    rank="red_flag",
    evidence_grade="G",
    inputs=("/intake/safety", "/intake/pain_locations", "/examination/abdomen", "/patient/birth_date"),
    sources=(
        "IFOMPT red-flag framework: Finucane et al., JOSPT 2020",
        "NICE NG59 and NG65",
        "CSP/GIRFT cauda equina pathway",
        "Downie et al., BMJ 2013",
        "Yusuf et al., BMC Musculoskelet Disord 2019",
    ),
    counter_evidence=(
        "Single red flags are weak predictors in primary care; combinations and the clinical picture weigh more (Downie 2013).",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=LOCAL_DEFAULTS,
    advice="record",
)
