"""Structs as components of the OpenAPI document.

One struct is described in up to three ways, because a client may send what an answer never holds:

==================  ====================================================================================================
``Sitting``         in an answer: a member that was not recorded is absent; members may be added later, ignore unknown ones
``SittingRequest``  in a request: ``null`` is the same as absent; unknown members are refused
``PatchedSitting``  in a merge patch: every member may be left out (it stays) or ``null`` (it becomes not recorded)
==================  ====================================================================================================

Only documents (structs that forbid unknown members) differ; what is only ever answered has its one form.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect

PREFIX = "#/components/schemas/"
NULL = {"type": "null"}
Schema = dict[str, Any]


class Use(Enum):
    """What a schema is for: what the name of its component looks like."""

    ANSWER = "{}"
    REQUEST = "{}Request"
    PATCH = "Patched{}"


def components_of(kind: Any, use: Use) -> tuple[Schema, dict[str, Schema]]:
    """The schema that refers to ``kind`` (a struct, or a union of structs and lists of them), and every component it needs."""
    (top,), plain = msgspec.json.schema_components([kind], ref_template=PREFIX + "{name}")
    structs = {struct.cls.__name__: struct for struct in _structs(inspect.type_info(kind), {})}
    made: dict[str, Schema] = {}
    waiting: list[tuple[str, Use]] = []
    reference = _renamed(top, use, structs, waiting)
    while waiting:
        name, wanted = waiting.pop()
        final = _name(name, wanted, structs)
        if final not in made:
            made[final] = {}
            made[final] = _component(plain[name], structs.get(name), wanted, structs, waiting) | {"title": final}
    return reference, made


def _structs(info: Any, seen: dict[type, None]) -> Iterator[inspect.StructType]:
    """Every struct that a type contains, once."""
    if isinstance(info, inspect.StructType) and info.cls not in seen:
        seen[info.cls] = None
        yield info
        for field in info.fields:
            yield from _structs(field.type, seen)
    for name in ("types", "item_types"):
        for inner in getattr(info, name, ()):
            yield from _structs(inner, seen)
    for name in ("item_type", "type", "value_type"):
        if (inner := getattr(info, name, None)) is not None and not isinstance(info, inspect.StructType):
            yield from _structs(inner, seen)


def _is_document(name: str, structs: dict[str, inspect.StructType]) -> bool:
    return name in structs and structs[name].forbid_unknown_fields


def _name(name: str, use: Use, structs: dict[str, inspect.StructType]) -> str:
    return use.value.format(name) if _is_document(name, structs) else name


def _component(
    plain: Schema, struct: inspect.StructType | None, use: Use, structs: dict[str, inspect.StructType], waiting: list[Any]
) -> Schema:
    """One component for one use; what it refers to is added to ``waiting``."""
    schema = {**plain, "description": " ".join(plain.get("description", "").split())}
    properties = {name: _with_time(inner, name, struct) for name, inner in plain.get("properties", {}).items()}
    required = plain.get("required", [])
    if struct is not None and struct.forbid_unknown_fields:
        change = _CHANGES[use]
        properties = {name: inner if name in required else change(inner) for name, inner in properties.items()}
        if use is Use.ANSWER:
            schema.pop("additionalProperties", None)
    if properties:
        schema["properties"] = {name: _renamed(inner, use, structs, waiting) for name, inner in properties.items()}
    return schema


def _with_time(schema: Schema, name: str, struct: inspect.StructType | None) -> Schema:
    """msgspec leaves out the format of a time that is not bound to have an offset; every time of ours has one."""
    field = next((field for field in struct.fields if field.encode_name == name), None) if struct else None
    types = getattr(field.type, "types", (field.type,)) if field else ()
    if not any(isinstance(kind, inspect.DateTimeType) for kind in types):
        return schema
    if "anyOf" in schema:
        return schema | {"anyOf": [_dated(choice) for choice in schema["anyOf"]]}
    return _dated(schema)


def _dated(schema: Schema) -> Schema:
    return schema | {"format": "date-time"} if schema.get("type") == "string" else schema


def _nullable(schema: Schema) -> Schema:
    """The schema, and null."""
    choices = schema.get("anyOf")
    if choices is not None:
        return schema if NULL in choices else schema | {"anyOf": [*choices, NULL]}
    aside: Schema = {key: schema[key] for key in ("default", "description") if key in schema}
    return {"anyOf": [{key: value for key, value in schema.items() if key not in aside}, NULL], **aside}


def _in_patch(schema: Schema) -> Schema:
    """What is left out of a patch stays as it is: there is no default."""
    return {key: value for key, value in _nullable(schema).items() if key != "default"}


def _recorded(schema: Schema) -> Schema:
    """The schema without null: what was not recorded is absent."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != NULL]
    rest = {key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)}
    if not choices:
        return rest
    return {**choices[0], **rest} if len(choices) == 1 else {"anyOf": choices, **rest}


_CHANGES = {Use.ANSWER: _recorded, Use.REQUEST: _nullable, Use.PATCH: _in_patch}


def _renamed(schema: Any, use: Use, structs: dict[str, inspect.StructType], waiting: list[Any]) -> Any:
    """The schema with its references leading to the components of this use. The items of a list are sent whole, not patched."""
    if isinstance(schema, list):
        return [_renamed(inner, use, structs, waiting) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        name = schema["$ref"].removeprefix(PREFIX)
        waiting.append((name, use))
        return schema | {"$ref": PREFIX + _name(name, use, structs)}
    within = Use.REQUEST if use is Use.PATCH and schema.get("type") == "array" else use
    return {key: _renamed(inner, within, structs, waiting) for key, inner in schema.items() if key != "default"} | {
        key: inner for key, inner in schema.items() if key == "default"
    }
