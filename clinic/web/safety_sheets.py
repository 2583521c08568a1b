"""The safety screen as a reader sees it: gate, conditions, questions, palpation precaution."""

from dataclasses import dataclass

from assessments.safety import CONDITIONS, Condition, Level
from assessments.safety.combinations import LOAD_INCREASE_PERCENT
from assessments.safety.conditions import FALL_AGE_YEARS
from assessments.safety.defaults import LOCAL_DEFAULTS
from clinic.web.rule_sheets import Default, default_of
from patients.documents.safety_questions import PREGNANCY_AGES, PREGNANCY_ITEMS, QUESTIONS

YOUNGEST, OLDEST = PREGNANCY_AGES
LEVELS: dict[Level, str] = {
    "emergency": "a hospital now",
    "urgent": "a physician before any treatment",
    "caution": "go on, with care",
}
GATE = (
    ("emergency", "A condition below calls for a hospital now."),
    ("urgent", "A condition below calls for a physician before any treatment."),
    (
        "incomplete",
        "A required question is not answered yes or no (unknown, not asked and declined are no answers); or the screen has no "
        "date, or is older than the last change of symptoms or than the intake; or a positive answer waits for something that is "
        "not recorded (marked † below).",
    ),
    ("caution", "A weaker condition below holds, or a clinician has reviewed and cleared what a stronger one rests on."),
    ("clear", "None of these."),
)
"""First that applies."""
PALPATION = (
    (
        "blocked",
        "A known or suspected aneurysm, a pulsatile abdominal mass, signs of an acute abdomen, guarding, pregnancy, an emergency "
        "or urgent gate, or the psoas abscess or haematoma combination.",
    ),
    (
        "not cleared",
        "Aneurysm, acute abdomen or pregnancy (where it is asked) is unanswered, one of the combinations is open, or the screen "
        "is undated or out of date.",
    ),
    ("with caution", "Blood thinners or a bleeding disorder."),
    ("cleared", "None of these."),
)
"""First that applies. A clinician's review of an answer changes the gate, never these."""
PALPATION_NOTES = (
    "These precautions rest on informal sources: teaching texts, not trials.",
    "A clinician may override them with a reason, which is recorded. A review of a safety answer changes the gate, never these.",
    "When palpation is blocked, its absence is no defect of the examination: the modified Thomas test, resisted hip flexion and "
    "distal palpation are asked for instead.",
)
SOURCES = (
    "IFOMPT red-flag framework (Finucane, JOSPT 2020)",
    "NICE NG59 and NG65",
    "CSP/GIRFT cauda equina pathway",
    "Downie (BMJ 2013)",
    "Yusuf (BMC Musculoskelet Disord 2019): fever is present in about 55 %, so its absence never clears an infection",
)
COMBINED = {
    "major_trauma_with_neurology": "Major trauma before the pain, and any neurological yes in the screen or the examination.",
    "pulsatile_mass": "Found on examination; it need not be looked for.",
    "guarding": "Found on examination; it need not be looked for.",
    "psoas_haematoma": "Blood thinners or a bleeding disorder, with pain in groin, front of the thigh or flank, and "
    "the hip held flexed or hip flexion or knee extension graded 3 or weaker.",
    "fall_at_age": f"A minor fall before the pain at {FALL_AGE_YEARS.value} years or older (local default).",
    "steroids_with_bone_risk": "Long-term steroid tablets, and a minor fall, osteoporosis, or pain in groin, hip or buttock.",
    "weight_loss_with_risk": "Unexplained weight loss, and cancer at any time, fever, or a raised risk of infection.",
    "vascular_pain": "Vascular risk, and pain unrelated to movement, at any age.",
    "urinary_with_fever": "Urinary symptoms, and fever or feeling ill.",
    "bleeding_with_pain": "Blood thinners or a bleeding disorder, and pain in groin, front of the thigh or flank.",
    "psoas_abscess": "The hip held flexed, pain on hip extension or a positive psoas sign; and fever, raised risk of infection, "
    "unexplained weight loss or constant pain also at night.",
    "femoral_neck_stress_fracture": f"Groin pain; and a sport whose load rose by {LOAD_INCREASE_PERCENT.value} % or more (local "
    "default), or a positive hop test; and constant pain also at night, load pain with bone risk, or a positive hop test. Nobody "
    "is asked to hop.",
}
"""What a condition needs that does not follow from one yes alone, by its id."""


@dataclass(frozen=True, slots=True)
class ConditionSheet:
    """One red flag. `when`: what makes it hold. `waits`: while it is open and its item is yes, the gate stays incomplete."""

    id: str
    level: Level
    title: str
    when: str
    action: str
    waits: bool


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One question; `required`: in words, whether it must be answered yes or no."""

    item: str
    asks: str
    required: str


def condition_sheet(condition: Condition) -> ConditionSheet:
    return ConditionSheet(
        condition.id, condition.level, condition.title, _when(condition), condition.action, condition.closes_gate_while_open
    )


def _when(condition: Condition) -> str:
    if condition.id in COMBINED:
        return COMBINED[condition.id]
    topics = [question.topic for item, question in QUESTIONS.items() if item in condition.needs_yes]
    return f"Answered yes{' to any of' if len(topics) > 1 else ''}: {'; '.join(topics)}."


def _required(item: str, required: bool) -> str:
    if item in PREGNANCY_ITEMS:
        return f"yes, unless recorded as male or outside {YOUNGEST} to {OLDEST} years (local default)"
    return "yes" if required else "no"


def conditions() -> tuple[ConditionSheet, ...]:
    return tuple(map(condition_sheet, CONDITIONS))


def questions() -> tuple[QuestionSheet, ...]:
    return tuple(QuestionSheet(item, question.asks, _required(item, question.required)) for item, question in QUESTIONS.items())


def defaults() -> tuple[Default, ...]:
    return tuple(map(default_of, LOCAL_DEFAULTS))
