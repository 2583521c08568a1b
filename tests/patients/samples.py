"""Documents made from their types: one for every field and every value worth trying, with nothing else recorded."""

import datetime
from typing import Any

import msgspec.inspect as inspect
from msgspec.structs import replace

from clinic.models.bounds import bare, item_of


def single(kind: type, **needed: Any) -> list[Any]:
    """Documents of this kind, each with one field recorded at one value. `needed`: what an item must say to exist."""
    empty = kind(**{**required(kind), **needed})
    return [replace(empty, **{field.name: value}) for field in fields(kind) for value in values(bare(field.type))]


def required(kind: type) -> dict[str, Any]:
    """A value for each field that has no default."""
    return {field.name: values(bare(field.type))[0] for field in fields(kind) if field.required}


def full(kind: type) -> Any:
    """A document with every field recorded."""
    return kind(**{field.name: values(bare(field.type))[-1] for field in fields(kind)})


def fields(kind: type) -> tuple[inspect.Field, ...]:
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.StructType)
    return found.fields


def values(kind: inspect.Type) -> list[Any]:
    """Values of a type: every word of a set, both ends of a range, and what is easily lost (0, an empty list, a blank)."""
    item = item_of(kind)
    if isinstance(kind, inspect.StructType):
        return [*single(kind.cls), full(kind.cls)]
    if isinstance(item, inspect.StructType):
        return [(), (*single(item.cls), full(item.cls))]
    if isinstance(item, inspect.LiteralType):
        return [(), (item.values[-1], item.values[0]), tuple(item.values)]
    match kind:
        case inspect.LiteralType():
            return list(kind.values)
        case inspect.BoolType():
            return [True, False]
        case inspect.IntType():
            return [kind.ge, kind.le]
        case inspect.FloatType():
            return [kind.ge, 0.1, kind.le]
        case inspect.DateType():
            return [datetime.date(1, 1, 1), datetime.date(2024, 2, 29)]
        case inspect.StrType():
            return [text(kind)]
    raise AssertionError(f"No sample for {kind!r}.")


def text(kind: inspect.StrType) -> str:
    """The longest text that is allowed, with letters that take more than one byte."""
    if kind.pattern and kind.pattern != r"\S":
        return "es-419"
    return ("ñ€😀x" * 1000)[: kind.max_length]


def refused(kind: inspect.Type) -> list[Any]:
    """Values that the bounds of a column's type exclude."""
    match kind:
        case inspect.LiteralType():
            return ["bogus"]
        case inspect.IntType(ge=low, le=high) | inspect.FloatType(ge=low, le=high) if low is not None and high is not None:
            step = 1 if isinstance(kind, inspect.IntType) else 0.001
            return [low - step, high + step, *([float("nan")] if step != 1 else [])]
        case inspect.StrType(max_length=longest) if longest is not None:
            return [*(["", "  "] if kind.min_length else []), "x" * (longest + 1)]
        case inspect.ListType() | inspect.VarTupleType():
            return [["bogus"]]
    return []
