"""PURE: the life of a flag: what the verdicts of a new assessment make of the flags that are there.

A flag stays acknowledged or overridden while its evidence is unchanged; it re-opens when the severity rises or the evidence
changes in kind; it is resolved when its verdict is absent, does not apply, or is present with another side or detail.  An
undetermined verdict leaves it as it is: not knowing is no reason to close it.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from assessments.case import Case
from assessments.verdict import Evidence, Verdict

Identity = tuple[str, str, str]
"""rule, side, detail; "" where the verdict has none."""

_TIERS = {"info": 0, "ungraded": 1, "low": 2, "moderate": 3, "high": 4}
_INDEX = re.compile(r"/\d+(?=/|$)")


@dataclass(frozen=True, slots=True)
class FlagState:
    """What of a flag its life depends on."""

    status: str
    severity: str
    evidence_kind: tuple[str, ...]
    is_present: bool


class Step(NamedTuple):
    """What becomes of one flag: its state afterwards, and what changed for people (None: nothing), with the reason."""

    state: FlagState
    change: Literal["raised", "reopened", "resolved"] | None
    reason: str = ""


def identity(verdict: Verdict) -> Identity:
    """What makes two verdicts the same flag of a patient."""
    return verdict.rule.id, verdict.side or "", verdict.detail or ""


def on_present(flag: FlagState | None, verdict: Verdict) -> Step:
    """The step of a flag (None: there is none yet) whose verdict is present."""
    kind, severity = evidence_kind(verdict.evidence), verdict.severity or "ungraded"
    now = FlagState("open", severity, kind, is_present=True)
    if flag is None:
        return Step(now, "raised")
    reason = _reason_to_reopen(flag, now)
    if reason and flag.status != "open":
        return Step(now, "reopened", reason)
    return Step(replace(now, status=flag.status), None)


def on_other(flag: FlagState, verdicts_of_rule: Iterable[Verdict]) -> Step:
    """The step of a flag whose own verdict is not present, from the verdicts its rule gave."""
    statuses = {verdict.status for verdict in verdicts_of_rule}
    if "present" not in statuses and "undetermined" in statuses:
        return Step(flag, None)
    gone = replace(flag, is_present=False)
    if flag.status == "resolved":
        return Step(gone, None)
    return Step(replace(gone, status="resolved"), "resolved", _reason_to_resolve(statuses))


def _reason_to_reopen(before: FlagState, now: FlagState) -> str:
    if not before.is_present:
        return "present_again"
    if _TIERS[now.severity] > _TIERS[before.severity]:
        return "severity_rose"
    return "evidence_changed" if now.evidence_kind != before.evidence_kind else ""


def _reason_to_resolve(statuses: AbstractSet[str]) -> str:
    if "present" in statuses:
        return "other_side_or_detail"
    if "absent" in statuses:
        return "absent"
    return "not_applicable" if statuses else "rule_retired"


def evidence_kind(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """What the evidence is, without how much: pointers with * for list places, and the values that are codes.

    Numbers, dates and free text count only through the severity.
    """
    return tuple(sorted({_kind_of(item) for item in evidence}))


def _kind_of(item: Evidence) -> str:
    place = _INDEX.sub("/*", item.pointer)
    return f"{place}={item.value}" if isinstance(item.value, str | bool) and _is_coded(place) else place


@cache
def _is_coded(place: str) -> bool:
    """Whether the field at this place of the case document holds a code or a truth value."""
    kind: Any = Case
    for name in place.split("/")[1:]:
        kind = _step(_bare(kind), name)
    kind = _bare(kind)
    return kind is bool or get_origin(kind) is Literal


def _step(kind: Any, name: str) -> Any:
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    fields: Mapping[str, Any] = {}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    return fields.get(name, NoneType)


def _bare(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return next(_bare(option) for option in get_args(kind) if option is not NoneType)
    return kind
