"""PURE: the value sets, bounds and limits of what may be recorded about patients, intakes and prior treatments.

`Answer`: `unknown` = asked, the patient does not know; `not_asked` = nobody asked, the default; `declined` = would not say.
Sides are always the patient's own.
"""

from typing import Annotated, Literal

from msgspec import Meta

Answer = Literal["yes", "no", "unknown", "not_asked", "declined"]
Side = Literal["left", "right"]
Sex = Literal["female", "male", "intersex", "unknown"]
IntakeSource = Literal["patient", "front_desk", "therapist", "ehr", "letter"]
PainLocation = Literal[
    "low_back", "mid_back", "flank", "abdomen", "groin", "hip", "anterior_thigh", "buttock", "posterior_thigh", "below_knee",
    "other",
]  # fmt: skip
PainSide = Literal["left", "right", "both", "central", "alternating", "unknown"]
SportKind = Literal[
    "running", "walking", "cycling", "swimming", "rowing", "strength", "yoga_mobility", "dance", "football", "rugby", "hockey",
    "tennis", "golf", "martial_arts", "other",
]  # fmt: skip
Plane = Literal["sagittal", "frontal", "rotational", "mixed"]
LeadLeg = Literal["left", "right", "alternates", "unsure", "not_applicable", "not_asked"]
Laterality = Literal["left", "right", "mixed", "unknown"]
TaskContext = Literal["work", "home", "sport"]
Movement = Literal[
    "sitting", "standing", "twisting", "bending", "walking", "climbing", "steps", "working", "car_transfer", "groceries",
    "dancing", "other",
]  # fmt: skip
SafetyItem = Literal[
    "saddle_numbness", "bladder_change", "bowel_change", "sexual_sensation_loss", "bilateral_leg_symptoms",
    "leg_weakness_worsening", "unsteady_gait", "major_trauma", "minor_fall", "osteoporosis", "long_term_steroids",
    "cancer_history", "weight_loss", "night_constant_pain", "fever_unwell", "infection_risk", "known_aneurysm", "vascular_risk",
    "acute_abdomen", "urinary_symptoms", "pregnant", "pregnancy_pain_bleeding", "anticoagulated", "cannot_bear_weight",
    "load_pain_with_bone_risk", "hot_joint", "calf_swelling", "claudication", "inflammatory_pattern",
]  # fmt: skip
Disposition = Literal["cleared", "referred", "monitor"]
ProviderKind = Literal[
    "physician", "physical_therapist", "chiropractor", "massage_therapist", "other_therapist", "other_practitioner",
    "clinician_unspecified", "unknown",
]  # fmt: skip
Outcome = Literal[
    "resolved",
    "better",
    "slightly_better",
    "no_change",
    "worse",
    "unknown",
    "not_asked",
]
ExaminedRegion = Literal["back", "hip", "abdomen", "other"]
HipFlexorExamMode = Literal["inspected", "palpated", "length_tested", "strength_tested"]
Intervention = Literal[
    "core_strengthening", "core_stabilisation", "hip_strengthening", "stretching", "hip_flexor_treatment", "manual_therapy",
    "spinal_manipulation", "massage", "dry_needling", "traction", "electrotherapy", "general_exercise", "education", "injection",
    "medication", "surgery", "other",
]  # fmt: skip
TreatmentSource = Literal["patient", "letter", "ehr"]

Score = Annotated[int, Meta(ge=0, le=10)]
MinutesPerDay = Annotated[int, Meta(ge=0, le=1440)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Sessions = Annotated[int, Meta(ge=0, le=500)]
ShortText = Annotated[str, Meta(max_length=200)]
RequiredText = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
LongText = Annotated[str, Meta(max_length=4000)]

MINUTES_IN_A_DAY = 1440
UNUSUAL_SITTING_MINUTES = 960
UNUSUAL_SPORT_MINUTES = 240
UNUSUAL_SESSIONS = 100
SAGITTAL_SPORTS: frozenset[str] = frozenset({"running", "walking", "cycling", "rowing"})
