"""Our own examination has not covered the hip flexors on both sides.

A clinician would say: "Nobody had looked before, and now we have not looked either." It matters, for otherwise the clinic
repeats the gap it finds in others. A tenderness with a recorded reason for its absence, or palpation that is blocked, is
no defect. It must not fire before there is an intake or an examination. Source: the founding therapist's account.
"""

from assessments.atoms import EITHER_SIDE, SIDES, Reading, finding
from assessments.case import Case
from assessments.concepts.hip_flexor_history import never_examined
from assessments.concepts.psoas import hip_extension, tenderness
from assessments.document import Examination
from assessments.logic import Pointers, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Severity, Words, absent, not_applicable, present
from assessments.safety import safety_of
from assessments.wording import label, listed
from patients.documents import Intake
from patients.documents.language import translated as _

FINISHED = ("final", "amended")


def check(case: Case) -> Ruling:
    if case.examination == Examination() and case.intake == Intake():
        return not_applicable()
    measured = {side: (tenderness(case, side), hip_extension(case, side), strength(case, side)) for side in EITHER_SIDE}
    done = tuple([reading.pointer for readings in measured.values() for reading in readings if reading.value is not None])
    missing = tuple([pointer for side in SIDES for pointer in _missing(case, side, measured[side])])

    def at() -> Pointers:
        return union((done, _excuses(case)))

    return present(_severity(case, done), at, missing=missing) if missing else absent(at)


def _severity(case: Case, done: Pointers) -> Severity:
    if case.examination.status not in FINISHED:
        return "info"
    if done:
        return "low"
    return "high" if never_examined(case).status == "present" else "moderate"


def _missing(case: Case, side: str, measured: tuple[Reading, Reading, Reading]) -> list[str]:
    """What is not recorded on a side, but for a tenderness that is excused."""
    excused = measured[0].value is None and _tenderness_excused(case, side)
    return [reading.pointer for reading in measured[excused:] if reading.value is None]


def _tenderness_excused(case: Case, side: str) -> bool:
    return _reason(case, side).value is not None or safety_of(case).palpation == "blocked"


def _reason(case: Case, side: str) -> Reading:
    return finding(case, "palpation", "psoas_major", side, "absent_reason")


def _excuses(case: Case) -> Pointers:
    reasons = tuple(reason.pointer for reason in (_reason(case, side) for side in SIDES) if reason.value is not None)
    safety = safety_of(case)
    return union((reasons, safety.palpation_at if safety.palpation == "blocked" else ()))


def strength(case: Case, side: str) -> Reading:
    """The hip-flexion grade, or the dynamometer's reading in its place."""
    grade = finding(case, "strength", "hip_flexion", side, "grade")
    measured = finding(case, "strength", "hip_flexion", side, "dynamometer_kg")
    return measured if grade.value is None and measured.value is not None else grade


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "absent":
        return Words(_("Complete on both sides."))
    if ruling.status != "present":
        return None
    found = _("Not recorded: {inputs}.").format(inputs=listed(map(label, ruling.missing)))
    repeated = _("No hip-flexor examination is recorded from earlier care either: the gap is repeated.")
    return Words(found, repeated if ruling.severity == "high" else "", _action(case, ruling))


def _action(case: Case, ruling: Ruling) -> str:
    """What may be examined: tenderness only where palpation is not stopped."""
    may_palpate = safety_of(case).palpation in ("cleared", "with_caution")
    asked = [pointer for pointer in ruling.missing if may_palpate or not pointer.endswith("/tenderness")]
    if not asked:
        return ""
    until_final = _("Examine {inputs} before the examination is final.")
    examine = until_final if ruling.severity == "info" else _("Examine {inputs}.")
    action = examine.format(inputs=listed(map(label, asked)))
    reason = _("Where the tenderness cannot be tested, record the reason.")
    return f"{action} {reason}" if _has_tenderness(asked) else action


def _has_tenderness(pointers: list[str]) -> bool:
    return any(pointer.endswith("/tenderness") for pointer in pointers)


RULE = Rule(
    id="own_exam_hip_flexors_incomplete",
    version=1,
    title="Our own hip-flexor examination is incomplete",
    statement="Psoas tenderness, modified Thomas test or hip-flexion strength are not recorded on both sides.",
    logic="Present while, on either side, psoas major tenderness (or its absent reason, or blocked palpation), the "
    "modified Thomas test or the hip-flexion strength is missing. Info until an examination is final; then low, "
    "moderate when nothing was done, high when nobody examined the hip flexors before either. Never undetermined.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=("/examination/palpation", "/examination/length_tests", "/examination/strength", "/examination/status"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("A complete examination of everything is not always what the patient needs on the first day.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
