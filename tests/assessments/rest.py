"""Speaking REST in tests: short verbs that read and write JSON."""

import json
from typing import Any

import msgspec
from django.http.response import HttpResponseBase
from django.test import Client

API = "/api/v1"


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(API + path, headers=headers)


def post(client: Client, path: str, body: Any = None, *, revision: int | None = None) -> Any:
    return send(client, "POST", path, body, revision)


def patch(client: Client, path: str, body: Any, *, revision: int | None) -> Any:
    return send(client, "PATCH", path, body, revision)


def send(client: Client, method: str, path: str, body: Any, revision: int | None) -> Any:
    """`body`: bytes as they are, anything else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    headers = {} if revision is None else {"If-Match": f'W/"{revision}"'}
    return client.generic(method, API + path, raw, "application/json", headers=headers)


def ok(response: Any, status: int = 200) -> Any:
    """The body of an answer that must have this status."""
    assert response.status_code == status, response.content
    return response.json()


def problem(response: HttpResponseBase, status: int, code: str) -> Any:
    """The problem document of an answer that must be one."""
    body: Any = getattr(response, "content", b"")
    assert response.status_code == status, body
    assert response["Content-Type"] == "application/problem+json"
    document = json.loads(body)
    assert (document["status"], document["code"]) == (status, code)
    return document


def pointers(document: Any) -> list[str]:
    return [error["pointer"] for error in document["errors"]]


def as_described(document: dict[str, Any], struct: type) -> None:
    """The document is what the description says: nothing wrong in it, nothing in it that is not described."""
    back = json.loads(msgspec.json.encode(msgspec.convert(document, struct)))
    assert {name: back.get(name, "is not described") for name in document} == document
