"""The OpenAPI document and its two pages: one to read, and one to try things out on.

The document is made once per process: making it takes near half a second, and anybody may ask for it.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.errors import MethodNotAllowed
from clinic.http.problem import respond
from clinic.http.reference_page import groups, prose, shapes
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


@cache
def _reference() -> dict[str, Any]:
    """What the page to read shows."""
    document = json.loads(openapi_document())
    about = [prose(paragraph) for paragraph in document["info"]["description"].split("\n\n")]
    return {"info": document["info"], "about": about, "groups": groups(document), "shapes": shapes(document)}


@csrf_exempt  # a refusal under /api/ is a problem, never a page
def reference(request: HttpRequest) -> HttpResponse:
    """The reference: plain HTML, without a script."""
    if request.method not in ("GET", "HEAD"):
        refused = respond(MethodNotAllowed("The reference can be read, nothing else."), request)
        refused["Allow"] = "GET, HEAD"
        return refused
    page = render(request, "clinic/reference.html", _reference())
    page["Cache-Control"] = "public, max-age=60"
    return page


class TryView(SpectacularSwaggerSplitView):
    """Swagger UI: the script apart from the page, everything from our own server."""

    template_name = "clinic/try.html"

    authentication_classes = ()
    permission_classes = ()
    url_name = "openapi"
