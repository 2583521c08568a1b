"""PURE: the safety questions in the patient's words (our own wording; a therapist must confirm it before clinical use)."""

from typing import NamedTuple

from patients.documents import SafetyItem


class SafetyQuestion(NamedTuple):
    """One question. A required one keeps the gate incomplete until it is answered yes or no."""

    asks: str
    topic: str
    required: bool = True


QUESTIONS: dict[SafetyItem, SafetyQuestion] = {
    "saddle_numbness": SafetyQuestion(
        "Do you have new numbness or altered feeling between your legs or around your back passage?", "numbness between the legs"
    ),
    "bladder_change": SafetyQuestion(
        "Do you have new trouble starting to pass urine, feeling it, or holding it?", "change of bladder function"
    ),
    "bowel_change": SafetyQuestion("Have you newly lost control of your bowel?", "change of bowel control"),
    "sexual_sensation_loss": SafetyQuestion(
        "Have you newly lost sexual feeling or function?", "loss of sexual sensation", required=False
    ),
    "bilateral_leg_symptoms": SafetyQuestion(
        "Do you have new pain, numbness or weakness in both legs?", "symptoms in both legs"
    ),
    "leg_weakness_worsening": SafetyQuestion(
        "Is a leg getting weaker, or does a foot drop when you walk?", "a leg getting weaker"
    ),
    "unsteady_gait": SafetyQuestion("Are you unsteady or clumsy when you walk?", "unsteady gait"),
    "major_trauma": SafetyQuestion(
        "Did the pain follow a fall from a height or a road accident?", "major trauma before the pain"
    ),
    "minor_fall": SafetyQuestion("Did the pain follow a smaller fall or a knock?", "a minor fall before the pain"),
    "osteoporosis": SafetyQuestion("Have you been told that you have osteoporosis?", "osteoporosis"),
    "long_term_steroids": SafetyQuestion(
        "Have you taken steroid tablets for over 3 months, or many courses of them?", "long-term steroid tablets"
    ),
    "cancer_history": SafetyQuestion("Have you ever had cancer?", "cancer at any time"),
    "weight_loss": SafetyQuestion("Have you lost weight without meaning to?", "unexplained weight loss"),
    "night_constant_pain": SafetyQuestion(
        "Is the pain constant, also at night, with no position that helps?", "constant pain also at night"
    ),
    "fever_unwell": SafetyQuestion("Do you have fever or chills, or feel ill with the pain?", "fever or feeling ill"),
    "infection_risk": SafetyQuestion(
        "Do any of these apply: weakened defences, diabetes, injected drugs, a recent infection, surgery or spinal injection, "
        "tuberculosis, dialysis?",
        "raised risk of infection",
    ),
    "known_aneurysm": SafetyQuestion(
        "Do you have, or might you have, an aneurysm in the belly or the pelvis?", "known or suspected aneurysm"
    ),
    "vascular_risk": SafetyQuestion(
        "Have you ever smoked, do you have high blood pressure, or is there an aneurysm in your family?", "vascular risk"
    ),
    "acute_abdomen": SafetyQuestion(
        "Do you have belly pain with vomiting, or right lower belly pain that is worse on coughing?", "signs of an acute abdomen"
    ),
    "urinary_symptoms": SafetyQuestion(
        "Do you have colicky flank pain, blood in the urine, or burning when you pass it?", "urinary symptoms", required=False
    ),
    "pregnant": SafetyQuestion("Are you, or might you be, pregnant?", "pregnancy"),
    "pregnancy_pain_bleeding": SafetyQuestion(
        "If you are pregnant: do you have pain together with bleeding?", "pain and bleeding in pregnancy"
    ),
    "anticoagulated": SafetyQuestion(
        "Do you take blood thinners, or do you have a bleeding disorder?", "blood thinners or a bleeding disorder"
    ),
    "cannot_bear_weight": SafetyQuestion(
        "After a fall: are you unable to put weight on the leg?", "unable to bear weight after a fall"
    ),
    "load_pain_with_bone_risk": SafetyQuestion(
        "Did groin or hip pain come with running or a training increase, together with low weight, missed periods, early "
        "menopause or low bone density?",
        "groin or hip pain under load with bone risk",
    ),
    "hot_joint": SafetyQuestion("Is a joint hot, with fever, or can you not move the hip?", "a hot joint or immovable hip"),
    "calf_swelling": SafetyQuestion("Is a calf newly swollen or tender?", "calf swelling"),
    "claudication": SafetyQuestion(
        "Do calf or buttock hurt on walking and settle on standing, or is a foot cold?", "pain on walking or a cold foot",
        required=False,
    ),
    "inflammatory_pattern": SafetyQuestion(
        "Did it begin before 45, has it lasted over 3 months, and do at least 4 of the listed inflammatory features apply?",
        "inflammatory back pain pattern", required=False,
    ),
}  # fmt: skip

ASKED_IN_PREGNANCY_AGES: tuple[SafetyItem, ...] = ("pregnant", "pregnancy_pain_bleeding")
PREGNANCY_AGES = (12, 55)
"""LOCAL: outside these ages pregnancy is not asked."""
