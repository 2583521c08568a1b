"""Stored assessments in the reader's language.

What is stored is in English. For a reader of another language it is worded anew from the case and the thresholds that the
assessment was made with, as long as the rules that spoke are those in use; otherwise it is given as it was stored.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils import translation

from assessments.ask_next import label_again
from assessments.case import Case
from assessments.declarations import version_of
from assessments.models import Assessment
from assessments.rules import CATALOGUE, RULE_SET_VERSION
from assessments.safety import Gate
from assessments.safety.condition_words import stored_in_words
from assessments.thresholds import SetByClinic, from_plain, under
from assessments.verdict import Verdict
from patients.documents import InvalidDocument, read

Plain = dict[str, Any]

WRITTEN_IN = "en"
DECIDED = ("status", "severity", "side", "detail", "confidence")
RULES = {rule.id: rule for rule in CATALOGUE}


def reads_as_written() -> bool:
    """Whether the reader's language is the one that assessments are stored in."""
    return (translation.get_language() or WRITTEN_IN).split("-")[0] == WRITTEN_IN


@dataclass(frozen=True, slots=True)
class Retelling:
    """One stored assessment for the reader at hand. `case`: None where nothing can be worded anew."""

    case: Case | None
    gate: Gate
    thresholds: SetByClinic

    @classmethod
    def of(cls, row: Assessment) -> "Retelling":
        thresholds = msgspec.json.decode(row.thresholds)
        return cls(_case_of(row, thresholds), row.gate, thresholds)  # type: ignore[arg-type]  # the column holds gates only

    def verdict(self, said: Plain) -> Plain:
        """A stored verdict; as it was stored where its rule would decide otherwise today."""
        rule = RULES.get(said["rule"])
        if self.case is None or rule is None:
            return said
        ruling = rule.check(self.case)
        if any(said[name] != getattr(ruling, name) for name in DECIDED):
            return said
        anew = Verdict(
            rule=rule,
            ruling=ruling,
            case=self.case,
            gate=self.gate,
            blocked_by=said["blocked_by"],
            provisional=said["provisional"],
        )
        return said | {"explanation": anew.explanation, "action": anew.action}

    def question(self, asked: Plain) -> Plain:
        """A stored question of what to ask next."""
        return asked if self.case is None else asked | {"label": label_again(self.case, asked["pointers"])}

    def safety(self, safety: Plain) -> Plain:
        """The stored state of the safety screen; it needs no case."""
        return safety | {"conditions": [stored_in_words(held, self.thresholds) for held in safety["conditions"]]}


def _case_of(row: Assessment, thresholds: SetByClinic) -> Case | None:
    """The case as the assessment saw it, where its rules are those in use and the reader wants another language."""
    if reads_as_written() or version_of(row) != RULE_SET_VERSION:
        return None
    try:
        return under(read(Case, bytes(row.case_document)), from_plain(thresholds))
    except InvalidDocument:  # a document that is refused by now is told as it was stored
        return None
