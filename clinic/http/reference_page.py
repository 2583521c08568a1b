"""The reference as plain pages need it: every operation with its parameters, body, answers and errors, and every schema.

Made from the OpenAPI document alone, so that the page cannot say anything else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SCHEMA = "#/components/schemas/"
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, code, or a link to a schema on the page."""

    text: str
    is_code: bool = False
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a schema."""

    name: str
    place: str
    required: bool
    kind: tuple[Piece, ...]
    description: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One status: what it means, what the body holds, which headers come, which error codes it can have."""

    status: str
    description: tuple[Piece, ...]
    kind: tuple[Piece, ...]
    headers: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    description: tuple[Piece, ...]
    parameters: tuple[Member, ...]
    body: tuple[Piece, ...]
    body_required: bool
    examples: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One schema."""

    name: str
    description: tuple[Piece, ...]
    members: tuple[Member, ...]


def groups(document: Schema) -> list[Group]:
    """Every operation, by tag, in the order of the tags."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    told = {tag["name"]: tag["description"] for tag in document["tags"]}
    return [Group(name, told.get(name, ""), tuple(operations)) for name, operations in found.items() if operations]


def shapes(document: Schema) -> list[Shape]:
    """Every schema, by name."""
    return [
        Shape(name, prose(schema.get("description", "")), tuple(_members(schema)))
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def prose(text: str) -> tuple[Piece, ...]:
    """A sentence, what stands between backticks as code."""
    return tuple(Piece(part, bool(place % 2)) for place, part in enumerate(text.split("`")) if part)


def _operation(document: Schema, path: str, method: str, operation: Schema) -> Operation:
    body = operation.get("requestBody", {})
    media = body.get("content", {}).get("application/json", {})
    examples = media.get("examples", {}).items()
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        operation["summary"],
        prose(operation["description"]),
        tuple(_parameter(given) for given in operation.get("parameters", ())),
        tuple(_kind(media["schema"])) if media else (),
        body.get("required", False),
        tuple((shown.get("summary", name), json.dumps(shown["value"], indent=2, ensure_ascii=False)) for name, shown in examples),
        tuple(_answer(document, status, given) for status, given in sorted(operation["responses"].items())),
    )


def _parameter(given: Schema) -> Member:
    kind = tuple(_kind(given["schema"]))
    return Member(given["name"], given["in"], given.get("required", False), kind, prose(given.get("description", "")))


def _answer(document: Schema, status: str, given: Schema) -> Answer:
    if "$ref" in given:
        given = document["components"]["responses"][given["$ref"].rsplit("/", 1)[1]]
    problem = given.get("content", {}).get("application/problem+json", {})
    media = given.get("content", {}).get("application/json", {})
    kind = tuple(_kind(media["schema"])) if media else ()
    codes = tuple(problem.get("examples", ()))
    return Answer(status, prose(given["description"]), kind, tuple(given.get("headers", ())), codes)


def _members(schema: Schema) -> Iterator[Member]:
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        yield Member(name, "", name in required, tuple(_kind(inner)), prose(inner.get("description", "")))


def _kind(schema: Schema) -> Iterator[Piece]:
    """The kind of value in words: ``integer, 0 to 10 or null``."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMA)
        yield Piece(name, schema=name)
    elif "anyOf" in schema:
        for place, choice in enumerate(schema["anyOf"]):
            yield from (Piece(" or "),) if place else ()
            yield from _kind(choice)
    elif schema.get("type") == "array":
        yield Piece("list of ")
        yield from _kind(schema["items"])
    elif "enum" in schema:
        for place, value in enumerate(schema["enum"]):
            yield from (Piece(", "),) if place else ()
            yield Piece(str(value), is_code=True)
    else:
        yield Piece(_simple(schema))


def _simple(schema: Schema) -> str:
    """A value without parts, with its bounds."""
    words = [schema.get("format") or schema.get("type") or "anything"]
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None or high is not None:
        words.append(f"{low if low is not None else '…'} to {high if high is not None else '…'}")
    if "maxLength" in schema:
        words.append(f"at most {schema['maxLength']} characters")
    return ", ".join(words)
