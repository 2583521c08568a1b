"""The base of every clinical REST view: who asks, what it takes, and how an answer is given."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.access.actor import Actor
from clinic.access.drf import BearerAuthentication, DeclaredPermission, SessionAuthentication
from clinic.access.permissions import Permission
from clinic.errors import Malformed, NotAuthenticated
from clinic.http.body import DEFAULT_MAX_BODY_BYTES, JSONParser, measure_chunked
from clinic.http.concurrency import Revisioned, etag, is_current, require_if_match
from clinic.http.idempotency import Once, key_of
from clinic.http.limits import Allowance, allowance_of
from clinic.http.renderer import JSONRenderer
from clinic.http.schema import AutoSchema


class ClinicView(APIView):
    """Each subclass declares ``required``: method → permission (None: being signed in is enough).  A handler without its entry
    fails a system check, and is refused.  HEAD takes what GET takes; OPTIONS takes being signed in."""

    required: ClassVar[Mapping[str, Permission | None]] = {}
    refuses: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Method → the error codes of its own, beside those that every operation of its kind can answer with."""
    is_worded: ClassVar[bool] = False
    """Whether answers are sentences in the reader's language: then a reader has one only in that language."""
    max_body_bytes: ClassVar[int] = DEFAULT_MAX_BODY_BYTES
    optional_body: ClassVar[bool] = False  # True: no body says the same as an empty document
    has_effect: ClassVar[bool] = True  # False: a POST that stores nothing, and so has nothing to do once only

    authentication_classes = (BearerAuthentication, SessionAuthentication)
    permission_classes = (DeclaredPermission,)
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    schema = AutoSchema()

    raw_body: bytes = b""
    allowance: Allowance | None = None

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """The framework's request, whatever way its body is sent."""
        measure_chunked(request, self.max_body_bytes)
        return super().initialize_request(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        """Who asks; and counted, whoever it is: also what is refused from here on.  Raises ``TooManyRequests``."""
        actor: Actor | None = None
        try:
            super().perform_authentication(request)
            actor = request.auth if isinstance(request.auth, Actor) else None
        finally:
            self.allowance = allowance_of(request._request, actor)
            if self.allowance is not None:
                self.allowance.refuse_if_spent()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign in, permission; and have a POST with a key answered once."""
        super().initial(request, *args, **kwargs)
        handler = getattr(self, "post", None)
        if request.method == "POST" and handler and self.has_effect and (key := key_of(request)) is not None:
            setattr(self, "post", partial(self._once, key, handler))  # noqa: B010  (the framework looks the handler up after this)

    def _once(self, key: str, handler: Callable[..., Response], request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.data  # noqa: B018  (parses once; the parser leaves the bytes in raw_body)
        once = Once.of(request, key, self.raw_body, self.actor)
        return once.answer(lambda: handler(request, *args, **kwargs))

    @property
    def actor(self) -> Actor:
        """Who asks.  Raises ``NotAuthenticated`` where nobody does."""
        if not isinstance(self.request.auth, Actor):
            raise NotAuthenticated()
        return self.request.auth

    def body(self) -> bytes:
        """The JSON body as sent: bounded, well-formed, without NUL.  ``Malformed`` where none was: a body lost on its way
        must not be taken for a document in which nothing is recorded."""
        self.request.data  # noqa: B018  (parses once; the parser leaves the bytes here)
        if not self.raw_body:
            raise Malformed("There is no body; send a JSON document, at least {}.")
        return self.raw_body

    def expected_revision(self) -> int:
        """The revision that ``If-Match`` names; see ``require_if_match`` for what it raises."""
        return require_if_match(self.request)

    def represent(
        self, row: Revisioned, document: object, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Response:
        """An answer with the ETag of ``row``; 304 without a body where a reader already has it."""
        tag = etag(row, other_language() if self.is_worded else "")
        sent = {"ETag": tag, **(headers or {})}
        if self.request.method in ("GET", "HEAD") and is_current(self.request, tag):
            return Response(status=304, headers=sent)
        return Response(document, status=status, headers=sent)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """What this address offers: 204 and ``Allow``."""
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Nothing clinical is kept by a browser or a proxy; and what the client may still ask."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        for name, value in self.allowance.headers().items() if self.allowance else ():
            answer[name] = value
        return answer


def other_language() -> str:
    """The reader's language as two letters; nothing for English."""
    language = (translation.get_language() or "en")[:2]
    return "" if language == "en" else language
