"""What a browser may load for a page of ours: only what comes from us, and no script that stands in the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http.response import HttpResponseBase

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
WITH_DRAWN_ICONS = POLICY + "; img-src 'self' data:"
"""For a page whose style sheet draws its icons in data addresses."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def content_security(view: View, policy: str = POLICY) -> View:
    """The view, its answers with a content security policy."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Content-Security-Policy"] = policy
        return response

    return guarded  # type: ignore[return-value]
