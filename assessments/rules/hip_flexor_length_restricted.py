"""The hip flexors are short in the modified Thomas test: the thigh stays above the horizontal.

A clinician would say: "The thigh does not come down." Negative degrees are restricted; a lost sign would turn the finding
round. It must not fire from 0 degrees upwards (0 to 5 is borderline and said so), and without a stabilised pelvis it is
of low confidence. Source: single studies; without stabilisation sensitivity 32 %, specificity 57 %.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from assessments.atoms import EITHER_SIDE, finding_answer
from assessments.case import Case
from assessments.concepts.muscles import restricted
from assessments.concepts.psoas import hip_extension
from assessments.concepts.sides import on_each_side, side_of
from assessments.logic import any_of, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Severity, Words, present, unless_true
from assessments.wording import listed, number, side_recorded
from patients.documents.language import translated as _

ID = "hip_flexor_length_restricted"
MILD_DEG = LocalDefault(rule=ID, name="mild_deg", value=-5, unit="deg", note="down to it: low", lowest=-10, highest=-1)
MARKED_DEG = LocalDefault(
    rule=ID, name="marked_deg", value=-15, unit="deg", note="down to it: moderate; below it: high", lowest=-30, highest=-10
)
BORDERLINE_DEG = LocalDefault(
    rule=ID, name="borderline_deg", value=5, unit="deg", note="from 0 up to it: borderline", lowest=0, highest=10
)


def check(case: Case) -> Ruling:
    by_side = on_each_side(case, lambda side: restricted(case, side))
    fact = any_of(*by_side.values())
    if fact.is_open:
        return unless_true(fact) or present("low", fact.at)
    measured = {side: hip_extension(case, side).value for side in EITHER_SIDE if side in by_side}
    severity = _severity(case, min(value for value in measured.values() if value is not None))
    held = [
        finding_answer(case, "length_tests", "modified_thomas", side, "pelvis_stabilised") for side in _weighed(case, fact.at)
    ]
    at = union((fact.at, *(answer.at for answer in held)))
    ruling = unless_true(fact) or present(severity, at, side=side_of(by_side))
    return ruling if all(answer.is_true for answer in held) else replace(ruling, confidence="low")


def _weighed(case: Case, at: tuple[str, ...]) -> list[str]:
    """The sides whose measurement decided."""
    return [side for side in EITHER_SIDE if hip_extension(case, side).pointer in at]


def _severity(case: Case, degrees: float) -> Severity:
    if degrees < MARKED_DEG.of(case):
        return "high"
    return "moderate" if degrees < MILD_DEG.of(case) else "low"


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "present":
        found = _("Hip extension in the modified Thomas test (negative is restricted): {measured}.").format(
            measured=_in_words(case)
        )
        return Words(
            " ".join((found, *_doubt(ruling))),
            _("This is compatible with short hip flexors on that side."),
            _("Compare both sides and test again with a stabilised pelvis."),
        )
    if ruling.status == "absent":
        found = _("Hip extension in the modified Thomas test is not restricted: {measured}.").format(measured=_in_words(case))
        return Words(" ".join((found, *_borderline(case), *_doubt(ruling))))
    return None


def _measured(case: Case) -> dict[str, float]:
    """Degrees by side, as far as recorded."""
    readings = {side: hip_extension(case, side).value for side in EITHER_SIDE}
    return {side: value for side, value in readings.items() if value is not None}


def _in_words(case: Case) -> str:
    degrees = _("{side} {degrees} degrees")
    return listed(degrees.format(side=side_recorded(side), degrees=number(value)) for side, value in _measured(case).items())


def _borderline(case: Case) -> Iterator[str]:
    limit = BORDERLINE_DEG.of(case)
    if min(_measured(case).values()) <= limit:
        yield _("At {degrees} degrees or less this is borderline.").format(degrees=number(limit))


def _doubt(ruling: Ruling) -> Iterator[str]:
    if ruling.confidence:
        yield _("The pelvis was not recorded as stabilised, which makes the test unreliable.")


RULE = Rule(
    id=ID,
    version=1,
    title="Hip flexors short in the modified Thomas test",
    statement="In the modified Thomas test the thigh stays above the horizontal on a side.",
    logic="Hip extension below 0 degrees on any side; absent when both sides are at 0 or more. Down to -5 low, down to "
    "-15 moderate, below that high. Of low confidence unless the pelvis was stabilised.",
    rank="finding",
    evidence_grade="S",
    inputs=(
        "/examination/length_tests/modified_thomas/*/hip_extension_deg",
        "/examination/length_tests/modified_thomas/*/pelvis_stabilised",
    ),
    sources=("Studies of the modified Thomas test: without pelvic stabilisation sensitivity 32 %, specificity 57 %",),
    counter_evidence=("Trials of stretching the hip flexors show little effect on back pain.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(MILD_DEG, MARKED_DEG, BORDERLINE_DEG),
)
