"""PURE: one rule's answer about one case, with its evidence. The words are made when somebody asks for them."""

import datetime
from functools import cached_property
from typing import Literal

import msgspec

from assessments import wording
from assessments.case import Case
from assessments.logic import Pointers
from assessments.origin import resolved, told
from assessments.rule import Rule, Ruling, Severity, Status, VerdictSide, Words
from assessments.safety import Gate


class Evidence(msgspec.Struct, frozen=True):
    """One recorded value. `pointer` (RFC 6901) resolves in the canonical case. Who recorded it and when, where that is
    known."""

    pointer: str
    value: object
    recorded_on: datetime.date | None
    recorded_by: str | None


class Verdict(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What a rule says about a case, and how far it may be believed.

    `blocked_by`: "gate" or the id of the rule that outranks it: its interpretation and advice are withheld, its status is kept.
    `provisional`: the safety screen is not complete.
    """

    rule: Rule
    ruling: Ruling
    case: Case
    gate: Gate
    blocked_by: str | None
    provisional: bool

    @property
    def status(self) -> Status:
        return self.ruling.status

    @property
    def severity(self) -> Severity | None:
        return self.ruling.severity

    @property
    def side(self) -> VerdictSide | None:
        return self.ruling.side

    @property
    def detail(self) -> str | None:
        return self.ruling.detail

    @property
    def confidence(self) -> Literal["low"] | None:
        return self.ruling.confidence

    @property
    def raises_flag(self) -> bool:
        """Whether somebody should act on it: what is present, but for rules that only sum up."""
        return self.status == "present" and self.rule.raises_flag

    @property
    def missing(self) -> Pointers:
        return self.ruling.missing

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(_evidence(self.case, pointer) for pointer in self.ruling.at)

    @cached_property
    def contradicting(self) -> tuple[Evidence, ...]:
        return tuple(_evidence(self.case, pointer) for pointer in self.ruling.against)

    @cached_property
    def words(self) -> Words:
        """All that the rule has to say; `explanation` and `action` are what of it may be shown."""
        return self.rule.say(self.case, self.ruling) or wording.general(self.ruling, self.case)

    @property
    def explanation(self) -> str:
        meaning = wording.withheld(self.blocked_by) if self.blocked_by else self.words.meaning
        return f"{self.words.found} {meaning}".strip()

    @property
    def action(self) -> str | None:
        """What to do next; None when there is nothing to do or it may not be said yet."""
        if self.blocked_by or (self.gate == "incomplete" and self.rule.advice == "care"):
            return None
        return self.words.action or None


def _evidence(case: Case, pointer: str) -> Evidence:
    return Evidence(pointer, resolved(case, pointer), *told(case, pointer))
