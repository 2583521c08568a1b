"""Documents as columns and back: nested structs flatten to ``<field>_<member>``, and "not recorded" comes back as itself.

Lists of codes are array columns.  A list of structs is a table of its own, which the caller reads and writes; here it leaves
``<list>_recorded``, so that "recorded: none" differs from "not recorded".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

import msgspec
import msgspec.inspect as inspect

from clinic.models.bounds import bare, item_of

Document = TypeVar("Document", bound=msgspec.Struct)
Rows = Mapping[str, Sequence[msgspec.Struct]]


@dataclass(frozen=True, slots=True)
class _Member:
    """One member of a struct and how it is kept."""

    name: str
    kept: Literal["value", "array", "struct", "rows"]
    struct: type[msgspec.Struct] | None
    sequence: type
    default: object


@cache
def _members(struct: type[msgspec.Struct]) -> tuple[_Member, ...]:
    kind = inspect.type_info(struct)
    if not isinstance(kind, inspect.StructType):
        raise TypeError(f"{struct!r} is not a msgspec struct.")
    return tuple(_member(field) for field in kind.fields)


def _member(field: inspect.Field) -> _Member:
    kind = bare(field.type)
    item = item_of(kind)
    sequence = list if isinstance(kind, inspect.ListType) else tuple
    if isinstance(kind, inspect.StructType):
        return _Member(field.name, "struct", kind.cls, sequence, field.default)
    if item is None:
        return _Member(field.name, "value", None, sequence, field.default)
    kept: Literal["rows", "array"] = "rows" if isinstance(item, inspect.StructType) else "array"
    return _Member(field.name, kept, None, sequence, field.default)


def columns_of(document: msgspec.Struct, prefix: str = "") -> dict[str, Any]:
    """Every column of ``document`` and its value; None = not recorded; ``<list>_recorded`` for each list of structs."""
    return dict(_columns(document, prefix))


def _columns(document: msgspec.Struct, prefix: str) -> Iterator[tuple[str, Any]]:
    for member in _members(type(document)):
        value, column = getattr(document, member.name), prefix + member.name
        if member.kept == "struct":
            yield from _columns(value, f"{column}_")
        elif member.kept == "rows":
            yield f"{column}_recorded", value is not None
        else:
            yield column, list(value) if member.kept == "array" and value is not None else value


def document_of(row: object, struct: type[Document], *, prefix: str = "", children: Rows | None = None) -> Document:
    """The document that ``columns_of`` took apart.

    ``children``: for each list of structs, by the column it would have (``sports``, ``safety_reviews``), its structs in order;
    they count only where ``<list>_recorded`` is true.
    """
    return struct(**{m.name: _value(row, m, prefix + m.name, children or {}) for m in _members(struct)})


def _value(row: object, member: _Member, column: str, children: Rows) -> Any:
    if member.struct is not None:
        return document_of(row, member.struct, prefix=f"{column}_", children=children)
    if member.kept == "rows":
        return member.sequence(children.get(column, ())) if getattr(row, f"{column}_recorded") else None
    value = getattr(row, column)
    if value == member.default:
        return member.default  # the very object: a struct leaves out a default by identity when it is encoded
    return member.sequence(value) if member.kept == "array" and value is not None else value
