"""What of an assessment a reader may see: nothing that rests on a part of the record that the reader's role may not view.

Without the permission for a part (the front desk may not view examinations) it is left out of the case, evidence from it is left
out, and what is said on its grounds (explanation, advice, reasons) is withheld.  That there is a verdict, and how severe, stays:
somebody at the desk must know that a clinician is to be told.
"""

from collections.abc import Iterable
from typing import Any

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from patients.documents.language import marked
from patients.documents.language import translated as _

PARTS = {
    "intake": Permission.VIEW_INTAKE,
    "prior_treatments": Permission.VIEW_PRIOR_TREATMENT,
    "examination": Permission.VIEW_EXAMINATION,
}
"""The parts of a case document, and what it takes to view each."""

WITHHELD = marked("Withheld: this rests on parts of the record that your role does not show. A clinician can see it.")
POINTERS = ("open_inputs", "undecided", "palpation_at", "palpation_missing")
"""What of the safety screen names places of the record: that something is missing there tells what was examined."""
STOPPING = ("emergency", "urgent")

Plain = dict[str, Any]


def hidden_parts(reader: Actor) -> tuple[str, ...]:
    """The parts that the reader may not view."""
    return tuple(part for part, permission in PARTS.items() if not reader.may(permission))


def seen_assessment(assessment: Plain, hidden: tuple[str, ...]) -> Plain:
    """The assessment as somebody sees it who may not view the hidden parts."""
    if not hidden:
        return assessment
    gate = assessment["gate"]
    return assessment | {
        "case": {name: part for name, part in assessment["case"].items() if name not in hidden},
        "safety": seen_safety(assessment["safety"], hidden),
        "ask_next": [question for question in assessment["ask_next"] if not _any_in(question["pointers"], hidden)],
        "verdicts": [seen_verdict(verdict, gate, hidden) for verdict in assessment["verdicts"]],
        "withheld": list(hidden),
    }


def seen_verdict(verdict: Plain, gate: str, hidden: tuple[str, ...]) -> Plain:
    """The verdict likewise. What to do about a red flag is told to everybody."""
    if not rests_on(verdict, hidden):
        return verdict
    return verdict | {
        "evidence": _seen(verdict["evidence"], hidden),
        "contradicting": _seen(verdict["contradicting"], hidden),
        "missing": _outside(verdict["missing"], hidden),
        "explanation": _(WITHHELD),
        "action": verdict["action"] if gate in STOPPING else None,
    }


def seen_safety(safety: Plain, hidden: tuple[str, ...]) -> Plain:
    """Why the gate is as it is, likewise: a condition that rests on a hidden part is counted and not named."""
    conditions = [_seen_condition(held, hidden) for held in safety["conditions"]]
    return safety | {"conditions": conditions} | {name: _outside(safety[name], hidden) for name in POINTERS}


def rests_on(verdict: Plain, hidden: tuple[str, ...]) -> bool:
    """Whether anything the verdict names, or asks for, stands in a hidden part."""
    named = [item["pointer"] for item in (*verdict["evidence"], *verdict["contradicting"])]
    return _any_in((*named, *verdict["missing"]), hidden)


def _seen_condition(held: Plain, hidden: tuple[str, ...]) -> Plain:
    if not _any_in(held["at"], hidden):
        return held
    return held | {"condition": "withheld", "title": _(WITHHELD), "at": _outside(held["at"], hidden)}


def _seen(evidence: Iterable[Plain], hidden: tuple[str, ...]) -> list[Plain]:
    return [item for item in evidence if not _is_in(item["pointer"], hidden)]


def _outside(pointers: Iterable[str], hidden: tuple[str, ...]) -> list[str]:
    return [pointer for pointer in pointers if not _is_in(pointer, hidden)]


def _any_in(pointers: Iterable[str], hidden: tuple[str, ...]) -> bool:
    return any(_is_in(pointer, hidden) for pointer in pointers)


def _is_in(pointer: str, hidden: tuple[str, ...]) -> bool:
    return pointer.split("/")[1] in hidden
