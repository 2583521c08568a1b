"""Where `explain_change` takes an outcome from: rules that are run now, or an assessment that was recorded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError

from assessments.answers import assessment_answer
from assessments.engine import evaluate
from assessments.models import Assessment
from assessments.redaction import hidden_parts
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import ClinicError
from clinic.management.case_files import INVALID, cases_of, parsed
from clinic.management.past_rules import PastRulesProblem, outcomes_at

NOW, STORED = "now", "stored:"

Plain = dict[str, Any]


class _Recorded(msgspec.Struct, frozen=True):
    """One recorded value."""

    pointer: str
    value: Any


class _Default(msgspec.Struct, frozen=True):
    """One declared threshold."""

    name: str
    value: Any
    unit: str


class _Verdict(msgspec.Struct, frozen=True):
    """What the comparison reads of a verdict."""

    rule: str
    title: str
    version: int
    status: str
    evidence: list[_Recorded]
    contradicting: list[_Recorded]
    missing: list[str]
    local_defaults: list[_Default]


class _Outcome(msgspec.Struct, frozen=True):
    """What the comparison reads of an assessment."""

    as_of: str | None
    rule_set_version: str
    case_digest: str
    gate: str
    palpation: str
    verdicts: list[_Verdict]
    case: Plain


@dataclass(frozen=True, slots=True)
class Side:
    """OLD or NEW. `recorded`: the assessments themselves, with their cases; None: rules that have to be run on cases."""

    name: str
    recorded: list[Plain] | None = None

    def cases(self) -> list[Plain]:
        return [outcome["case"] for outcome in self.recorded or ()]

    def outcomes(self, documents: list[Any]) -> list[Plain]:
        """What this side says about each case document."""
        if self.recorded is not None:
            return self.recorded
        if self.name == NOW:
            return [evaluate(case).to_plain() for case in cases_of(documents)]
        try:
            return _checked(self.name, outcomes_at(self.name, documents))
        except PastRulesProblem as error:
            raise CommandError(str(error), returncode=INVALID) from error


def side(name: str, actor: Actor | None) -> Side:
    """What `name` stands for: `now`, `stored:<id>`, a file that exists, else a revision."""
    if name == NOW:
        return Side(name)
    if name.startswith(STORED):
        return Side(name, _checked(name, [_stored(name.removeprefix(STORED), actor)]))
    if Path(name).is_file():
        found = parsed(name)
        return Side(name, _checked(name, found if isinstance(found, list) else [found]))
    return Side(name)


def _stored(assessment_id: str, actor: Actor | None) -> Plain:
    """A stored assessment as plain data; the reading is audited."""
    if actor is None:
        raise CommandError("Say with --as who reads the stored assessment.")
    try:
        actor.require(Permission.VIEW_ASSESSMENT)
        row = Assessment.objects.with_version().get_visible(actor, assessment_id)
    except ClinicError as error:
        raise CommandError(f"{STORED}{assessment_id}: {error.detail}") from error
    if hidden := hidden_parts(actor):
        raise CommandError(f"Your role does not show everything that the assessment rests on: {', '.join(hidden)}.")
    audit.record_read(by=actor, action="assessment.read", subject=row, patient_id=row.patient_id)
    plain: Plain = msgspec.json.decode(msgspec.json.encode(assessment_answer(row, ())))
    return plain


def _checked(name: str, outcomes: list[Any]) -> list[Plain]:
    """The outcomes as they are, when they are assessments."""
    try:
        msgspec.convert(outcomes, list[_Outcome])
    except msgspec.ValidationError as error:
        raise CommandError(f"{name} is not what `manage.py evaluate --json` writes: {error}", returncode=INVALID) from error
    return outcomes
