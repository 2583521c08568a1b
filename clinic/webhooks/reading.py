"""Bodies in: each member judged on its own, so that all that is wrong is told at once."""

import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from clinic.errors import FieldProblem, Invalid
from clinic.http.body import escaped

Url = Annotated[str, msgspec.Meta(max_length=2_000)]
Events = Annotated[list[str], msgspec.Meta(min_length=1, max_length=20)]
Description = Annotated[str, msgspec.Meta(max_length=200)]


class NewWebhook(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A subscription to make. `events`: which kinds of event to send; `description`: what it is for, in your words."""

    url: Url
    events: Events
    description: Description = ""


class WebhookChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change; what is absent stays. `description: null` empties it."""

    url: Url | msgspec.UnsetType = msgspec.UNSET
    events: Events | msgspec.UnsetType = msgspec.UNSET
    description: Description | msgspec.UnsetType | None = msgspec.UNSET
    is_active: bool | msgspec.UnsetType = msgspec.UNSET


class ReplaySince(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From when on. A time with an offset, such as `2026-03-01T09:30:00+01:00`."""

    since: Annotated[datetime.datetime, msgspec.Meta(tz=True)]


class NoMembers(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A body with nothing in it."""


Body = TypeVar("Body", bound=msgspec.Struct)


def read(kind: type[Body], data: object) -> Body:
    """``data`` as a ``kind``; ``Invalid`` with every member at fault.  Null is the same as absent, except in a change."""
    if not isinstance(data, dict):
        raise Invalid(problems=(FieldProblem("", "not_acceptable", "The body must be a JSON object."),))
    if kind is not WebhookChange:
        data = {name: value for name, value in data.items() if value is not None or name not in kind.__struct_fields__}
    known = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    problems = [FieldProblem(f"/{escaped(name)}", "unknown", "There is no such member.") for name in data if name not in known]
    problems += [_missing(name) for name, field in known.items() if field.required and name not in data]
    values: dict[str, Any] = {}
    for name in known.keys() & data.keys():
        try:
            values[name] = msgspec.convert(data[name], known[name].type)
        except msgspec.ValidationError as error:
            problems.append(FieldProblem(f"/{name}", "not_acceptable", f"{str(error).replace('`', '')}."))
    if problems:
        raise Invalid(problems=tuple(sorted(problems, key=lambda problem: problem.pointer)))
    return kind(**values)


def _missing(name: str) -> FieldProblem:
    return FieldProblem(f"/{name}", "required", "This member is required.")
