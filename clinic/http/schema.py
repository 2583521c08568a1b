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

from clinic.http.catalogue import CATALOGUE

_REF = "#/components/schemas/{name}"
_ALWAYS = ("not_authenticated", "not_permitted", "not_acceptable", "unavailable", "internal_error")
_WITH_BODY = ("malformed", "conflict", "too_large", "unsupported_media_type", "invalid")

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The ETag you last read, such as `W/"3"`.'
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="A new key for each new request, such as a UUID. Within 24 hours the same key, address and body have their "
    "effect once: sent again, the request gets the first answer, with `Idempotent-Replayed: true`.",
)
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, description="How many items a page holds."
)
CURSOR = OpenApiParameter("cursor", str, description="Where the page begins; taken from `next` of the page before.")
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
        """Stable: the view's class and the method, such as ``PatientList.post`` → ``patient_list_post``."""
        name = type(self.view).__name__.removesuffix("View")
        snake = "".join(f"_{mark.lower()}" if mark.isupper() else mark for mark in name).lstrip("_")
        return f"{snake}_{self.method.lower()}"

    def get_tags(self) -> list[str]:
        """The first word of the path under the version: ``patients``, ``intakes``."""
        words = [word for word in self.path.split("/") if word and not word.startswith("{")]
        return [words[2] if len(words) > 2 else words[-1]]

    def get_override_parameters(self) -> list[Any]:
        """What no view needs to declare: a POST with an effect takes an idempotency key."""
        return [*super().get_override_parameters(), *([IDEMPOTENCY_KEY] if self._is_done_once() else [])]

    def _is_done_once(self) -> bool:
        return self.method == "POST" and getattr(self.view, "has_effect", False)

    def _get_request_for_media_type(self, serializer: Any, direction: str = "request") -> Any:
        if is_struct(serializer):
            return self.reference(serializer), True
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
        """The declared answers, and the problems that no view needs to declare."""
        bodies = super()._get_response_bodies(direction)
        for code in self._problem_codes():
            bodies.setdefault(str(CATALOGUE[code].status), self._problem_body(code))
        return bodies

    def _problem_codes(self) -> tuple[str, ...]:
        codes: tuple[str, ...] = _ALWAYS
        if "{" in self.path:
            codes += ("not_found",)
        if self.method in ("POST", "PUT", "PATCH"):
            codes += _WITH_BODY
        if self.method in ("GET", "DELETE"):
            codes += ("invalid",)
        if any(getattr(given, "name", "") == "If-Match" for given in self.get_override_parameters()):
            codes += ("stale", "precondition_required")
        return codes

    def _problem_body(self, code: str) -> dict[str, Any]:
        schema = self.reference(Problem)
        return {"description": CATALOGUE[code].title, "content": {"application/problem+json": {"schema": schema}}}

    def reference(self, struct: Any) -> dict[str, str]:
        """Register ``struct`` and all it contains as components; return the reference to it."""
        (reference,), components = msgspec.json.schema_components([struct], ref_template=_REF)
        for name, schema in components.items():
            self.registry.register_on_missing(
                ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
            )
        return reference


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
