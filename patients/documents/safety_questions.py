"""PURE: the safety questions in the patient's words, and which of them a complete screen answers.

The wording is ours; the front desk reads it aloud. Clinicians must confirm it before clinical use. Who shows a text of this table
translates it.
"""

from functools import cache
from typing import NamedTuple

from patients.documents.vocabulary import SafetyItem, Sex


class SafetyQuestion(NamedTuple):
    """One question: as it is asked, and what it is about in a few words. A required one keeps the screen incomplete until it is
    answered yes or no."""

    asks: str
    topic: str
    required: bool = True


QUESTIONS: dict[SafetyItem, SafetyQuestion] = {
    "saddle_numbness": SafetyQuestion(
        "Is there new numbness between your legs, where you would sit on a saddle?", "numbness between the legs"
    ),
    "bladder_change": SafetyQuestion(
        "Do you have new trouble passing urine, holding it, or feeling when your bladder is full?",
        "change of bladder function",
    ),
    "bowel_change": SafetyQuestion("Have you newly lost control of your bowels?", "change of bowel control"),
    "sexual_sensation_loss": SafetyQuestion(
        "Have you newly lost feeling during sex?", "loss of sexual sensation", required=False
    ),
    "bilateral_leg_symptoms": SafetyQuestion("Do you have new pain, numbness or weakness in both legs?", "symptoms in both legs"),
    "leg_weakness_worsening": SafetyQuestion("Is a leg getting weaker, or does a foot drag or drop?", "a leg getting weaker"),
    "unsteady_gait": SafetyQuestion("Have you become unsteady or clumsy when you walk?", "unsteady gait"),
    "major_trauma": SafetyQuestion(
        "Did the pain begin after a fall from a height, a road accident or a similar heavy blow?",
        "major trauma before the pain",
    ),
    "minor_fall": SafetyQuestion(
        "Did you have a lighter fall, bump or strain before the pain began?", "a minor fall before the pain"
    ),
    "osteoporosis": SafetyQuestion("Have you been told that you have thin or brittle bones (osteoporosis)?", "osteoporosis"),
    "long_term_steroids": SafetyQuestion(
        "Have you taken steroid tablets for more than three months, or many courses of them?",
        "long-term steroid tablets",
    ),
    "cancer_history": SafetyQuestion("Have you ever had cancer?", "cancer at any time"),
    "weight_loss": SafetyQuestion("Have you lost weight without trying to?", "unexplained weight loss"),
    "night_constant_pain": SafetyQuestion(
        "Is the pain constant, also at night, and does no position ease it?", "constant pain also at night"
    ),
    "fever_unwell": SafetyQuestion("Have you had a fever or chills, or felt ill along with the pain?", "fever or feeling ill"),
    "infection_risk": SafetyQuestion(
        "Do any of these apply to you: a weak immune system, diabetes, injecting drugs, a recent infection, "
        "surgery or an injection into the back, tuberculosis, dialysis?",
        "raised risk of infection",
    ),
    "known_aneurysm": SafetyQuestion(
        "Have you been told that you have, or may have, a widened artery in your belly (an aneurysm)?",
        "known or suspected aneurysm",
    ),
    "vascular_risk": SafetyQuestion(
        "Have you ever smoked, do you have high blood pressure, or has somebody in your family had an aneurysm?",
        "vascular risk",
    ),
    "acute_abdomen": SafetyQuestion(
        "Do you have belly pain with vomiting, or pain low on the right side that gets worse when you cough?",
        "signs of an acute abdomen",
    ),
    "urinary_symptoms": SafetyQuestion(
        "Do you have pain in your side that comes in waves, blood in your urine, or burning when you pass it?",
        "urinary symptoms",
        required=False,
    ),
    "pregnant": SafetyQuestion("Are you pregnant, or could you be?", "pregnancy"),
    "pregnancy_pain_bleeding": SafetyQuestion(
        "If you are or could be pregnant: do you have belly pain together with bleeding?",
        "pain and bleeding in pregnancy",
    ),
    "anticoagulated": SafetyQuestion(
        "Do you take blood thinners, or do you have a bleeding disorder?", "blood thinners or a bleeding disorder"
    ),
    "cannot_bear_weight": SafetyQuestion(
        "Since a fall, are you unable to put weight on a leg?", "unable to bear weight after a fall"
    ),
    "load_pain_with_bone_risk": SafetyQuestion(
        "Does your groin or hip hurt when you run or since you began to train more, and do any of these apply: low "
        "weight, missed periods, early menopause, thin bones?",
        "groin or hip pain under load with bone risk",
    ),
    "hot_joint": SafetyQuestion(
        "Do you have a hot joint, or a fever with a hip that you cannot move?", "a hot joint or immovable hip"
    ),
    "calf_swelling": SafetyQuestion("Is one calf newly swollen, warm or painful?", "calf swelling"),
    "claudication": SafetyQuestion(
        "Do your calves or buttocks hurt when you walk and stop hurting when you stand still, or is a foot cold?",
        "pain on walking or a cold foot",
        required=False,
    ),
    "inflammatory_pattern": SafetyQuestion(
        "Did the back pain begin before you were 45 and last more than three months, and do at least four of these "
        "apply: it began before you were 35; it wakes you in the second half of the night; it is in the buttocks; "
        "moving eases it; anti-inflammatory tablets ease it within two days; a close relative has inflammatory "
        "rheumatism; you have or had inflamed joints or tendons; you have or had psoriasis?",
        "inflammatory back pain pattern",
        required=False,
    ),
}

SAFETY_ITEMS: tuple[SafetyItem, ...] = tuple(QUESTIONS)
PREGNANCY_ITEMS: tuple[SafetyItem, ...] = ("pregnant", "pregnancy_pain_bleeding")
PREGNANCY_AGES = (12, 55)
"""LOCAL: years of age between which, both included, pregnancy is asked about."""


def asks_about_pregnancy(sex: Sex | None, age: int | None) -> bool:
    """Whether the pregnancy questions apply: unless the sex is male or the age (whole years) is known to be outside 12 to 55."""
    youngest, oldest = PREGNANCY_AGES
    return sex != "male" and (age is None or youngest <= age <= oldest)


def required_items(sex: Sex | None, age: int | None) -> tuple[SafetyItem, ...]:
    """The questions a complete screen answers, in order. A sex or age that is not known takes no question away."""
    return questions_of_a_screen(asks_about_pregnancy(sex, age))


@cache
def questions_of_a_screen(about_pregnancy: bool) -> tuple[SafetyItem, ...]:
    """The questions a complete screen answers, with those about pregnancy or without."""
    left_out = () if about_pregnancy else PREGNANCY_ITEMS
    return tuple(item for item, question in QUESTIONS.items() if question.required and item not in left_out)
