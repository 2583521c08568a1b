"""The description of the REST interface (OpenAPI 3.1), from the views themselves.

``@extend_schema`` may name msgspec structs: ``request=RegisterPatient, responses={201: PatientAnswer}``, and
``items_of(PatientAnswer)`` for a page of them.  Every operation gets the problems it can answer with.
"""

from types import UnionType
from typing import Any

import msgspec
from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse

from clinic.http.components import Use, components_of
from clinic.http.operation_ids import operation_id, tag_of
from clinic.http.problem_responses import RATE_LIMIT_HEADERS, problem_responses

IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(W/)?"[1-9][0-9]{0,8}"$'},
    OpenApiParameter.HEADER,
    required=True,
    description='The ETag you last read, such as `W/"3"`.',
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="A new key for each new request, such as a UUID. Within 24 hours the same key, address and body have their "
    "effect once: sent again, the request gets the first answer, with `Idempotent-Replayed: true`.",
)
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "The ETag you have; where it is still the current one, the answer is 304 without a body.",
}
REQUEST_ID_HEADER = {
    "description": "The id of the request: yours, where you sent one, otherwise ours. The audit and the log have it.",
    "required": True,
    "schema": {"type": "string"},
}
ETAG_HEADER = {
    "description": "The revision, for `If-Match` and `If-None-Match`.",
    "required": True,
    "schema": {"type": "string", "pattern": '^W/"[1-9][0-9]*"$'},
}
LOCATION_HEADER = {
    "description": "The address of what was made.",
    "required": True,
    "schema": {"type": "string", "format": "uri-reference"},
}
REPLAYED_HEADER = {"description": "`true`: the first answer to this key, again.", "schema": {"const": "true"}}
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, description="How many items a page holds."
)
CURSOR = OpenApiParameter(
    "cursor", {"type": "string", "minLength": 1}, description="Where the page begins; taken from `next` of the page before."
)
PAGE_PARAMETERS = [LIMIT, CURSOR]


class Problem(msgspec.Struct, frozen=True):
    """An error (RFC 9457). `type` is a page that explains it, `code` is stable, `errors` names every member at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list["ProblemField"] = []


class ProblemField(msgspec.Struct, frozen=True):
    """One member at fault: its JSON pointer (or the name of the query parameter), a stable code, a plain sentence."""

    pointer: str
    code: str
    detail: str


def items_of(item: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The struct of a page of ``item``: ``{"items": [...], "next": address or null}``."""
    members: list[tuple[str, Any]] = [("items", list[item]), ("next", str | None)]  # type: ignore[valid-type]
    return msgspec.defstruct(f"{item.__name__}Page", members, frozen=True)


def is_struct(thing: object) -> bool:
    """Whether ``thing`` is a msgspec struct class, or a union of them and of lists of them (``Case | list[Case]``)."""
    if isinstance(thing, UnionType):
        return True
    return isinstance(thing, type) and issubclass(thing, msgspec.Struct)


class AutoSchema(SpectacularSchema):
    """drf-spectacular, taught structs and problems."""

    def get_operation_id(self) -> str:
        """From the address and the method; ``@extend_schema(operation_id=…)`` where that does not read well."""
        return operation_id(self.method, self.path)

    def get_tags(self) -> list[str]:
        """What the address is about."""
        return [tag_of(self.path)]

    def _get_parameters(self) -> list[dict[str, Any]]:
        """The declared ones, and what every address with an ETag takes."""
        given: list[dict[str, Any]] = super()._get_parameters()
        for parameter in given:
            if parameter["in"] == "path":
                parameter.setdefault("description", f"The {' of the '.join(reversed(parameter['name'].split('_')))}.")
        return [IF_NONE_MATCH, *given] if self.method == "GET" and self._has_etag() else given

    def _get_request_body(self, direction: Direction = "request") -> Any:
        """A body that can say nothing may be left out."""
        body = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        if body and (getattr(self.view, "optional_body", False) or self._says_nothing()):
            body["required"] = False
        return body

    def _says_nothing(self) -> bool:
        return not getattr(self.get_request_serializer(), "__struct_fields__", True)

    def get_override_parameters(self) -> list[Any]:
        """What no view needs to declare: a POST with an effect takes an idempotency key."""
        return [*super().get_override_parameters(), *([IDEMPOTENCY_KEY] if self._is_done_once() else [])]

    def _is_done_once(self) -> bool:
        return self.method == "POST" and getattr(self.view, "has_effect", False)

    def _get_request_for_media_type(self, serializer: Any, direction: str = "request") -> Any:
        if is_struct(serializer):
            return self.reference(serializer, Use.PATCH if self.method == "PATCH" else Use.REQUEST), True
        return super()._get_request_for_media_type(serializer, direction)  # type: ignore[no-untyped-call]

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: str = "response"
    ) -> Any:
        if isinstance(serializer, OpenApiResponse) and is_struct(serializer.response):
            serializer = OpenApiResponse(self.reference(serializer.response), serializer.description, serializer.examples)
        elif is_struct(serializer):
            serializer = self.reference(serializer)
        return super()._get_response_for_code(serializer, status_code, media_types, direction)  # type: ignore[no-untyped-call]

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        """The declared answers with their headers, and the problems that no view needs to declare."""
        bodies = super()._get_response_bodies(direction)
        for status, body in bodies.items():
            body["description"] = body.get("description") or _SAID[status]
            body["headers"] = {**body.get("headers", {}), **self._headers(status)}
        if self.method == "GET" and self._has_etag():
            bodies["304"] = {"description": _SAID["304"], "headers": self._headers("200")}
        return bodies | problem_responses(self._problem_codes(), self.reference(Problem), REQUEST_ID_HEADER)

    def _headers(self, status: str) -> dict[str, Any]:
        headers: dict[str, Any] = {"X-Request-Id": REQUEST_ID_HEADER, **RATE_LIMIT_HEADERS}
        if status == "201":
            headers["Location"] = LOCATION_HEADER
        if self._is_done_once():
            headers["Idempotent-Replayed"] = REPLAYED_HEADER
        return headers | {"ETag": ETAG_HEADER} if self._has_etag() else headers

    def _has_etag(self) -> bool:
        """Whether the answer is one row: it tells its revision, or the number that stands for it where nothing ever changes."""
        answers: Any = self.get_response_serializers()
        shown = answers.values() if isinstance(answers, dict) else (answers,)
        return any({"revision", "number"} & set(getattr(answer, "__struct_fields__", ())) for answer in shown)

    def _problem_codes(self) -> tuple[str, ...]:
        """Every code that the operation can answer with: those of its kind, and those that its view declares."""
        codes: tuple[str, ...] = _ALWAYS
        if "{" in self.path:
            codes += ("not_found",)
        if self.method != "GET":
            codes += ("csrf_failed",)
        if self.method in ("POST", "PUT", "PATCH"):
            codes += _WITH_BODY
        if self._is_done_once():
            codes += ("idempotency_key_reused", "idempotency_in_progress")
        if any(getattr(given, "name", "") == "If-Match" for given in self.get_override_parameters()):
            codes += ("stale", "precondition_required")
        return codes + tuple(getattr(self.view, "refuses", {}).get(self.method, ()))

    def reference(self, struct: Any, use: Use = Use.ANSWER) -> dict[str, str]:
        """Register ``struct`` and all it contains as components; return the reference to it."""
        reference, components = components_of(struct, use)
        for name, schema in components.items():
            self.registry.register_on_missing(
                ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
            )
        return reference


_ALWAYS = (
    "malformed",
    "not_authenticated",
    "token_not_valid",
    "not_permitted",
    "not_acceptable",
    "invalid",
    "rate_limited",
    "internal_error",
    "unavailable",
)
_WITH_BODY = ("conflict", "too_large", "unsupported_media_type")
_SAID = {
    "200": "Done; this is how it is now.",
    "201": "Made.",
    "202": "Taken up.",
    "204": "Done.",
    "304": "What you have is the current state.",
}


class BearerScheme(OpenApiAuthenticationExtension):
    """How a system signs in."""

    target_class = "clinic.access.drf.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An HTTP bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "An access token, `gw_…`."}


class SessionScheme(OpenApiAuthenticationExtension):
    """How a person's browser signs in."""

    target_class = "clinic.access.drf.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The session cookie; changes need the CSRF token as well."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The browser session; a change also needs the `X-CSRFToken` header.",
        }
