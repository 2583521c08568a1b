"""Every example of the OpenAPI document runs: what is sent is accepted, what is answered is what is shown.

`make answers` records the answers anew.
"""

import json
import os
import re
from typing import Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS31Validator

from clinic.http.recorded_answers import FILE
from clinic.http.reference import openapi_document
from clinic.models import Role
from tests.contracts.stories import addressed, told
from tests.world import World

DOCUMENT = json.loads(openapi_document())
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [
    pytest.param(method, path, item[method], id=item[method]["operationId"])
    for path, item in DOCUMENT["paths"].items()
    for method in METHODS
    if method in item
]
RECORDING = "RECORD_ANSWERS" in os.environ
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]+")


def sent(client: Client, method: str, address: str, body: Any, revision: int | None) -> Any:
    raw = b"" if body is None else json.dumps(body).encode()
    headers = {} if revision is None else {"If-Match": f'W/"{revision}"'}
    return client.generic(method.upper(), address, raw, "application/json", headers=headers)


def bodies(operation: dict[str, Any]) -> list[Any]:
    """The example bodies; None where nothing need be sent."""
    given = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    return [example["value"] for example in given.values()] or [None]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_example_is_accepted_and_answered_as_shown(world: World, method: str, path: str, operation: Any) -> None:
    if operation.get("requestBody", {}).get("required"):
        assert bodies(operation) != [None], "a body that must be sent needs an example"
    for place, body in enumerate(bodies(operation)):
        name = operation["operationId"]
        body = told(name, body, world.north)
        address, revision = addressed(name, path, world.north)
        answer = sent(world.north.rest(Role.MANAGER), method, address, body, revision)
        assert answer.status_code in (200, 201, 202, 204), answer.content
        if not answer.content:
            continue
        schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        OAS31Validator({**schema, "components": DOCUMENT["components"]}).validate(answer.json())
        if place == 0:
            compare(name, answer.status_code, shortened(answer.json(), {}))


def compare(name: str, status: int, body: Any) -> None:
    """With what is recorded; or record it."""
    recorded = json.loads(FILE.read_text()) if FILE.exists() else {}
    if RECORDING:
        recorded[name] = {"status": status, "body": body}
        FILE.write_text(json.dumps(recorded, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert name in recorded, "record its answer: `make answers`"
    assert (recorded[name]["status"], shape(recorded[name]["body"])) == (status, shape(body)), "not as shown: `make answers`"


def test_no_answer_is_shown_for_what_is_no_more() -> None:
    assert set(json.loads(FILE.read_text())) <= {operation.id for operation in OPERATIONS}


def shape(value: Any) -> Any:
    """The members and kinds of values, without the values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def shortened(value: Any, ids: dict[str, str]) -> Any:
    """The answer with one item of each list, and with ids, times and secrets that are the same each time."""
    if isinstance(value, dict):
        return {name: shortened(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [shortened(inner, ids) for inner in value[:1]]
    if not isinstance(value, str):
        return value
    value = ID.sub(lambda found: ids.setdefault(found[0], f"0197c1c4-7a30-7cc4-b53a-{len(ids) + 1:012}"), value)
    return SECRET.sub("whsec_c2hvd24gb25jZSwgbm90IHRoaXMgb25l", TIME.sub("2026-03-02T10:00:00Z", value))
