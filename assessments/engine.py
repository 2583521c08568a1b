"""PURE: asks every rule about one case and puts the answers in order: `evaluate(case) -> Assessment`.

Same case and same rule set give the same bytes, whatever the order in which findings were recorded; nothing here reads a clock.
How an assessment is written as JSON stands in `assessments.rendering`.
"""

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec

from assessments import rendering
from assessments.case import Case, canonical, digest
from assessments.rule import GRADES_OF_EVIDENCE, RANKS, SEVERITIES, Rank, Rule, Ruling, Severity
from assessments.rules import CATALOGUE, RULE_SET_VERSION
from assessments.safety import Gate, Palpation, SafetyState, safety_of
from assessments.thresholds import DEFAULTS, Thresholds, under
from assessments.verdict import Evidence, Verdict

__all__ = ["CATALOGUE", "RULE_SET_VERSION", "Assessment", "Evidence", "Rule", "Verdict", "evaluate"]

NEVER_BLOCKED: tuple[Rank, ...] = ("red_flag", "data")
PROVISIONAL: tuple[Rank, ...] = ("alternative", "finding", "exposure", "pattern")
"""What is read from the body or the habits stays provisional until the safety screen is complete."""


class Assessment(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """All verdicts about one case in display order, with the safety gate.

    `case` is the canonical case: every evidence pointer resolves in it. `safety` says why the gate and the palpation
    precaution are as they are. `case_digest` does not depend on `as_of`. `thresholds`: what the clinic had set.
    """

    as_of: datetime.datetime | None
    rule_set_version: str
    case: Case
    safety: SafetyState
    verdicts: tuple[Verdict, ...]
    thresholds: Thresholds = DEFAULTS

    @property
    def gate(self) -> Gate:
        return self.safety.gate

    @property
    def palpation(self) -> Palpation:
        return self.safety.palpation

    @cached_property
    def case_digest(self) -> str:
        return digest(self.case)

    def verdict(self, rule_id: str) -> Verdict:
        """The verdict of one rule; KeyError when the catalogue has no such rule."""
        for verdict in self.verdicts:
            if verdict.rule.id == rule_id:
                return verdict
        raise KeyError(rule_id)

    def to_plain(self) -> dict[str, Any]:
        """As plain JSON data, every verdict with its rule's declaration: the shape that REST and the command answer with."""
        return rendering.plain_assessment(self)

    def to_json(self) -> bytes:
        """`to_plain` as compact JSON: the same bytes for the same case and rule set."""
        return msgspec.json.encode(self.to_plain())

    def compact_verdicts(self) -> list[dict[str, Any]]:
        """The verdicts without their rules' declarations, for storage; `rendering.joined` puts them together again."""
        return [rendering.compact(verdict) for verdict in self.verdicts]


def evaluate(case: Case, catalogue: tuple[Rule, ...] = CATALOGUE, thresholds: Thresholds = DEFAULTS) -> Assessment:
    """Every rule's verdict about `case`, in display order. Never raises on a valid case.

    `thresholds`: what a clinic set instead of the local defaults.
    """
    case = under(canonical(case), thresholds)
    safety = safety_of(case)
    rulings = [(rule, rule.check(case)) for rule in catalogue]
    blockers = _blockers(safety.gate, rulings)
    verdicts = [_verdict(case, safety, rule, ruling, blockers) for rule, ruling in rulings]
    verdicts.sort(key=display_order)
    return Assessment(
        as_of=case.as_of,
        rule_set_version=RULE_SET_VERSION,
        case=case,
        safety=safety,
        verdicts=tuple(verdicts),
        thresholds=thresholds,
    )


def display_order(verdict: Verdict) -> tuple[int, int, int]:
    """Rank, then evidence grade, then severity; evidence against it in the same patient costs one rank."""
    rule, ruling = verdict.rule, verdict.ruling
    return _RANK[rule.rank] + bool(ruling.against), _GRADE[rule.evidence_grade], _SEVERITY[ruling.severity]


_RANK = {rank: place for place, rank in enumerate(RANKS)}
_GRADE = {grade: place for place, grade in enumerate(GRADES_OF_EVIDENCE)}
_SEVERITY: dict[Severity | None, int] = {severity: place for place, severity in enumerate((*SEVERITIES, None))}


def _blockers(gate: Gate, rulings: Sequence[tuple[Rule, Ruling]]) -> dict[str, str]:
    """Rule id → what outranks it. The gate outranks everything it may; then rules that name what they block."""
    if gate in ("emergency", "urgent"):
        return {rule.id: "gate" for rule, _ in rulings if rule.rank not in NEVER_BLOCKED}
    blocked: dict[str, str] = {}
    spared = {rule.id: ruling.not_blocked_by for rule, ruling in rulings}
    for rule, ruling in rulings:
        if ruling.status == "present":
            for other in rule.blocks:
                if rule.id not in spared.get(other, ()):
                    blocked.setdefault(other, rule.id)
    return blocked


def _verdict(case: Case, safety: SafetyState, rule: Rule, ruling: Ruling, blockers: dict[str, str]) -> Verdict:
    provisional = safety.gate == "incomplete" and rule.rank in PROVISIONAL
    return Verdict(
        rule=rule,
        ruling=ruling,
        case=case,
        gate=safety.gate,
        blocked_by=blockers.get(rule.id),
        provisional=provisional,
    )
