"""The error answers of an operation as the OpenAPI document tells them: per status its codes, each with an example."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from clinic.http.catalogue import CATALOGUE, Entry

_RETRY_AFTER = {"description": "Seconds to wait before the same request.", "required": True, "schema": {"type": "integer"}}
_SIGN_IN = {"description": "How to sign in.", "required": True, "schema": {"type": "string"}}
_MORE = {401: {"WWW-Authenticate": _SIGN_IN}, 429: {"Retry-After": _RETRY_AFTER}, 503: {"Retry-After": _RETRY_AFTER}}
RATE_LIMIT_HEADERS = {
    name: {"description": description, "schema": {"type": "integer", "minimum": 0}}
    for name, description in (
        ("RateLimit-Limit", "Requests a minute that you may send; absent where there is no limit."),
        ("RateLimit-Remaining", "Requests that are left of them."),
        ("RateLimit-Reset", "Seconds until they are all yours again."),
    )
}
_RESPONSES = "#/components/responses/"


def problem_responses(codes: Iterable[str], problem: dict[str, str], request_id: dict[str, Any]) -> dict[str, Any]:
    """Status → response object for ``codes``; ``problem`` is the reference to the schema that all of them share."""
    by_status: dict[int, list[Entry]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(CATALOGUE[code].status, []).append(CATALOGUE[code])
    return {
        str(status): {
            "description": "; ".join(entry.title for entry in entries) + ".",
            "headers": {"X-Request-Id": request_id, **RATE_LIMIT_HEADERS, **_MORE.get(status, {})},
            "content": {"application/problem+json": _content(entries, problem)},
        }
        for status, entries in sorted(by_status.items())
    }


def _content(entries: list[Entry], problem: dict[str, str]) -> dict[str, Any]:
    code = {"enum": [entry.code for entry in entries]}
    return {
        "schema": {"allOf": [problem, {"type": "object", "properties": {"code": code}}]},
        "examples": {entry.code: {"summary": entry.title, "value": _example(entry)} for entry in entries},
    }


def _example(entry: Entry) -> dict[str, Any]:
    """A problem with this code; its detail says what the catalogue says, in the running system what is at fault."""
    return {
        "type": f"/problems/{entry.code}",
        "title": entry.title,
        "status": entry.status,
        "detail": entry.meaning,
        "code": entry.code,
        "request_id": "0197c1c4-7a30-7cc4-b53a-2f3b1ad0c5a1",
    }


def share_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Error answers that operations have in common stand once, under ``components/responses``.  A hook of drf-spectacular."""
    shared: dict[str, Any] = {}
    for item in result["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    name = _name(int(status), response)
                    shared[name] = response
                    operation["responses"][status] = {"$ref": _RESPONSES + name}
    result["components"]["responses"] = dict(sorted(shared.items()))
    return result


def _name(status: int, response: dict[str, Any]) -> str:
    """``NotFound`` for the plain kind, with its codes where there are several."""
    codes = list(response["content"]["application/problem+json"]["examples"])
    words = HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")
    return words if len(codes) == 1 else f"{words}-{'-'.join(codes[1:])}"
