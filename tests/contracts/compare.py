"""What in a new OpenAPI document breaks a client that was written for the old one.

Compatible are: new operations, new answer members, new optional input, wider input, new values that an answer may hold (clients
ignore members and values they do not know), new error codes. Everything else that differs is told in one line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")


def incompatible(old: Schema, new: Schema) -> list[str]:
    """One line for each incompatible change, in a stable order."""
    after = operations(new)
    found = []
    for address, operation in operations(old).items():
        if address not in after:
            found.append(f"{address}: removed")
            continue
        found += Comparison(old, new, operation["operationId"]).changes(operation, after[address])
    return sorted(set(found))


def operations(document: Schema) -> dict[str, Schema]:
    """``GET /patients`` → operation."""
    paths = document["paths"].items()
    return {f"{method.upper()} {path}": item[method] for path, item in paths for method in METHODS if method in item}


@dataclass
class Comparison:
    """The old and the new form of one operation."""

    old: Schema
    new: Schema
    name: str
    seen: set[tuple[str, str, bool]] = field(default_factory=set)

    def changes(self, old: Schema, new: Schema) -> Iterator[str]:
        if old["operationId"] != new["operationId"]:
            yield f"{self.name}: is now called {new['operationId']}"
        yield from self.parameters(old, new)
        yield from self.body(old.get("requestBody"), new.get("requestBody"))
        yield from self.answers(old["responses"], new["responses"])

    def parameters(self, old: Schema, new: Schema) -> Iterator[str]:
        before, after = ({given["name"]: given for given in operation.get("parameters", ())} for operation in (old, new))
        for name in before.keys() - after.keys():
            yield f"{self.name} {name}: removed"
        for name, given in after.items():
            if given.get("required") and not before.get(name, {}).get("required"):
                yield f"{self.name} {name}: now required"
            if name in before:
                yield from self.schemas(before[name]["schema"], given["schema"], name, sent=True)

    def body(self, old: Schema | None, new: Schema | None) -> Iterator[str]:
        if new and new.get("required") and not (old or {}).get("required"):
            yield f"{self.name} body: now required"
        if old and not new:
            yield f"{self.name} body: removed"
        if old and new:
            yield from self.contents(old, new, "body", sent=True)

    def answers(self, old: Schema, new: Schema) -> Iterator[str]:
        for status, before in old.items():
            if status not in new:
                yield f"{self.name} {status}: removed"
                continue
            one, other = resolved(before, self.old), resolved(new[status], self.new)
            for header in one.get("headers", {}).keys() - other.get("headers", {}).keys():
                yield f"{self.name} {status} header {header}: removed"
            yield from self.contents(one, other, status, sent=False)

    def contents(self, old: Schema, new: Schema, where: str, *, sent: bool) -> Iterator[str]:
        for media, before in old.get("content", {}).items():
            if media not in new.get("content", {}):
                yield f"{self.name} {where} {media}: removed"
            else:
                yield from self.schemas(before["schema"], new["content"][media]["schema"], where, sent=sent)

    def schemas(self, old: Schema, new: Schema, where: str, *, sent: bool) -> Iterator[str]:
        """The alternatives of both, each with its like."""
        pair = (old.get("$ref", ""), new.get("$ref", ""), sent)
        if pair in self.seen:
            return
        if all(pair[:2]):
            self.seen.add(pair)
        before, after = alternatives(old, self.old), alternatives(new, self.new)
        gone, come = before.keys() - after.keys(), after.keys() - before.keys()
        for kind in gone if sent else come | (gone if not before.keys() & after.keys() else set()):
            yield f"{self.name} {where}: {'no longer' if kind in gone else 'now also'} {kind}"
        for kind in before.keys() & after.keys():
            yield from self.alike(before[kind], after[kind], where, sent=sent)

    def alike(self, old: Schema, new: Schema, where: str, *, sent: bool) -> Iterator[str]:
        for value in [value for value in old.get("enum", ()) if value not in new.get("enum", [value])]:
            yield f"{self.name} {where}: no longer {value!r}"
        if sent:
            yield from (f"{self.name} {where}: narrower {rule}" for rule in narrower(old, new))
        elif old.get("format") != new.get("format"):
            yield f"{self.name} {where}: other format"
        yield from self.members(old, new, where, sent=sent)
        if "items" in old and "items" in new:
            yield from self.schemas(old["items"], new["items"], f"{where}/*", sent=sent)

    def members(self, old: Schema, new: Schema, where: str, *, sent: bool) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name in before.keys() - after.keys():
            yield f"{self.name} {where}/{name}: removed"
        demanded, promised = set(new.get("required", ())), set(old.get("required", ()))
        for name in demanded - promised if sent else (promised - demanded) & after.keys():
            yield f"{self.name} {where}/{name}: {'now required' if sent else 'no longer certain'}"
        for name in before.keys() & after.keys():
            yield from self.schemas(before[name], after[name], f"{where}/{name}", sent=sent)


def resolved(thing: Schema, document: Schema) -> Schema:
    """What a reference leads to."""
    while "$ref" in thing:
        _, _, kind, name = thing["$ref"].split("/")
        thing = document["components"][kind][name]
    return thing


def alternatives(schema: Schema, document: Schema) -> dict[str, Schema]:
    """Kind of value → the schema for it."""
    schema = resolved(schema, document)
    if "anyOf" in schema:
        return {kind: inner for choice in schema["anyOf"] for kind, inner in alternatives(choice, document).items()}
    if "allOf" in schema:
        return {"object": {"properties": joined(schema, document)}}
    kind = schema.get("type") or ("string" if "enum" in schema or "const" in schema else "anything")
    return {kind: schema}


def joined(schema: Schema, document: Schema) -> Schema:
    """The members of all parts; a later part says more about a member than an earlier one."""
    members: Schema = {}
    for part in schema["allOf"]:
        members |= resolved(part, document).get("properties", {})
    return members


def narrower(old: Schema, new: Schema) -> Iterator[str]:
    """The rules of the new schema that refuse what the old one accepted."""
    yield from (rule for rule in UPPER if rule in new and not old.get(rule, float("inf")) <= new[rule])
    yield from (rule for rule in LOWER if rule in new and not old.get(rule, float("-inf")) >= new[rule])
    yield from (rule for rule in ("pattern", "format") if rule in new and old.get(rule) != new[rule])
    if "enum" in new and "enum" not in old:
        yield "enum"
