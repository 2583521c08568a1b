"""PURE: the one catalogue of what is examined: muscles, actions, motions, tests, grades, and their verified codes.

External codes stand here only when they were verified in an official or in two independent sources. Where none is listed, the
local code travels alone: a wrong code is a patient-safety defect.
"""

from typing import Literal, NamedTuple, get_args

FindingSide = Literal["left", "right", "unknown"]
AbsentReason = Literal["not_performed", "declined", "contraindicated", "unable", "not_applicable"]
Muscle = Literal[
    "psoas_major", "psoas_minor", "iliacus", "gluteus_maximus", "gluteus_medius", "gluteus_minimus", "piriformis",
    "tensor_fasciae_latae", "adductors", "rectus_femoris", "quadratus_lumborum", "erector_spinae", "rectus_abdominis",
    "transversus_abdominis",
]  # fmt: skip
MuscleGroup = Literal[
    "iliopsoas",
    "gluteals",
    "rotators",
    "abductors",
    "adductors",
    "thigh",
    "back",
    "abdomen",
]
Tone = Literal["reduced", "normal", "mildly_increased", "markedly_increased", "spasm"]
EntryMethod = Literal["single", "bulk"]
LengthTestKind = Literal["modified_thomas"]
StrengthAction = Literal[
    "hip_flexion", "hip_extension", "hip_abduction", "hip_adduction", "knee_extension", "trunk_flexion", "ankle_dorsiflexion",
    "great_toe_extension", "ankle_plantarflexion",
]  # fmt: skip
Grade = Literal["0", "1", "2-", "2", "2+", "3-", "3", "3+", "4-", "4", "4+", "5"]
MotionKind = Literal["hip_internal_rotation", "hip_external_rotation", "hip_extension", "hip_flexion"]
Position = Literal["supine", "prone", "seated"]
SpecialTestKind = Literal["ely", "prone_hip_extension", "fadir", "straight_leg_raise", "psoas_sign", "hop"]
TestResult = Literal["positive", "negative"]
PelvicTilt = Literal["anterior", "neutral", "posterior"]
LateralShift = Literal["left", "right", "none"]
FemoralRotation = Literal["internal", "neutral", "external"]
BreathingPattern = Literal["diaphragmatic", "upper_chest", "mixed", "paradoxical", "breath_holding"]
BreathingCondition = Literal["rest", "motor_control_test"]
ExaminationStatus = Literal["draft", "final", "amended", "entered_in_error"]

GRADES: tuple[Grade, ...] = get_args(Grade)
"""Manual muscle test grades from weakest to strongest. An ordered code, never a number."""

JUMP_SIGN_TENDERNESS = 3
"""Tenderness from which the patient withdraws (the jump sign). It is derived from the grade and never entered."""

MOTION_BOUNDS_DEG: dict[MotionKind, tuple[int, int]] = {
    "hip_internal_rotation": (0, 90),
    "hip_external_rotation": (0, 90),
    "hip_extension": (-30, 60),
    "hip_flexion": (0, 150),
}


class Codes(NamedTuple):
    """Verified external codes of a structure; None where there is none that may be used."""

    snomed: str | None = None
    uberon: str | None = None
    fma: str | None = None


class MuscleEntry(NamedTuple):
    """One muscle: the group it is examined with and its codes."""

    group: MuscleGroup
    codes: Codes = Codes()


MUSCLES: dict[Muscle, MuscleEntry] = {
    "psoas_major": MuscleEntry("iliopsoas", Codes(uberon="UBERON:0001298", fma="FMA:18060")),
    "psoas_minor": MuscleEntry("iliopsoas", Codes(uberon="UBERON:0001372", fma="FMA:22350")),
    "iliacus": MuscleEntry("iliopsoas", Codes(uberon="UBERON:0001369", fma="FMA:22310")),
    "gluteus_maximus": MuscleEntry("gluteals", Codes(uberon="UBERON:0001370")),
    "gluteus_medius": MuscleEntry("gluteals", Codes(snomed="78333006")),
    "gluteus_minimus": MuscleEntry("gluteals", Codes(snomed="75297007")),
    "piriformis": MuscleEntry("rotators", Codes(uberon="UBERON:0008529")),
    "tensor_fasciae_latae": MuscleEntry("abductors", Codes(uberon="UBERON:0001376")),
    "adductors": MuscleEntry("adductors"),
    "rectus_femoris": MuscleEntry("thigh", Codes(uberon="UBERON:0001378")),
    "quadratus_lumborum": MuscleEntry("back", Codes(uberon="UBERON:0001220", fma="FMA:15569")),
    "erector_spinae": MuscleEntry("back", Codes(snomed="44947003")),
    "rectus_abdominis": MuscleEntry("abdomen"),
    "transversus_abdominis": MuscleEntry("abdomen", Codes(uberon="UBERON:0001221")),
}


_STRENGTH = {grade: rank for rank, grade in enumerate(GRADES)}


def at_most(grade: Grade, limit: Grade) -> bool:
    """Whether `grade` is `limit` or weaker in the ordered grades."""
    return _STRENGTH[grade] <= _STRENGTH[limit]
