"""PURE: how assessments are written down: the shape that every door answers with, and the compact one that is stored.

A stored verdict holds only what is specific to its case (with the words as they were said); its rule's declaration is stored
once per rule-set version. `joined` puts both together again, so that an old assessment reads as it did when it was made.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from assessments import declared_words
from assessments.ask_next import ask_next
from assessments.rule import declaration
from assessments.safety.condition_words import safety_in_words
from assessments.thresholds import SetByClinic, shown
from assessments.verdict import Verdict
from patients.documents import plain

if TYPE_CHECKING:
    from assessments.engine import Assessment

DECLARED = ("version", "title", "evidence_grade", "counter_evidence", "sources", "local_defaults")
"""What a verdict shows of its rule's declaration."""


def plain_assessment(assessment: "Assessment") -> dict[str, Any]:
    """The whole assessment as plain JSON data."""
    thresholds = assessment.thresholds.to_plain()
    return {
        "as_of": msgspec.to_builtins(assessment.as_of),
        "rule_set_version": assessment.rule_set_version,
        "case_digest": assessment.case_digest,
        "gate": assessment.gate,
        "palpation": assessment.palpation,
        "safety": msgspec.to_builtins(safety_in_words(assessment.safety, assessment.case)),
        "ask_next": msgspec.to_builtins(ask_next(assessment.verdicts)),
        "verdicts": [joined(compact(verdict), declaration(verdict.rule), thresholds) for verdict in assessment.verdicts],
        "case": plain(assessment.case),
    }


def compact(verdict: Verdict) -> dict[str, Any]:
    """One verdict as plain JSON data without its rule's declaration."""
    return {
        "rule": verdict.rule.id,
        "status": verdict.status,
        "blocked_by": verdict.blocked_by,
        "provisional": verdict.provisional,
        "severity": verdict.severity,
        "side": verdict.side,
        "detail": verdict.detail,
        "confidence": verdict.confidence,
        "evidence": msgspec.to_builtins(verdict.evidence),
        "contradicting": msgspec.to_builtins(verdict.contradicting),
        "missing": list(verdict.missing),
        "explanation": verdict.explanation,
        "action": verdict.action,
    }


def joined(compact_verdict: dict[str, Any], declared: dict[str, Any], thresholds: SetByClinic) -> dict[str, Any]:
    """A compact verdict together with what it shows of its rule's declaration, and the thresholds it was made with."""
    defaults = [shown(default, thresholds) for default in declared["local_defaults"]]
    shown_of_it = {name: declared[name] for name in DECLARED} | {"local_defaults": defaults}
    return compact_verdict | declared_words.in_words(shown_of_it)
