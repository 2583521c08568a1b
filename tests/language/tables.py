"""The texts and codes in the tables of the core: what each table holds is shown to somebody, so all of it is translated."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from assessments import declared_words
from assessments.anatomy import FindingSide
from assessments.case import Case, CasePatient
from assessments.rule import Severity, Status, VerdictSide
from assessments.rules import CATALOGUE
from assessments.safety import CONDITIONS, Gate, Level, Palpation
from assessments.safety.defaults import LOCAL_DEFAULTS
from assessments.wording import plain
from patients.documents import PatientDocument
from patients.documents.safety import SafetyAnswers
from patients.documents.safety_questions import QUESTIONS

Text = tuple[str, str | None, str]
"""The text, its context, the file it stands in."""

DETAILS = (
    "all_week", "workdays", "concordant", "discordant", "contradictory_record", "inactive", "monotone_active",
    "mixed_no_and_unknown", "not_examined_in_all_recorded", "prior_care_any", "hip_flexors_ever_examined",
    "hip_flexors_ever_examined_unmatched", "hip_flexors_examined", "pregnant", "sitting_workday_total",
    "sitting_non_workday_total", "sitting_overall_answer", "start_back",
)  # fmt: skip
"""What rules say in `detail`; others are gates and palpation states."""
KINDS_OF_MOVEMENT = ("gait", "cycling", "strength", "field_or_rotational", "swimming_rowing", "mobility", "other")
BOTH = ("femoral_rotation_left_and_right",)
SIDES = ("left and right", *get_args(VerdictSide), *get_args(FindingSide))


def texts() -> Iterator[Text]:
    for rule in CATALOGUE:
        yield from ((text, None, f"assessments/rules/{rule.id}.py") for text in declared_words.texts_of(rule))
    for condition in CONDITIONS:
        for text in (condition.title_with_threshold or condition.title, condition.action):
            yield text, None, "assessments/safety/conditions.py"
    for question in QUESTIONS.values():
        yield question.asks, None, "patients/documents/safety_questions.py"
        yield question.topic, None, "patients/documents/safety_questions.py"
    yield from ((plain(code), "code", "assessments/document.py") for code in sorted({*codes()}))
    yield from ((unit, "unit", "assessments/thresholds.py") for unit in sorted({d.unit for d in _defaults()}))
    yield from ((side, "side", "assessments/anatomy.py") for side in SIDES)
    yield from ((leg, "leg", "assessments/anatomy.py") for leg in ("left", "right"))


def codes() -> Iterator[str]:
    """Names of fields and values of the case document that have no label of their own, and the codes of verdicts."""
    yield from _of_struct(Case)
    for words in (Status, Severity, VerdictSide, Gate, Level, Palpation):
        yield from get_args(words)
    yield from ("raised", "reopened", "resolved")
    yield "gate"  # blocks as a rule does
    yield from (*DETAILS, *KINDS_OF_MOVEMENT, *BOTH)
    yield from (rule.id for rule in CATALOGUE if rule.blocks)
    yield from (default.name for default in _defaults())


def _defaults() -> Iterator[Any]:
    yield from LOCAL_DEFAULTS
    for rule in CATALOGUE:
        yield from rule.local_defaults


def _of_struct(struct: type[msgspec.Struct]) -> Iterator[str]:
    for field in msgspec.structs.fields(struct):
        is_contact = issubclass(struct, CasePatient) and field.name in _CONTACTS
        if struct is not SafetyAnswers and not is_contact:  # a question has its topic; nobody's name reaches a rule
            yield field.name
        yield from _of_type(field.type)


_CONTACTS = {field.name for field in msgspec.structs.fields(PatientDocument)} - {"birth_date", "sex"}


def _of_type(kind: Any) -> Iterator[str]:
    origin = get_origin(kind)
    if origin is Literal:
        yield from (value for value in get_args(kind) if isinstance(value, str) and not value[:1].isdigit())
    elif origin is Annotated:
        yield from _of_type(get_args(kind)[0])
    elif origin in (Union, types.UnionType, tuple):
        for option in get_args(kind):
            yield from _of_type(option)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _of_struct(kind)
