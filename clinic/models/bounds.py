"""Bounds of a document as constraints of its table: said once, in the struct, and held by the database as well.

Works on any msgspec struct.  A bound that changes in the struct shows as a migration that is missing.  NULL (not recorded)
passes every constraint.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

import msgspec.inspect as inspect
from django.db.models import CharField, CheckConstraint, F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

MAX_NAME = 63  # characters of a PostgreSQL identifier
MAX_LISTED = 400  # whole numbers that an array constraint may list
NOT_ASKED = "not_asked"
WORD_LENGTH = 40  # characters of the longest code word of a value set


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a flattened struct: its name, and its type as msgspec describes it, without None."""

    name: str
    type: inspect.Type


def columns(struct: type, prefix: str = "") -> Iterator[Column]:
    """The columns of ``struct`` in order: nested structs flatten to ``<field>_<member>``; lists of structs are left out (they are
    tables of their own)."""
    for field in _struct_type(struct).fields:
        yield from _columns_of(field, prefix)


def _columns_of(field: inspect.Field, prefix: str) -> Iterator[Column]:
    kind = bare(field.type)
    if isinstance(kind, inspect.StructType):
        for member in kind.fields:
            yield from _columns_of(member, f"{prefix}{field.name}_")
    elif not isinstance(item_of(kind), inspect.StructType):
        yield Column(prefix + field.name, kind)


def _struct_type(struct: type) -> inspect.StructType:
    kind = inspect.type_info(struct)
    if not isinstance(kind, inspect.StructType):
        raise TypeError(f"{struct!r} is not a msgspec struct.")
    return kind


def bare(kind: inspect.Type) -> inspect.Type:
    """``kind`` without metadata and without None."""
    if isinstance(kind, inspect.Metadata):
        return bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        rest = [bare(member) for member in kind.types if not isinstance(member, inspect.NoneType)]
        if len(rest) != 1:
            raise TypeError(f"A column has one type, not {len(rest)}: {kind!r}.")
        return rest[0]
    return kind


def item_of(kind: inspect.Type) -> inspect.Type | None:
    """The item type of a list or a tuple of any length; None for everything else."""
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        return bare(kind.item_type)
    return None


def checks_for(struct: type, *, table: str, prefix: str = "", skip: Iterable[str] = ()) -> list[CheckConstraint]:
    """The constraints of ``struct``'s columns, named ``<table>_<column>_<kind>``.

    Ranges of numbers, lengths and patterns of text, words of value sets, and for lists their words and their length.
    ``skip``: columns that the table does not have.  Deterministic, so that migrations are stable.
    """
    skipped = set(skip)
    return [
        CheckConstraint(name=_name(f"{table}_{column.name}_{what}"), condition=condition)
        for column in columns(struct, prefix)
        if column.name not in skipped
        for what, condition in _conditions(column.name, column.type)
    ]


def _conditions(name: str, kind: inspect.Type) -> Iterator[tuple[str, Any]]:
    match kind:
        case inspect.LiteralType(values=values):
            yield "known", Q(**{f"{name}__in": list(values)})
        case inspect.IntType() | inspect.FloatType():
            yield from _range(name, kind)
        case inspect.StrType():
            yield from _text(name, kind)
        case inspect.ListType() | inspect.VarTupleType():
            yield from _array(name, kind)


def _range(name: str, kind: inspect.IntType | inspect.FloatType) -> Iterator[tuple[str, Q]]:
    limits = {"gte": kind.ge, "gt": kind.gt, "lte": kind.le, "lt": kind.lt}
    given = {f"{name}__{lookup}": limit for lookup, limit in limits.items() if limit is not None}
    if given:
        yield "range", Q(**given)


def _text(name: str, kind: inspect.StrType) -> Iterator[tuple[str, Any]]:
    if kind.max_length is not None:
        yield "longest", LessThanOrEqual(Length(F(name)), kind.max_length)
    if kind.min_length:
        yield "shortest", GreaterThanOrEqual(Length(F(name)), kind.min_length)
    if kind.pattern is not None:
        yield "pattern", Q(**{f"{name}__regex": kind.pattern})


def _array(name: str, kind: inspect.ListType | inspect.VarTupleType) -> Iterator[tuple[str, Q]]:
    item = item_of(kind)
    if isinstance(item, inspect.LiteralType):
        yield "known", Q(**{f"{name}__contained_by": list(item.values)})
    elif isinstance(item, inspect.IntType) and item.ge is not None and item.le is not None:
        if item.le - item.ge >= MAX_LISTED:
            raise TypeError(f"The range of the items of {name} is too wide to be listed.")
        yield "range", Q(**{f"{name}__contained_by": list(range(item.ge, item.le + 1))})
    else:
        raise TypeError(f"No constraint is known for the items of {name}.")
    if kind.max_length is not None:
        yield "longest", Q(**{f"{name}__len__lte": kind.max_length})
    if kind.min_length:
        yield "shortest", Q(**{f"{name}__len__gte": kind.min_length})


def _name(full: str) -> str:
    """``full``, or its beginning and a digest of all of it where PostgreSQL would cut it off."""
    if len(full) <= MAX_NAME:
        return full
    return f"{full[: MAX_NAME - 9]}_{hashlib.sha256(full.encode()).hexdigest()[:8]}"


def words(literal: object) -> tuple[str, ...]:
    """The words of a ``Literal`` alias."""
    return tuple(map(str, get_args(literal)))


def choices(literal: object) -> list[tuple[str, str]]:
    """Django choices of a ``Literal`` alias: the word, and the word as people write it."""
    return [(word, word.replace("_", " ").capitalize()) for word in words(literal)]


def AnswerField(literal: object) -> CharField[str, str]:
    """A column for a question: NOT NULL, ``not_asked`` until somebody answers."""
    return CharField(max_length=WORD_LENGTH, default=NOT_ASKED, choices=choices(literal))
