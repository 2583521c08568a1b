"""PURE: what a rule is: its declaration, what it decides about a case (`Ruling`), and the words it says about that
(`Words`)."""

import datetime
from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

import msgspec

from assessments.case import Case
from assessments.logic import Fact, Pointers, Told
from assessments.thresholds import LocalDefault as LocalDefault

Status = Literal["present", "absent", "undetermined", "not_applicable"]
Severity = Literal["info", "low", "moderate", "high", "ungraded"]
VerdictSide = Literal["left", "right", "both", "mixed", "unknown"]
Rank = Literal[
    "red_flag", "data", "alternative", "precaution", "care_gap", "psychosocial", "finding", "exposure", "pattern"
]  # fmt: skip
EvidenceGrade = Literal["G", "S", "S-mixed", "E0 + S", "C", "E0/S-mixed", "E0 + C", "E0"]

RANKS: tuple[Rank, ...] = (
    "red_flag", "data", "alternative", "precaution", "care_gap", "psychosocial", "finding", "exposure", "pattern"
)  # fmt: skip
"""The order of display: what is dangerous first, the therapist's own patterns last."""

GRADES_OF_EVIDENCE: tuple[EvidenceGrade, ...] = ("G", "S", "S-mixed", "E0 + S", "C", "E0/S-mixed", "E0 + C", "E0")
"""From best to weakest: G guideline or systematic review, S single studies, C case reports and consensus, E0 the founding
therapist's account only; mixed grades as printed."""

SEVERITIES: tuple[Severity, ...] = ("high", "moderate", "low", "ungraded", "info")


class Ruling(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What a rule decided about one case. `severity` only when present; `missing` never empty when undetermined.

    `grounds`: what it rests on, and what is missing. `not_blocked_by`: rules that would block this one and whose matter it does
    not rest on here.
    """

    status: Status
    grounds: Fact = Fact(None)
    severity: Severity | None = None
    side: VerdictSide | None = None
    detail: str | None = None
    confidence: Literal["low"] | None = None
    against: Pointers = ()
    not_blocked_by: tuple[str, ...] = ()

    @cached_property
    def at(self) -> Pointers:
        return self.grounds.at

    @cached_property
    def missing(self) -> Pointers:
        return self.grounds.missing


class Words(msgspec.Struct, frozen=True):
    """What is said about a ruling, in whole sentences.

    `found`: what is recorded. `meaning`: how it may be read; withheld while the verdict is blocked. `action`: what to do next;
    withheld while the verdict is blocked or the safety gate is not passed.
    """

    found: str
    meaning: str = ""
    action: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One clinical rule. `check` decides, `say` words it (None: the general wording of its status).

    `advice`: "care" = its action is about treatment or examination and is withheld until the safety gate is passed;
    "record" = it only asks for records or safety questions. `blocks`: ids of rules whose interpretation is withheld while
    this one is present. `raises_flag`: whether somebody should act on it; no for a rule that only sums up.
    """

    id: str
    version: int
    title: str
    statement: str
    logic: str
    rank: Rank
    evidence_grade: EvidenceGrade
    inputs: tuple[str, ...]
    sources: tuple[str, ...]
    counter_evidence: tuple[str, ...]
    responsible: str
    reviewed_on: datetime.date
    check: Callable[[Case], Ruling]
    say: Callable[[Case, Ruling], Words | None]
    local_defaults: tuple[LocalDefault, ...] = ()
    advice: Literal["care", "record"] = "care"
    blocks: tuple[str, ...] = ()
    raises_flag: bool = True


RESPONSIBLE = "Guywire clinical content"
REVIEWED_ON = datetime.date(2026, 11, 23)
"""Last reviewed against the sources named in each rule, by its authors. A clinician must confirm it before clinical use."""


def present(
    severity: Severity,
    at: Told | Fact,
    *,
    side: VerdictSide | None = None,
    detail: str | None = None,
    against: Pointers = (),
    missing: Pointers = (),
) -> Ruling:
    """`at`: what it rests on, or the true statement that knows it."""
    grounds = at if isinstance(at, Fact) else Fact(True, at, missing)
    return Ruling(status="present", grounds=grounds, severity=severity, side=side, detail=detail, against=against)


def absent(at: Told | Fact, *, against: Pointers = (), detail: str | None = None) -> Ruling:
    grounds = at if isinstance(at, Fact) else Fact(False, at)
    return Ruling(status="absent", grounds=grounds, against=against, detail=detail)


def undetermined(missing: Pointers, *, at: Pointers = (), detail: str | None = None) -> Ruling:
    if not missing:
        raise ValueError("undetermined must name what is missing")
    return Ruling(status="undetermined", grounds=Fact(None, at, missing), detail=detail)


def not_applicable(at: Pointers = ()) -> Ruling:
    return Ruling(status="not_applicable", grounds=Fact(None, at))


def unless_true(fact: Fact) -> Ruling | None:
    """The ruling of a rule whose statement is `fact`, unless it is true: then the rule itself says how severe it is."""
    if fact.truth is None:
        return Ruling(status="undetermined", grounds=fact)
    return None if fact.truth else Ruling(status="absent", grounds=fact)


def declaration(rule: Rule) -> dict[str, Any]:
    """The rule as plain JSON data, without its code: stored once per rule-set version and shown on the rules page."""
    fields = (
        "version", "title", "statement", "logic", "rank", "evidence_grade", "inputs", "sources", "counter_evidence",
        "local_defaults", "responsible", "reviewed_on",
    )  # fmt: skip
    return {"rule": rule.id} | {name: msgspec.to_builtins(getattr(rule, name)) for name in fields}
