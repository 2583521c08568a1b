"""Small builders of case documents for tests: each names only what the test is about."""

from typing import Any

from assessments.case import Case
from assessments.engine import evaluate
from assessments.verdict import Verdict
from patients.documents import read
from patients.documents.safety_questions import QUESTIONS

Document = dict[str, Any]

TODAY = "2026-03-02"
AS_OF = f"{TODAY}T10:00:00Z"


def document(*, intake: Document | None = None, treatments: list[Document] | None = None, **others: Any) -> Document:
    """A case document as of one fixed moment; `exam` is the examination."""
    parts = {
        "intake": intake,
        "prior_treatments": treatments,
        "examination": others.pop("exam", None),
        **others,
    }
    return {"as_of": AS_OF} | {name: part for name, part in parts.items() if part is not None}


def case(**parts: Any) -> Case:
    return read(Case, document(**parts))


def said(rule: str, **parts: Any) -> Verdict:
    """What one rule says about a case of these parts."""
    return evaluate(case(**parts)).verdict(rule)


def answers(**changed: str) -> Document:
    """A safety screen of today: every question answered no, apart from those named."""
    return {"screened_on": TODAY, "answers": dict.fromkeys(QUESTIONS, "no") | changed}


def safe(**intake: Any) -> Document:
    """An intake with a complete screen, all answers no, pain in the low back."""
    return {"recorded_on": TODAY, "source": "patient", "pain_locations": ["low_back"], "safety": answers()} | intake


def review(item: str, disposition: str = "cleared", on: str | None = TODAY) -> Document:
    dated = {} if on is None else {"reviewed_on": on}
    return {"item": item, "disposition": disposition, "reason": "known for years", "reviewed_by": "A. Rivera"} | dated


def treatment(sessions: int | None = None, outcome: str | None = None, examined: str | None = None, **fields: Any) -> Document:
    """An earlier treatment; `examined`: were the hip flexors examined."""
    told = {"sessions_min": sessions, "outcome": outcome, "hip_flexors_examined": examined}
    return {name: value for name, value in told.items() if value is not None} | fields


def psoas(left: int | None = None, right: int | None = None, unknown: int | None = None, **fields: Any) -> list[Document]:
    """Palpation of the psoas major with these grades of tenderness."""
    graded = {"left": left, "right": right, "unknown": unknown}
    return [
        {"muscle": "psoas_major", "side": side, "tenderness": grade} | fields
        for side, grade in graded.items()
        if grade is not None
    ]


def thomas(left: float | None = None, right: float | None = None, stabilised: str = "yes") -> list[Document]:
    """Modified Thomas tests with these degrees of hip extension (negative is restricted)."""
    measured = {"left": left, "right": right}
    return [
        {"test": "modified_thomas", "side": side, "hip_extension_deg": degrees, "pelvis_stabilised": stabilised}
        for side, degrees in measured.items()
        if degrees is not None
    ]


def strength(action: str, left: str | None = None, right: str | None = None, painful: str = "no") -> list[Document]:
    graded = {"left": left, "right": right}
    return [
        {"action": action, "side": side, "grade": grade, "painful": painful}
        for side, grade in graded.items()
        if grade is not None
    ]
