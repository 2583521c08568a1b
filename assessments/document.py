"""PURE: what a therapist may record in an examination: findings by side, posture, breathing, neurological and abdominal signs.

A finding carries either a value or an `absent_reason`, so that "not examined" can never be taken for a grade of 0. Degrees of hip
extension in the modified Thomas test: positive = thigh below the horizontal, 0 = horizontal, negative = above it (restricted).
"""

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from assessments import anatomy
from patients.documents import Answer, Part, Problem

Tenderness = Annotated[int, Meta(ge=0, le=4)]
KneeFlexion = Annotated[float, Meta(ge=0, le=150)]
Note = Annotated[str, Meta(max_length=4000)]
UNUSUAL_HIP_EXTENSION_DEG = 30
UNUSUAL_KNEE_FLEXION_DEG = (30, 130)


class TriggerPoint(Part, frozen=True, kw_only=True):
    """Signs of a trigger point, each asked by itself."""

    taut_band: Answer = "not_asked"
    hypersensitive_spot: Answer = "not_asked"
    referred_pain: Answer = "not_asked"
    local_twitch: Answer = "not_asked"
    patient_recognition: Answer = "not_asked"


class FindingPart(Part, frozen=True, kw_only=True):
    """What all findings share: the side, and the rule that there is either a value or a reason why there is none."""

    SITE: ClassVar[str]
    """The field that names the muscle, action, motion or test: with the side, the identity of a finding in its examination."""
    VALUES: ClassVar[tuple[str, ...]]
    """The fields that count as a value."""

    side: anatomy.FindingSide
    absent_reason: anatomy.AbsentReason | None = None

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        recorded = [name for name in self.VALUES if getattr(self, name) not in (None, "not_asked", NO_TRIGGER_POINT)]
        if self.absent_reason is None and not recorded:
            detail = f"a finding needs a value ({', '.join(self.VALUES)}) or an absent_reason"
            yield Problem(f"/{self.VALUES[0]}", "required", detail)
        elif self.absent_reason is not None and recorded:
            yield Problem(
                "/absent_reason",
                "contradiction",
                f"must not stand beside a value ({', '.join(recorded)})",
            )

    def key(self) -> tuple[str, str]:
        """(site, side): at most one finding of a kind per key in one examination."""
        return getattr(self, self.SITE), self.side


NO_TRIGGER_POINT = TriggerPoint()


class Palpation(FindingPart, frozen=True, kw_only=True):
    """Palpation of one muscle. `tenderness` 0 none, 1 tender, 2 grimace or flinch, 3 withdrawal, 4 withdrawal from a touch that
    should not hurt (Hubbard & Berkoff 1993). The jump sign is derived from it (3 or more). `tone` carries little weight."""

    SITE = "muscle"
    VALUES = ("tenderness", "tone", "reproduces_familiar_pain", "trigger_point")

    muscle: anatomy.Muscle
    tenderness: Tenderness | None = None
    reproduces_familiar_pain: Answer = "not_asked"
    tone: anatomy.Tone | None = None
    trigger_point: TriggerPoint = NO_TRIGGER_POINT
    entry_method: anatomy.EntryMethod | None = None
    note: Note | None = None


class LengthTest(FindingPart, frozen=True, kw_only=True):
    """The modified Thomas test. `hip_extension_deg`: positive = below the horizontal, negative = restricted; one sign, always."""

    SITE = "test"
    VALUES = ("hip_extension_deg", "knee_flexion_deg", "abduction_deg", "painful")

    test: anatomy.LengthTestKind
    hip_extension_deg: Annotated[float, Meta(ge=-60, le=45)] | None = None
    knee_flexion_deg: KneeFlexion | None = None
    abduction_deg: Annotated[float, Meta(ge=-45, le=90)] | None = None
    pelvis_stabilised: Answer = "not_asked"
    painful: Answer = "not_asked"

    def warnings(self) -> Iterator[Problem]:
        if self.hip_extension_deg is not None and abs(self.hip_extension_deg) > UNUSUAL_HIP_EXTENSION_DEG:
            yield Problem(
                "/hip_extension_deg",
                "unusual_value",
                "is outside -30 to 30 degrees; negative means restricted",
            )
        low, high = UNUSUAL_KNEE_FLEXION_DEG
        if self.knee_flexion_deg is not None and not low <= self.knee_flexion_deg <= high:
            yield Problem(
                "/knee_flexion_deg",
                "unusual_value",
                f"is outside {low} to {high} degrees",
            )


class Strength(FindingPart, frozen=True, kw_only=True):
    """Manual muscle test of one action (`grade`, an ordered code) or a dynamometer reading in kilograms. A painful grade is not
    weakness."""

    SITE = "action"
    VALUES = ("grade", "dynamometer_kg", "painful")

    action: anatomy.StrengthAction
    grade: anatomy.Grade | None = None
    painful: Answer = "not_asked"
    dynamometer_kg: Annotated[float, Meta(ge=0, le=300)] | None = None


class Motion(FindingPart, frozen=True, kw_only=True):
    """Range of one motion in degrees, in the position it was measured in."""

    SITE = "motion"
    VALUES = ("degrees", "painful")

    motion: anatomy.MotionKind
    degrees: Annotated[float, Meta(ge=-30, le=150)] | None = None
    position: anatomy.Position | None = None
    painful: Answer = "not_asked"

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        low, high = anatomy.MOTION_BOUNDS_DEG[self.motion]
        if self.degrees is not None and not low <= self.degrees <= high:
            yield Problem(
                "/degrees",
                "out_of_range",
                f"must be from {low} to {high} for {self.motion}",
            )


class SpecialTest(FindingPart, frozen=True, kw_only=True):
    """One provocation or screening test."""

    SITE = "test"
    VALUES = ("result", "knee_flexion_deg", "groin_pain")

    test: anatomy.SpecialTestKind
    result: anatomy.TestResult | None = None
    knee_flexion_deg: KneeFlexion | None = None
    groin_pain: Answer = "not_asked"


class Posture(Part, frozen=True, kw_only=True):
    """Standing posture. Internal rotation *posture* is not internal rotation *range*."""

    pelvic_tilt: anatomy.PelvicTilt | None = None
    pelvic_tilt_deg: Annotated[float, Meta(ge=-30, le=40)] | None = None
    lateral_shift: anatomy.LateralShift | None = None
    femoral_rotation_left: anatomy.FemoralRotation | None = None
    femoral_rotation_right: anatomy.FemoralRotation | None = None


class Breathing(Part, frozen=True, kw_only=True):
    """How the patient breathes, at rest or during a motor-control test."""

    pattern: anatomy.BreathingPattern | None = None
    condition: anatomy.BreathingCondition | None = None


class Neuro(Part, frozen=True, kw_only=True):
    """Neurological signs beside strength."""

    reflex_change: Answer = "not_asked"
    dermatomal_loss: Answer = "not_asked"
    progressive_weakness: Answer = "not_asked"


class Abdomen(Part, frozen=True, kw_only=True):
    """Signs that forbid deep abdominal palpation."""

    pulsatile_mass: Answer = "not_asked"
    guarding: Answer = "not_asked"


OUT_OF_CALENDAR = ("out_of_range", "must be in the years 2 to 9998")


def in_calendar(time: datetime.datetime | None) -> bool:
    """Whether the time has a date in every time zone: the first and the last year of the calendar do not."""
    return time is None or datetime.MINYEAR < time.year < datetime.MAXYEAR


FINDING_LISTS: tuple[str, ...] = (
    "palpation",
    "length_tests",
    "strength",
    "range_of_motion",
    "special_tests",
)
"""The lists of findings of an examination, in their order."""


class Examination(Part, frozen=True, kw_only=True):
    """One sitting, one examiner. A draft until signed `final`; then only amended."""

    examined_at: Annotated[datetime.datetime, Meta(tz=True)] | None = None
    examiner: Annotated[str, Meta(max_length=200)] | None = None
    status: anatomy.ExaminationStatus | None = None
    palpation: tuple[Palpation, ...] | None = None
    length_tests: tuple[LengthTest, ...] | None = None
    strength: tuple[Strength, ...] | None = None
    range_of_motion: tuple[Motion, ...] | None = None
    special_tests: tuple[SpecialTest, ...] | None = None
    posture: Posture = Posture()
    breathing: Breathing = Breathing()
    neuro: Neuro = Neuro()
    abdomen: Abdomen = Abdomen()

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        if not in_calendar(self.examined_at):
            yield Problem("/examined_at", *OUT_OF_CALENDAR)
        for name in FINDING_LISTS:
            seen: set[tuple[str, str]] = set()
            for index, finding in enumerate(getattr(self, name) or ()):
                if finding.key() in seen:
                    site, side = finding.key()
                    yield Problem(
                        f"/{name}/{index}",
                        "duplicate",
                        f"{site} {side} is already in this examination",
                    )
                seen.add(finding.key())
