"""gzip of REST answers: where nobody can learn from the size of an answer what is in it.

Compressing secrets beside text that somebody else chose lets that somebody guess the secrets from the length (BREACH). It needs
a victim whose browser adds the credential by itself. So only JSON is compressed, and never for a request with a session cookie:
a bearer token is sent by a program that chooses its requests itself. Pages of the admin stay as they are.
"""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

LEAST_BYTES = 1_000  # below that an answer is one packet, compressed or not


class JSONCompressionMiddleware(GZipMiddleware):
    """Django's, for JSON of 1,000 bytes or more to clients without a session. ETags of ours are weak already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that is asked for, worth it and safe."""
        return super().process_response(request, response) if _may_be_compressed(request, response) else response


def _may_be_compressed(request: HttpRequest, response: HttpResponseBase) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0]
    return (
        not response.streaming
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and (kind == "application/json" or kind.endswith("+json"))
        and len(response.content) >= LEAST_BYTES  # type: ignore[attr-defined]
    )
