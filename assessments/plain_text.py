"""PURE: an assessment as text for a person at a terminal: the gate first, then every verdict in display order."""

import textwrap
from collections.abc import Iterator

from assessments.ask_next import ask_next
from assessments.engine import Assessment
from assessments.recorded_words import told
from assessments.verdict import Verdict
from assessments.wording import words

WIDTH = 100


def as_text(assessment: Assessment) -> str:
    """Several lines without a trailing newline."""
    return "\n".join([*_head(assessment), "", *(line for verdict in assessment.verdicts for line in _verdict(verdict))])


def _head(assessment: Assessment) -> Iterator[str]:
    yield f"Safety gate: {words(assessment.gate)}. Palpation of the psoas: {words(assessment.palpation)}."
    for held in assessment.safety.conditions:
        cleared = " (reviewed and cleared)" if held.cleared else ""
        yield from _wrapped(f"{held.level}: {held.title}{cleared}. {held.action}", "  ")
    as_of = assessment.as_of.isoformat() if assessment.as_of else "not given"
    yield f"Rules {assessment.rule_set_version}, as of {as_of}, case {assessment.case_digest[:12]}."
    for question in ask_next(assessment.verdicts):
        yield from _wrapped(f"Ask next: {question.label} ({len(question.rules)} rules wait for it)", "  ")


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield _title(verdict)
    yield from _wrapped(verdict.explanation)
    for evidence in verdict.contradicting:
        yield from _wrapped(f"Against it: {told(verdict.case, evidence.pointer)}.")
    if verdict.action:
        yield from _wrapped(f"Next: {verdict.action}")
    if verdict.missing:
        yield from _wrapped(f"Missing: {', '.join(verdict.missing)}")


def _title(verdict: Verdict) -> str:
    facets = (verdict.severity, verdict.side, verdict.detail and words(verdict.detail))
    marks = ("provisional" if verdict.provisional else None, verdict.blocked_by and f"blocked by {words(verdict.blocked_by)}")
    said = ", ".join(filter(None, (words(verdict.status), *facets, *marks)))
    return f"* {verdict.rule.title} [{verdict.rule.id}]: {said}"


def _wrapped(text: str, indent: str = "    ") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)
