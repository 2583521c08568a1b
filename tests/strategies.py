"""Hypothesis strategies for valid documents, derived from the structs themselves: a new field is generated without a change here.

`cases()` adds cases as a clinic would write them, so that rules get past "not recorded".
"""

import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from hypothesis import assume
from hypothesis import strategies as st

from assessments.case import Case
from assessments.document import FINDING_LISTS, Examination, FindingPart
from patients.documents import Answer, InvalidDocument, Part, PriorTreatment, SafetyAnswers, SafetyItem
from tests.likely import likely_case

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
MOMENTS = st.just(datetime.datetime(2026, 7, 1, 12, 0, tzinfo=datetime.UTC))
TEXT = st.sampled_from(["a", "North Street", "élan / ~1"])
FIELD_OVERRIDES: dict[str, st.SearchStrategy[Any]] = {
    "birth_date": st.dates(datetime.date(1930, 1, 1), datetime.date(2026, 1, 1)),
    "language": st.sampled_from(["en", "es-MX"]),
    "tenderness": st.integers(0, 4),
    "started_on": st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)),
    "ended_on": st.dates(datetime.date(2026, 3, 2), datetime.date(2026, 6, 30)),
    "sessions_min": st.integers(0, 30),
    "sessions_max": st.integers(30, 40),
    "hip_extension_deg": st.integers(-25, 20).map(float),
}


ANSWERS = st.sampled_from(get_args(Answer))
SAFETY_ITEMS = st.sampled_from(get_args(SafetyItem))


def safety_answers() -> st.SearchStrategy[SafetyAnswers]:
    """Mostly a complete screen with few answers that are not no: at random, every gate would be an emergency."""
    changed = st.dictionaries(SAFETY_ITEMS, ANSWERS, max_size=3)
    complete: dict[str, Any] = dict.fromkeys(get_args(SafetyItem), "no")
    return st.one_of(
        changed.map(lambda some: SafetyAnswers(**(complete | some))), changed.map(lambda some: SafetyAnswers(**some))
    )


def parts(kind: type[Part]) -> st.SearchStrategy[Any]:
    """Instances of one struct; those that contradict themselves are left out."""
    if kind is SafetyAnswers:
        return safety_answers()
    fields = {field.name: _field(kind, field) for field in msgspec.structs.fields(kind)}
    if issubclass(kind, FindingPart):
        return _findings(kind, fields)
    return st.fixed_dictionaries(fields).map(lambda values: _built(kind, values))


def cases() -> st.SearchStrategy[Case]:
    """Valid cases of both kinds: whatever the structs allow, and what a clinic would write."""
    likely = st.integers(0, 10**6).map(likely_case)
    return st.integers(0, 9).flatmap(lambda kind: whatever_the_structs_allow() if kind == 9 else likely)


def whatever_the_structs_allow() -> st.SearchStrategy[Case]:
    fields = {field.name: _field(Case, field) for field in msgspec.structs.fields(Case)}
    fields["as_of"] = MOMENTS
    fields["prior_treatments"] = st.none() | st.lists(parts(PriorTreatment), max_size=3).map(tuple)
    return st.fixed_dictionaries(fields).map(lambda values: _built(Case, values))


def _built(kind: type[Part], values: dict[str, Any]) -> Any:
    try:
        return kind(**values)
    except InvalidDocument:
        assume(False)


def _field(kind: type[Part], field: msgspec.structs.FieldInfo) -> st.SearchStrategy[Any]:
    if kind is Examination and field.name in FINDING_LISTS:
        item = get_args(_plain(field.type))[0]
        return st.none() | st.lists(parts(item), max_size=6, unique_by=lambda finding: finding.key()).map(tuple)
    strategy = FIELD_OVERRIDES[field.name] if field.name in FIELD_OVERRIDES else _of(field.type)
    if field.required:
        return strategy
    return st.one_of(strategy, strategy, strategy, st.just(field.default))


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    annotation = _plain(annotation)
    meta = get_args(annotation)[1] if get_origin(annotation) is Annotated else None
    base = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if get_origin(base) is Literal:
        return st.sampled_from(get_args(base))
    if get_origin(base) is tuple:
        return st.lists(_of(get_args(base)[0]), max_size=3).map(tuple)
    if isinstance(base, type) and issubclass(base, Part):
        return parts(base)
    return _scalar(base, meta)


def _scalar(base: Any, meta: msgspec.Meta | None) -> st.SearchStrategy[Any]:
    low, high = getattr(meta, "ge", None), getattr(meta, "le", None)
    if base is int:
        return st.integers(int(low or 0), int(high or 100))
    if base is float:
        return st.integers(int(low or 0), int(high or 100)).map(float)
    return {bool: st.booleans(), str: TEXT, datetime.date: DAYS, datetime.datetime: MOMENTS}[base]


def _findings(kind: type[FindingPart], fields: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A finding with a value, or with a reason why there is none."""
    measured = st.fixed_dictionaries(fields | {"absent_reason": st.none()})
    site = {name: fields[name] for name in (kind.SITE, "side")}
    reasons = st.sampled_from(["not_performed", "declined", "contraindicated"])
    absent = st.fixed_dictionaries(site | {"absent_reason": reasons})
    return st.one_of(measured, measured, measured, absent).map(lambda values: _built(kind, values))


def _plain(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(option for option in get_args(annotation) if option is not NoneType)
    return annotation
