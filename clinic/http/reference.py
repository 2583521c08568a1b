"""The OpenAPI document and its page.

The document is made once per process: making it takes near half a second, and anybody may ask for it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.http.renderer import encode


@cache
def openapi_document() -> bytes:
    """The document as JSON."""
    return encode(SchemaGenerator().get_schema(request=None, public=True))


class EncodedRenderer(BaseRenderer):
    """Hands on what is JSON already."""

    media_type = "application/vnd.oai.openapi+json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None) -> Any:
        """The bytes themselves."""
        return data


class PlainJSONRenderer(EncodedRenderer):
    """The same for clients that ask for plain JSON."""

    media_type = "application/json"


class OpenAPIView(APIView):
    """OpenAPI 3.1, for everybody."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (EncodedRenderer, PlainJSONRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The document."""
        return Response(openapi_document(), headers={"Cache-Control": "public, max-age=60"})


class ReferenceView(SpectacularSwaggerSplitView):
    """The reference page: the script apart from the page, everything from our own server."""

    authentication_classes = ()
    permission_classes = ()
    url_name = "openapi"
