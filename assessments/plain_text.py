"""PURE: an assessment as text for a person at a terminal: the gate first, then every verdict in display order."""

import textwrap
from collections.abc import Iterator

from assessments.ask_next import Question, ask_next
from assessments.engine import Assessment
from assessments.recorded_words import told
from assessments.safety.condition_words import safety_in_words
from assessments.verdict import Verdict
from assessments.wording import side_in_words, words
from patients.documents.language import ngettext
from patients.documents.language import translated as _

WIDTH = 100


def as_text(assessment: Assessment) -> str:
    """Several lines without a trailing newline."""
    return "\n".join([*_head(assessment), "", *(line for verdict in assessment.verdicts for line in _verdict(verdict))])


def _head(assessment: Assessment) -> Iterator[str]:
    head = _("Safety gate: {gate}. Palpation of the psoas: {palpation}.")
    yield head.format(gate=words(assessment.gate), palpation=words(assessment.palpation))
    for held in safety_in_words(assessment.safety, assessment.case).conditions:
        cleared = _("{level}: {title} (reviewed and cleared). {action}")
        plain = _("{level}: {title}. {action}")
        line = cleared if held.cleared else plain
        yield from _wrapped(line.format(level=words(held.level), title=held.title, action=held.action), "  ")
    as_of = assessment.as_of.isoformat() if assessment.as_of else _("not given")
    frame = _("Rules {version}, as of {as_of}, case {digest}.")
    yield frame.format(version=assessment.rule_set_version, as_of=as_of, digest=assessment.case_digest[:12])
    for question in ask_next(assessment.verdicts):
        yield from _wrapped(_asked(question), "  ")


def _asked(question: Question) -> str:
    waiting = len(question.rules)
    line = ngettext("Ask next: {input} ({count} rule waits for it)", "Ask next: {input} ({count} rules wait for it)", waiting)
    return line.format(input=question.label, count=waiting)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield _title(verdict)
    yield from _wrapped(verdict.explanation)
    for evidence in verdict.contradicting:
        yield from _wrapped(_("Against it: {recorded}.").format(recorded=told(verdict.case, evidence.pointer)))
    if verdict.action:
        yield from _wrapped(_("Next: {action}").format(action=verdict.action))
    if verdict.missing:
        yield from _wrapped(_("Missing: {pointers}").format(pointers=", ".join(verdict.missing)))


def _title(verdict: Verdict) -> str:
    facets = (words(verdict.severity or ""), side_in_words(verdict.side or ""), _details(verdict.detail or ""))
    said = ", ".join(filter(None, (words(verdict.status), *facets, *_marks(verdict))))
    return f"* {_(verdict.rule.title)} [{verdict.rule.id}]: {said}"


def _details(codes: str) -> str:
    return ",".join(words(code) for code in codes.split(","))


def _marks(verdict: Verdict) -> Iterator[str]:
    if verdict.provisional:
        yield _("provisional")
    if verdict.blocked_by:
        yield _("blocked by {what}").format(what=words(verdict.blocked_by))


def _wrapped(text: str, indent: str = "    ") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)
