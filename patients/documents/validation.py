"""PURE: reading a clinical document from outside, and saying everything that is wrong with it at once.

A document is a tree of `Part`s (typed, frozen msgspec structs). `read` takes JSON bytes or plain Python data and returns the
typed document, or raises `InvalidDocument` with every problem found, each with the JSON pointer (RFC 6901) of its field and a
sentence that says what would be right. `null` means the same as an absent field: not recorded.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from operator import is_
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

import msgspec

P = TypeVar("P", bound="Part")
MOST_PROBLEMS = 500
"""More than any form has fields. A document at fault in more places is no form: its first ones say enough."""


class Problem(NamedTuple):
    """One thing wrong (or, as a warning, unusual): JSON pointer of the field, stable code, a sentence for a person."""

    pointer: str
    code: str
    detail: str


class InvalidDocument(ValueError):
    """The document breaks its own rules. `problems` is never empty and holds all of them (500 at most), in document order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.pointer or '/'}: {p.detail}" for p in self.problems))


class MalformedDocument(ValueError):
    """The bytes are not JSON at all."""


MOST_ITEMS = 100
"""The most that one told list may hold: far above what anybody tells, far below what would hurt a database."""


def too_many(name: str, items: tuple[object, ...] | None) -> Iterator[Problem]:
    """The problem of a list that nobody can have told."""
    if items is not None and len(items) > MOST_ITEMS:
        yield Problem(f"/{name}", "too_many", f"must have at most {MOST_ITEMS} items, not {len(items)}")


class Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A piece of a document. Every field has a default that means "not recorded", unless it names the thing itself."""

    def problems(self) -> Iterator[Problem]:
        """What the fields say against one another (each field alone is checked by its type)."""
        return iter(())

    def warnings(self) -> Iterator[Problem]:
        """Values that are possible but unusual: kept, and named to whoever wrote them."""
        return iter(())

    def refuse_problems(self) -> None:
        """Used as `__post_init__` by the parts that have cross-field rules: an invalid part cannot exist."""
        found = tuple(self.problems())
        if found:
            raise InvalidDocument(found)


def read(kind: type[P], data: bytes | object) -> P:
    """The typed document in `data`; raises `InvalidDocument` with all problems, or `MalformedDocument`."""
    try:
        return msgspec.json.decode(data, type=kind) if isinstance(data, bytes) else msgspec.convert(data, kind)
    except (msgspec.DecodeError, RecursionError):
        return _read_carefully(kind, parse(data) if isinstance(data, bytes) else data)


def parse(data: bytes) -> object:
    """Plain data from JSON bytes; raises `MalformedDocument` with the position of the fault."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise MalformedDocument(str(error)) from error
    except RecursionError as error:
        raise MalformedDocument("the JSON is nested too deeply") from error


def plain(part: Part) -> dict[str, Any]:
    """The document as plain JSON data, without what was not recorded."""
    data: dict[str, Any] = msgspec.to_builtins(part)
    return data


def without_nulls(data: object) -> object:
    """`data` without members that are null: null and absent both mean "not recorded"."""
    if isinstance(data, dict):
        return {name: without_nulls(value) for name, value in data.items() if value is not None}
    if isinstance(data, list | tuple):
        return [without_nulls(value) for value in data]
    return data


def warnings_of(part: Part, pointer: str = "") -> tuple[Problem, ...]:
    """Every warning of the document and of its parts, in document order."""
    found = [problem._replace(pointer=pointer + problem.pointer) for problem in part.warnings()]
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Part):
            found += warnings_of(value, f"{pointer}/{name}")
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Part):
                    found += warnings_of(item, f"{pointer}/{name}/{index}")
    return tuple(found)


def folded(part: P) -> P:
    """The same document with every empty nested part made absent: `{}` says no more than nothing."""
    changes: dict[str, Any] = {}
    for name, default, fold in _nested(type(part)):
        value = getattr(part, name)
        if value is default or not value:
            continue
        kept = fold(value) if fold else value
        if kept == default:
            kept = default
        if kept is not value:
            changes[name] = kept
    return msgspec.structs.replace(part, **changes) if changes else part


def _folded_items(items: tuple[P, ...]) -> tuple[P, ...]:
    kept = tuple(map(folded, items))
    return items if all(map(is_, kept, items)) else kept


@cache
def _nested(kind: type[Part]) -> tuple[tuple[str, object, Callable[[Any], Any] | None], ...]:
    """Fields that can be empty or hold something to fold: name, default, what folds them (None: nothing in it to fold)."""
    found: list[tuple[str, object, Callable[[Any], Any] | None]] = []
    for field in msgspec.structs.fields(kind):
        if isinstance(field.default, Part):
            found.append((field.name, field.default, folded if _nested(type(field.default)) else None))
        elif (item := _item_kind(field.type)) is not None and _nested(item):
            found.append((field.name, field.default, _folded_items))
    return tuple(found)


def _item_kind(kind: Any) -> type[Part] | None:
    """What a list of parts holds; None for anything else."""
    kind = _without_none(kind)
    item = get_args(kind)[0] if get_origin(kind) is tuple else None
    return item if isinstance(item, type) and issubclass(item, Part) else None


def _read_carefully(kind: type[P], data: object) -> P:
    try:
        problems = list(islice(_problems(kind, data, ""), MOST_PROBLEMS))
        if problems:
            raise InvalidDocument(problems)
        return msgspec.convert(without_nulls(data), kind)
    except RecursionError as error:
        raise MalformedDocument("the document is nested too deeply") from error


def _problems(kind: Any, value: object, pointer: str) -> Iterator[Problem]:
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, Part):
        yield from _part_problems(kind, value, pointer)
    elif get_origin(kind) is tuple and isinstance(value, list | tuple):
        item_kind = get_args(kind)[0]
        for index, item in enumerate(value):
            yield from _problems(item_kind, item, f"{pointer}/{index}")
    else:
        yield from _leaf_problems(kind, value, pointer)


def _part_problems(kind: type[Part], value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(pointer, "wrong_type", f"must be an object, not {_json_type(value)}")
        return
    is_sound = True
    for problem in chain(_unknown_fields(kind, value, pointer), _field_problems(kind, value, pointer)):
        is_sound = False
        yield problem
    if is_sound:
        yield from _cross_problems(kind, value, pointer)


def _field_problems(kind: type[Part], value: dict[str, object], pointer: str) -> Iterator[Problem]:
    for field in msgspec.structs.fields(kind):
        if value.get(field.encode_name) is not None:
            yield from _problems(field.type, value[field.encode_name], f"{pointer}/{field.encode_name}")
        elif field.required:
            yield Problem(f"{pointer}/{field.encode_name}", "required", "is required here")


def _unknown_fields(kind: type[Part], value: dict[str, object], pointer: str) -> Iterator[Problem]:
    known = kind.__struct_encode_fields__
    for name in value:
        if name not in known:
            yield Problem(
                f"{pointer}/{_escape(name)}",
                "unknown_field",
                f"is not known here; known are {', '.join(known)}",
            )


def _cross_problems(kind: type[Part], value: object, pointer: str) -> Iterator[Problem]:
    try:
        msgspec.convert(without_nulls(value), kind)
    except msgspec.ValidationError as error:
        cause = error.__cause__
        if not isinstance(cause, InvalidDocument):
            yield Problem(pointer, "invalid", str(error))
        else:
            for problem in cause.problems:
                yield problem._replace(pointer=pointer + problem.pointer)


def _leaf_problems(kind: Any, value: object, pointer: str) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        yield Problem(pointer, *_what_would_be_right(kind, value))


def _what_would_be_right(kind: Any, value: object) -> tuple[str, str]:
    base, meta = (get_args(kind)[0], get_args(kind)[1]) if get_origin(kind) is Annotated else (kind, None)
    if get_origin(base) is Literal:
        return "not_in_set", f"must be one of {', '.join(get_args(base))}"
    if base in (int, float):
        number = "a whole number" if base is int else "a number"
        low, high = getattr(meta, "ge", None), getattr(meta, "le", None)
        span = "" if low is None and high is None else f" from {low} to {high}"
        right_type = isinstance(value, (int, float) if base is float else int) and not isinstance(value, bool)
        return ("out_of_range" if right_type else "wrong_type"), f"must be {number}{span}"
    if base is str and isinstance(value, str):
        return "wrong_length", _text_rule(meta)
    return (
        "wrong_type",
        f"must be {_NAMES.get(base, 'a list')}, not {_json_type(value)}",
    )


def _text_rule(meta: msgspec.Meta | None) -> str:
    low, high = (
        getattr(meta, "min_length", None) or 0,
        getattr(meta, "max_length", None),
    )
    pattern = getattr(meta, "pattern", None)
    return f"must have {low} to {high} characters" + (f" and match {pattern}" if pattern else "")


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        remaining = [option for option in get_args(kind) if option is not NoneType]
        return remaining[0] if len(remaining) == 1 else kind
    return kind


def _json_type(value: object) -> str:
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "a boolean"), ((int, float), "a number"), (str, "this text"), (dict, "an object"), (list, "a list"),
    )  # fmt: skip
    return next((name for kinds, name in names if isinstance(value, kinds)), "null")


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


_NAMES: dict[object, str] = {
    str: "text",
    bool: "true or false",
    uuid.UUID: "an id (UUID)",
    datetime.date: "a date like 2026-03-02",
    datetime.datetime: "a time with its offset like 2026-03-02T10:00:00Z",
}
