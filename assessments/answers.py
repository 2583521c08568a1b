"""Rows as their representations: plain data in the shapes that `assessments.representations` describes."""

from typing import Any

import msgspec

from assessments.chart import examination_document
from assessments.declarations import declarations_of
from assessments.models import Assessment, Examination, Flag, FlagEvent
from assessments.redaction import WITHHELD, rests_on, seen_assessment, seen_verdict
from assessments.rendering import joined
from assessments.retelling import Retelling
from patients.documents import plain, warnings_of
from patients.documents.language import translated as _

Plain = dict[str, Any]


def examination_answer(row: Examination) -> Plain:
    """The document, and beside it what is known about the row."""
    document = examination_document(row)
    of_row = {
        "id": row.pk,
        "patient_id": row.patient_id,
        "revision": row.revision,
        "amends": row.amends_id,
        "amended_by": getattr(row, "amended_by", None),
        "amendment_reason": row.amendment_reason,
        "error_reason": row.error_reason,
        "signed_at": row.signed_at,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
    said = {name: value for name, value in of_row.items() if value is not None}
    return {**said, **plain(document), "warnings": [problem._asdict() for problem in warnings_of(document)]}


def assessment_item(row: Assessment) -> Plain:
    """A line of the history."""
    return {
        "id": row.pk,
        "patient_id": row.patient_id,
        "number": row.number,
        "created_at": row.created_at,
        "as_of": row.as_of,
        "rule_set_version": row.rule_set.version,
        "case_digest": row.case_digest,
        "gate": row.gate,
        "palpation": row.palpation,
    }


def assessment_answer(row: Assessment, hidden: tuple[str, ...]) -> Plain:
    """A stored assessment, in the reader's language, as somebody sees it who may not view the hidden parts."""
    retelling = Retelling.of(row)
    whole = assessment_item(row) | {
        "safety": retelling.safety(msgspec.json.decode(row.safety)),
        "ask_next": [retelling.question(asked) for asked in msgspec.json.decode(row.ask_next)],
        "verdicts": [_whole(row, said, retelling) for said in msgspec.json.decode(row.verdicts)],
        "case": msgspec.json.decode(row.case_document) if hidden else row.case_document,
    }
    return seen_assessment(whole, hidden)


def _whole(row: Assessment, said: Plain, retelling: Retelling) -> Plain:
    """A stored verdict with what is shown of its rule's declaration, and the thresholds it was made with."""
    return joined(retelling.verdict(said), declarations_of(row)[said["rule"]], retelling.thresholds)


def flag_item(row: Flag) -> Plain:
    """A flag of the work list; its assessment must be loaded along."""
    title = declarations_of(row.assessment)[row.rule]["title"]
    return {
        "id": row.pk,
        "patient_id": row.patient_id,
        "revision": row.revision,
        "rule": row.rule,
        "title": _(title),
        "side": row.side or None,
        "detail": row.detail or None,
        "severity": row.severity,
        "status": row.status,
        "gate": row.gate,
        "blocked_by": row.blocked_by,
        "provisional": row.provisional,
        "is_present": row.is_present,
        "assessment_id": row.assessment_id,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def flag_answer(row: Flag, events: list[FlagEvent], hidden: tuple[str, ...]) -> Plain:
    """A flag with its verdict and history, likewise."""
    verdict = _verdict_of(row)
    is_hidden = rests_on(verdict, hidden)
    history = [_event(event, is_hidden=is_hidden) for event in events]
    return flag_item(row) | {"verdict": seen_verdict(verdict, row.gate, hidden), "history": history}


def _verdict_of(row: Flag) -> Plain:
    named = row.rule, row.side or None, row.detail or None
    found = msgspec.json.decode(row.assessment.verdicts)
    said = next(verdict for verdict in found if (verdict["rule"], verdict["side"], verdict["detail"]) == named)
    return _whole(row.assessment, said, Retelling.of(row.assessment))


def _event(event: FlagEvent, *, is_hidden: bool) -> Plain:
    by_a_person = event.assessment_id is None
    return {
        "at": event.created_at,
        "change": event.change,
        "severity": event.severity,
        "reason": _(WITHHELD) if is_hidden and by_a_person and event.reason else event.reason,
        "reason_code": event.reason_code,
        "action": event.action,
        "told": event.told,
        "acted_at": event.acted_at,
        "by": event.by.user.display_name,
        "assessment_id": event.assessment_id,
    }
