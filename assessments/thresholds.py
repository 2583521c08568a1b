"""PURE: the thresholds that nobody has validated, and what a clinic may have set instead.

A rule's file declares its local defaults and asks each one for its number: `LONG_HOURS.of(case)`. What a clinic set comes in
with the call (`evaluate(case, thresholds=...)`) and stays beside the case it is evaluated with; no rule reads it from a
database, and the case document knows nothing of it.
"""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from assessments.case import Case

Number: TypeAlias = int | float
Key: TypeAlias = tuple[str, str]
"""The rule that a threshold belongs to, and its name there."""

SetByClinic: TypeAlias = Mapping[str, Mapping[str, Number]]
"""Rule id → name → number: thresholds as plain data."""

_BESIDE = "thresholds"


class LocalDefault(msgspec.Struct, frozen=True, kw_only=True):
    """A threshold nobody has validated: shown to the user with its value.

    `rule`: whose it is; a rule that shares it lists it too. `lowest` and `highest`: what a clinic may set it to, both included;
    None where it may not be moved. A threshold of the safety table may be moved only to where it catches more.
    """

    rule: str
    name: str
    value: Number | str
    unit: str
    note: str
    lowest: Number | None = None
    highest: Number | None = None

    @property
    def key(self) -> Key:
        return self.rule, self.name

    @property
    def can_move(self) -> bool:
        return self.lowest is not None

    def of(self, case: Case) -> Number:
        """The number in force where `case` is evaluated."""
        thresholds: Thresholds = case.__dict__.get(_BESIDE, DEFAULTS)
        value = thresholds.moved.get(self.key, self.value) if thresholds is not DEFAULTS else self.value
        if isinstance(value, str):
            raise TypeError(f"{self.name} is a code, not a number")
        return value

    def accepted(self, value: Number) -> Number | None:
        """`value` as this threshold takes it, whole where its default is whole; None where it may not be set to it."""
        if self.lowest is None or self.highest is None or isinstance(value, bool) or not isfinite(value):
            return None
        if isinstance(self.value, int):
            if value != int(value):
                return None
            value = int(value)
        return value if self.lowest <= value <= self.highest else None

    def allowed(self) -> str:
        """In words, what it may be set to."""
        if not self.can_move:
            return "it may not be changed"
        kind = "a whole number" if isinstance(self.value, int) else "a number"
        return f"{kind} from {self.lowest} to {self.highest} {self.unit}"

    def noted(self, note: str) -> "LocalDefault":
        """The same threshold as another rule shows it."""
        return replace(self, note=note)


class Thresholds(msgspec.Struct, frozen=True):
    """What a clinic has set otherwise than the local defaults say; empty for the defaults themselves."""

    moved: Mapping[Key, Number] = {}

    def to_plain(self) -> dict[str, dict[str, Number]]:
        """Rule id → name → number, in alphabetical order: the shape in which it is kept."""
        plain: dict[str, dict[str, Number]] = {}
        for (rule, name), value in sorted(self.moved.items()):
            plain.setdefault(rule, {})[name] = value
        return plain


DEFAULTS = Thresholds()


def from_plain(plain: SetByClinic) -> Thresholds:
    """What `to_plain` wrote."""
    return Thresholds({(rule, name): value for rule, named in plain.items() for name, value in named.items()})


def under(case: Case, thresholds: Thresholds) -> Case:
    """The case, to be evaluated with these thresholds: a copy of its own, since answers are kept with a case."""
    if not thresholds.moved:
        return case if _BESIDE not in case.__dict__ else replace(case)
    seen = replace(case)
    seen.__dict__[_BESIDE] = thresholds
    return seen


class ShownDefault(LocalDefault, frozen=True, kw_only=True):
    """A local default as a verdict shows it. `value`: in force; `default`: without the clinic; `set_by_clinic`: whether the
    two differ."""

    default: Number | str
    set_by_clinic: bool


def shown(declared: Mapping[str, object], thresholds: SetByClinic) -> dict[str, object]:
    """A declared local default, as plain data, with what was in force (as `to_plain` says it)."""
    default = declared["value"]
    value = thresholds.get(str(declared.get("rule")), {}).get(str(declared["name"]), default)
    return {**declared, "value": value, "default": default, "set_by_clinic": value != default}


def in_force(set_by_clinic: Mapping[Key, Number], declared: Iterable[LocalDefault]) -> Thresholds:
    """Of what a clinic has set: what differs from the default, and what the rules in use still allow."""
    moved: dict[Key, Number] = {}
    for default in declared:
        wanted = set_by_clinic.get(default.key)
        value = None if wanted is None else default.accepted(wanted)
        if value is not None and value != default.value:
            moved[default.key] = value
    return Thresholds(moved)
