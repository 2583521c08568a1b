"""The breathing is high, paradoxical or held.

A clinician would say: "He holds his breath as soon as he moves." It must not fire for mixed or diaphragmatic breathing.
Source: single studies of breathing in people with low back pain.
"""

from assessments.case import Case
from assessments.logic import Fact, open_until
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Severity, Words, present, unless_true
from assessments.wording import words
from patients.documents.language import marked
from patients.documents.language import translated as _

ALTERED = ("upper_chest", "paradoxical", "breath_holding")
BREATHING = {
    "rest": marked("Breathing at rest: {pattern}."),
    "motor_control_test": marked("Breathing during a motor-control test: {pattern}."),
    None: marked("Breathing in a condition not recorded: {pattern}."),
}
PATTERN, CONDITION = "/examination/breathing/pattern", "/examination/breathing/condition"


def check(case: Case) -> Ruling:
    pattern, condition = case.examination.breathing.pattern, case.examination.breathing.condition
    fact = open_until(PATTERN) if pattern is None else Fact(pattern in ALTERED, (PATTERN,))
    severities: dict[str | None, Severity] = {"rest": "info", "motor_control_test": "low", None: "ungraded"}
    at = fact.at if condition is None else (*fact.at, CONDITION)
    return unless_true(fact) or present(severities[condition], at)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    breathing = case.examination.breathing
    return Words(
        _(BREATHING[breathing.condition]).format(pattern=words(breathing.pattern or "")),
        _("The diaphragm and the psoas share their attachments at the spine."),
        _("Observe the breathing during movement."),
    )


RULE = Rule(
    id="breathing_pattern_altered",
    version=1,
    title="Altered breathing pattern",
    statement="Breathing is upper-chest, paradoxical or held.",
    logic="Pattern upper chest, paradoxical or breath holding. Info at rest, low during a motor-control test, ungraded "
    "without it.",
    rank="finding",
    evidence_grade="S",
    inputs=(PATTERN, CONDITION),
    sources=("Studies of breathing pattern and motor control in low back pain",),
    counter_evidence=("Altered breathing is common in people without pain.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
