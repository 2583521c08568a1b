"""The catalogue as a reader sees it: one sheet per rule, made from its declaration alone.

The rules page and `docs/rules.md` are both written from these sheets, so that they cannot say different things.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assessments.declared_words import rule_in_words
from assessments.rule import EvidenceGrade, LocalDefault, Rank, Rule
from assessments.rules import CATALOGUE
from assessments.wording import words
from clinic.web.input_words import input_words
from patients.documents.language import marked, pgettext
from patients.documents.language import translated as _

NOTICE = (
    marked(
        "A clinician must confirm these tables before clinical use. They were written from published sources and from one "
        "therapist's account, by people who are not the ones to treat your patients."
    ),
    marked("The precautions for palpating the psoas rest on informal sources: teaching texts, not trials."),
    marked("Nothing here diagnoses anything. A rule says what is recorded, what is missing, and what may be worth looking at."),
)
"""Said before anything else, wherever the catalogue is shown."""

LOCAL_DEFAULT = marked("Local default: nobody has validated it.")

GRADES: dict[EvidenceGrade, str] = {
    "G": marked("guideline or systematic review"),
    "S": marked("single studies"),
    "S-mixed": marked("single studies that do not agree"),
    "E0 + S": marked("the founding therapist's account, with single studies that support a part of it"),
    "C": marked("case reports or consensus"),
    "E0/S-mixed": marked("the founding therapist's account, beside single studies that do not agree"),
    "E0 + C": marked("the founding therapist's account, with case reports or consensus"),
    "E0": marked("the founding therapist's account only"),
}
RANKS: dict[Rank, str] = {
    "red_flag": marked("Red flags"),
    "data": marked("Contradictions in the record"),
    "alternative": marked("Alternatives to a muscular reading"),
    "precaution": marked("Precautions"),
    "care_gap": marked("Gaps in care"),
    "psychosocial": marked("Psychosocial risk"),
    "finding": marked("Findings of the examination"),
    "exposure": marked("Habits and loads"),
    "pattern": marked("Patterns"),
}
ADVICE = {
    "care": marked("Its advice is withheld until the safety gate is passed, and while a red flag or another rule outranks it."),
    "record": marked("It only asks for records or safety questions; that advice is given before the safety gate is passed, too."),
}


@dataclass(frozen=True, slots=True)
class Input:
    """One thing a rule reads: in words, and as the pointer pattern into the case document."""

    words: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Default:
    """One threshold that nobody has validated, as text. `range`: what a clinic may set it to."""

    name: str
    value: str
    unit: str
    note: str
    range: str


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """One rule for a reader. `outranks` and `outranked_by`: the rules whose reading it withholds while present, and those that
    withhold its own."""

    rule: Rule
    grade: str
    advice: str
    inputs: tuple[Input, ...]
    defaults: tuple[Default, ...]
    outranks: tuple[Rule, ...]
    outranked_by: tuple[Rule, ...]

    @property
    def reviewed_on(self) -> str:
        return self.rule.reviewed_on.isoformat()


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring rules of one rank."""

    title: str
    sheets: tuple[RuleSheet, ...]


def sheet_of(rule: Rule, catalogue: tuple[Rule, ...] = CATALOGUE) -> RuleSheet:
    return RuleSheet(
        rule=rule_in_words(rule),
        grade=_(GRADES[rule.evidence_grade]),
        advice=_(ADVICE[rule.advice]),
        inputs=tuple(Input(input_words(pointer), pointer) for pointer in rule.inputs),
        defaults=tuple(default_of(default) for default in rule.local_defaults),
        outranks=tuple(rule_in_words(other) for other in catalogue if other.id in rule.blocks),
        outranked_by=tuple(rule_in_words(other) for other in catalogue if rule.id in other.blocks),
    )


def default_of(default: LocalDefault) -> Default:
    bounds = _("{lowest} to {highest}").format(lowest=default.lowest, highest=default.highest)
    movable = bounds if default.can_move else _("fixed")
    return Default(words(default.name), str(default.value), pgettext("unit", default.unit), _(default.note), movable)


def groups(catalogue: tuple[Rule, ...] = CATALOGUE) -> Iterator[Group]:
    """All sheets in the order of the catalogue, under the names of their ranks."""
    for rank, rules in groupby(catalogue, key=lambda rule: rule.rank):
        yield Group(_(RANKS[rank]), tuple(sheet_of(rule, catalogue) for rule in rules))
