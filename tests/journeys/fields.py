"""Every field of a document, found by walking its type: values it must keep, and values it must refuse.

A `Place` is one field: its path, and how to make a body that says something there and nowhere else (but for what names the
thing: a sport needs its kind, a finding its site and side).
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

import msgspec.inspect as inspect

from clinic.models.bounds import bare, item_of

DAY, MOMENT = "2026-01-31", "2026-01-31T09:30:00+01:00"
WRONG_TYPES: dict[type, Any] = {
    inspect.LiteralType: "no_such_word",
    inspect.IntType: "many",
    inspect.FloatType: "much",
    inspect.StrType: 7,
    inspect.BoolType: "perhaps",
    inspect.DateType: "yesterday",
    inspect.DateTimeType: "2026-01-31T09:30:00",
}


@dataclass(frozen=True, eq=False)
class Place:
    """One field. `path`: names and list places; `wrap(value)`: the smallest valid body with the value there."""

    path: tuple[str | int, ...]
    kind: inspect.Type
    wrap: Callable[[Any], dict[str, Any]]

    @property
    def pointer(self) -> str:
        return "".join(f"/{step}" for step in self.path)

    @property
    def is_list_of_parts(self) -> bool:
        return isinstance(item_of(self.kind), inspect.StructType)

    def value(self, turn: int) -> Any:
        """One of the values; as turns go on, all of them in turn."""
        values = self.values()
        return values[turn % len(values)]

    def values(self) -> list[Any]:
        """Values that must be kept: every word, both ends of a range, the longest text."""
        kind = self.kind
        if isinstance(kind, inspect.LiteralType):
            return list(kind.values)
        if isinstance(kind, inspect.IntType | inspect.FloatType):
            low, high = _range(kind)
            return [low, high, *([low + 0.5] if isinstance(kind, inspect.FloatType) else [])]
        if isinstance(kind, inspect.StrType):
            return ["es-MX"] if kind.pattern and "A-Z" in kind.pattern else ["x" * (kind.max_length or 1), "Dolor ❤ 'ä'\n"]
        if isinstance(kind, inspect.BoolType):
            return [True, False]
        if isinstance(kind, inspect.DateType | inspect.DateTimeType):
            return [DAY if isinstance(kind, inspect.DateType) else MOMENT]
        item = item_of(kind)
        return [[], list(item.values), [item.values[-1]]] if isinstance(item, inspect.LiteralType) else [[]]

    def wrong(self) -> Iterator[Any]:
        """Values that must be refused at this very place."""
        kind = self.kind
        yield {"an": "object"}
        if type(kind) in WRONG_TYPES:
            yield WRONG_TYPES[type(kind)]
        if isinstance(kind, inspect.IntType | inspect.FloatType):
            low, high = _range(kind)
            yield from (low - 1, high + 1, 1e300, True)
            yield from [low + 0.5] if isinstance(kind, inspect.IntType) else []
        if isinstance(kind, inspect.StrType):
            yield "x" * ((kind.max_length or 0) + 1)
            yield from [""] if kind.min_length else []


def _range(kind: inspect.IntType | inspect.FloatType) -> tuple[float, float]:
    assert kind.ge is not None
    assert kind.le is not None
    return kind.ge, kind.le


def places(struct: type, naming: Callable[[type], dict[str, Any]]) -> Iterator[Place]:
    """Every field of the document. `naming(struct)`: what an item of a list must say to be one at all."""
    yield from _places(struct, (), lambda body: body, naming)


def _places(struct: type, path: tuple[str | int, ...], wrap: Any, naming: Any) -> Iterator[Place]:
    kind = inspect.type_info(struct)
    assert isinstance(kind, inspect.StructType)
    for field in kind.fields:
        name, inner = field.name, bare(field.type)
        here = _under(wrap, name)
        if isinstance(inner, inspect.StructType):
            yield from _places(inner.cls, (*path, name), here, naming)
            continue
        yield Place((*path, name), inner, here)
        item = item_of(inner)
        if isinstance(item, inspect.StructType):
            yield from _places(item.cls, (*path, name, 0), _in_list(here, naming(item.cls)), naming)


def _under(wrap: Any, name: str) -> Any:
    return lambda value: wrap({name: value})


def _in_list(wrap: Any, named: dict[str, Any]) -> Any:
    return lambda members: wrap([_one_value(named, members)])


def _one_value(named: dict[str, Any], members: dict[str, Any]) -> dict[str, Any]:
    """The item that says `members`; an absent reason takes the place of the value that made it an item."""
    if "absent_reason" in members and members["absent_reason"] is not None:
        named = {name: value for name, value in named.items() if name in ("muscle", "action", "motion", "test", "side")}
    return {**named, **members}


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    """What a representation says at a place; None where it says nothing."""
    for step in path:
        if isinstance(step, int):
            document = document[step] if document and len(document) > step else None
        else:
            document = (document or {}).get(step)
    return document


def as_sent(value: Any) -> Any:
    """A time as the representation writes it: any offset will do."""
    return datetime.datetime.fromisoformat(value) if isinstance(value, str) and value[10:11] == "T" else value


def merged(bodies: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One body that says what all of them say; lists have one item each."""
    return reduce(_merge, bodies, {})


def _merge(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return one | {name: _merge(one[name], value) if name in one else value for name, value in other.items()}
    if isinstance(one, list) and isinstance(other, list) and one and other and isinstance(one[0], dict):
        return [_merge(one[0], other[0])]
    return other
