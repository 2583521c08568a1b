"""The psoas differs between left and right, in tenderness or in length.

A clinician would say: "Left and right must be balanced, like the guy wires of a pole." It must not fire from one side
alone, nor from length tests without a stabilised pelvis. Source: the founding therapist's account.
"""

from assessments.atoms import SIDES
from assessments.case import Case
from assessments.concepts.psoas import EXTENSION_DIFFERENCE_DEG, TENDERNESS_DIFFERENCE, asymmetry, hip_extension, tenderness
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from assessments.wording import number, side_in_words
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    found = asymmetry(case)
    return unless_true(found.fact) or present("low", found.fact, side=found.side)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    mixed = _("The psoas differs between the sides, the two measures point to different sides: {measures}.")
    clear = _("The psoas differs between the sides, more on the {side}: {measures}.")
    found = mixed if ruling.side == "mixed" else clear
    return Words(
        found.format(side=side_in_words(ruling.side or ""), measures="; ".join(_measures(case))),
        _("A difference between the sides is common in people without pain."),
        _("Examine both sides again at the next visit."),
    )


def _measures(case: Case) -> list[str]:
    measures = []
    left, right = (tenderness(case, side).value for side in SIDES)
    if left is not None and right is not None:
        measures.append(_("tenderness left {left}, right {right}").format(left=left, right=right))
    left, right = (hip_extension(case, side).value for side in SIDES)
    if left is not None and right is not None:
        extension = _("hip extension left {left} degrees, right {right} degrees (negative is restricted)")
        measures.append(extension.format(left=number(left), right=number(right)))
    return measures


RULE = Rule(
    id="psoas_asymmetry",
    version=1,
    title="Psoas asymmetry",
    statement="Tenderness or length of the psoas differs clearly between left and right.",
    logic="Tenderness differs by 2 grades or more, or hip extension by 10 degrees or more with the pelvis stabilised on"
    " both sides. Absent only when both differences are known and smaller. The side is the more affected one; "
    "mixed when the measures disagree.",
    rank="finding",
    evidence_grade="E0",
    inputs=(
        "/examination/palpation/psoas_major/*/tenderness",
        "/examination/length_tests/modified_thomas/*/hip_extension_deg",
        "/examination/length_tests/modified_thomas/*/pelvis_stabilised",
    ),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Asymmetry of the psoas is common and unrelated to injury (Hides 2010).",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(TENDERNESS_DIFFERENCE, EXTENSION_DIFFERENCE_DEG),
)
