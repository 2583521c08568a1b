"""The safety screen as a reader sees it: gate, conditions, questions, palpation precaution."""

from dataclasses import dataclass

from assessments.safety import CONDITIONS, Condition, Gate, Level, Palpation
from assessments.safety.combinations import LOAD_INCREASE_PERCENT
from assessments.safety.condition_words import title_of
from assessments.safety.conditions import FALL_AGE_YEARS
from assessments.safety.defaults import LOCAL_DEFAULTS
from assessments.wording import words
from clinic.web.rule_sheets import Default, default_of
from patients.documents.language import marked, ngettext
from patients.documents.language import translated as _
from patients.documents.safety_questions import PREGNANCY_AGES, PREGNANCY_ITEMS, QUESTIONS

YOUNGEST, OLDEST = PREGNANCY_AGES
LEVELS: dict[Level, str] = {
    "emergency": marked("a hospital now"),
    "urgent": marked("a physician before any treatment"),
    "caution": marked("go on, with care"),
}
GATE: dict[Gate, str] = {
    "emergency": marked("A condition below calls for a hospital now."),
    "urgent": marked("A condition below calls for a physician before any treatment."),
    "incomplete": marked(
        "A required question is not answered yes or no (unknown, not asked and declined are no answers); or the screen has no "
        "date, or is older than the last change of symptoms or than the intake; or a positive answer waits for something that is "
        "not recorded (marked † below)."
    ),
    "caution": marked("A weaker condition below holds, or a clinician has reviewed and cleared what a stronger one rests on."),
    "clear": marked("None of these."),
}
"""First that applies."""
PALPATION: dict[Palpation, str] = {
    "blocked": marked(
        "A known or suspected aneurysm, a pulsatile abdominal mass, signs of an acute abdomen, guarding, pregnancy, an emergency "
        "or urgent gate, or the psoas abscess or haematoma combination."
    ),
    "not_cleared": marked(
        "Aneurysm, acute abdomen or pregnancy (where it is asked) is unanswered, one of the combinations is open, or the screen "
        "is undated or out of date."
    ),
    "with_caution": marked("Blood thinners or a bleeding disorder."),
    "cleared": marked("None of these."),
}
"""First that applies. A clinician's review of an answer changes the gate, never these."""
PALPATION_NOTES = (
    marked("These precautions rest on informal sources: teaching texts, not trials."),
    marked(
        "A clinician may override them with a reason, which is recorded. A review of a safety answer changes the gate, never "
        "these."
    ),
    marked(
        "When palpation is blocked, its absence is no defect of the examination: the modified Thomas test, resisted hip flexion "
        "and distal palpation are asked for instead."
    ),
)
SOURCES = (
    "IFOMPT red-flag framework (Finucane, JOSPT 2020)",
    "NICE NG59 and NG65",
    "CSP/GIRFT cauda equina pathway",
    "Downie (BMJ 2013)",
    "Yusuf (BMC Musculoskelet Disord 2019): fever is present in about 55 %, so its absence never clears an infection",
)
COMBINED = {
    "major_trauma_with_neurology": marked(
        "Major trauma before the pain, and any neurological yes in the screen or the examination."
    ),
    "pulsatile_mass": marked("Found on examination; it need not be looked for."),
    "guarding": marked("Found on examination; it need not be looked for."),
    "psoas_haematoma": marked(
        "Blood thinners or a bleeding disorder, with pain in groin, front of the thigh or flank, and "
        "the hip held flexed or hip flexion or knee extension graded 3 or weaker."
    ),
    "fall_at_age": marked("A minor fall before the pain at {threshold} years or older (local default)."),
    "steroids_with_bone_risk": marked(
        "Long-term steroid tablets, and a minor fall, osteoporosis, or pain in groin, hip or buttock."
    ),
    "weight_loss_with_risk": marked("Unexplained weight loss, and cancer at any time, fever, or a raised risk of infection."),
    "vascular_pain": marked("Vascular risk, and pain unrelated to movement, at any age."),
    "urinary_with_fever": marked("Urinary symptoms, and fever or feeling ill."),
    "bleeding_with_pain": marked("Blood thinners or a bleeding disorder, and pain in groin, front of the thigh or flank."),
    "psoas_abscess": marked(
        "The hip held flexed, pain on hip extension or a positive psoas sign; and fever, raised risk of infection, "
        "unexplained weight loss or constant pain also at night."
    ),
    "femoral_neck_stress_fracture": marked(
        "Groin pain; and a sport whose load rose by {threshold} % or more (local default), or a positive hop test; and constant "
        "pain also at night, load pain with bone risk, or a positive hop test. Nobody is asked to hop."
    ),
}
"""What a condition needs that does not follow from one yes alone, by its id."""
THRESHOLDS = {"fall_at_age": FALL_AGE_YEARS.value, "femoral_neck_stress_fracture": LOAD_INCREASE_PERCENT.value}


@dataclass(frozen=True, slots=True)
class ConditionSheet:
    """One red flag. `when`: what makes it hold. `waits`: while it is open and its item is yes, the gate stays incomplete."""

    id: str
    level: Level
    level_in_words: str
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


@dataclass(frozen=True, slots=True)
class StateSheet:
    """A state of the gate or of palpation: its code, its name, when it applies."""

    code: str
    name: str
    when: str


def condition_sheet(condition: Condition) -> ConditionSheet:
    return ConditionSheet(
        id=condition.id,
        level=condition.level,
        level_in_words=words(condition.level),
        title=title_of(condition),
        when=_when(condition),
        action=_(condition.action),
        waits=condition.closes_gate_while_open,
    )


def _when(condition: Condition) -> str:
    if condition.id in COMBINED:
        return _(COMBINED[condition.id]).format(threshold=THRESHOLDS.get(condition.id))
    topics = [_(question.topic) for item, question in QUESTIONS.items() if item in condition.needs_yes]
    answered = ngettext("Answered yes: {topics}.", "Answered yes to any of: {topics}.", len(topics))
    return answered.format(topics="; ".join(topics))


def _required(item: str, required: bool) -> str:
    if item in PREGNANCY_ITEMS:
        unless = _("yes, unless recorded as male or outside {youngest} to {oldest} years (local default)")
        return unless.format(youngest=YOUNGEST, oldest=OLDEST)
    return words("yes" if required else "no")


def conditions() -> tuple[ConditionSheet, ...]:
    return tuple(map(condition_sheet, CONDITIONS))


def questions() -> tuple[QuestionSheet, ...]:
    return tuple(
        QuestionSheet(item, _(question.asks), _required(item, question.required)) for item, question in QUESTIONS.items()
    )


def defaults() -> tuple[Default, ...]:
    return tuple(map(default_of, LOCAL_DEFAULTS))


def gate() -> tuple[StateSheet, ...]:
    return tuple(StateSheet(state, words(state), _(when)) for state, when in GATE.items())


def palpation() -> tuple[StateSheet, ...]:
    return tuple(StateSheet(state, words(state), _(when)) for state, when in PALPATION.items())


def levels() -> dict[str, str]:
    """What each level calls for, by its name."""
    return {words(level): _(meaning) for level, meaning in LEVELS.items()}


def palpation_notes() -> tuple[str, ...]:
    return tuple(map(_, PALPATION_NOTES))
