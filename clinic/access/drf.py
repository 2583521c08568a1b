"""Signing in over REST: a bearer token or the browser session; and asking the role table before a handler runs."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework import authentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from clinic.access.actor import Actor
from clinic.errors import NotAuthenticated
from clinic.models import AccessToken, User
from clinic.models.token import PREFIX, hash_of
from clinic.statements import question

if TYPE_CHECKING:  # rest_framework.views loads this module: the settings name its classes
    from rest_framework.views import APIView

SCHEME = "bearer"


class BearerAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer gw_…``.  Unknown, expired, revoked, or of somebody no longer active: 401, all told alike."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        """The user and the actor, or None when no bearer token is sent."""
        scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
        if not scheme:
            return None
        if scheme.lower() != SCHEME:
            raise NotAuthenticated("Send Authorization: Bearer with a token, or sign in.")
        row = _token_row(token.strip())
        if row is None:
            raise NotAuthenticated(
                "The token is unknown, expired or revoked, or its member is not active.", code="token_not_valid"
            )
        request_id = getattr(request, "request_id", "")
        actor = Actor.of(row.membership, door="rest", request_id=request_id)
        request._request.actor = actor  # type: ignore[attr-defined]
        request._request.token_id = row.pk  # type: ignore[attr-defined]
        return row.membership.user, actor

    def authenticate_header(self, request: Request) -> str:
        """Makes the framework answer 401 instead of 403."""
        return 'Bearer realm="guywire"'


def _token_row(token: str) -> AccessToken | None:
    if not token.startswith(PREFIX):
        return None
    return _usable_token.first(hash_of(token))


@question
def _usable_token(token_hash: str) -> QuerySet[AccessToken]:
    return AccessToken.objects.usable().filter(token_hash=token_hash).select_related("membership__user", "membership__clinic")


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser session, as the clinic member the middleware found; changes need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The user and the actor, or None when nobody is signed in, or who is belongs to no clinic."""
        actor = getattr(request._request, "actor", None)
        user = getattr(request._request, "user", None)
        if actor is None or user is None:
            return None
        self.enforce_csrf(request)
        return user, actor.through("rest")


class DeclaredPermission(BasePermission):
    """Asks for what ``view.required`` declares for the method.  What is not declared is refused."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Raises ``NotAuthenticated`` or ``NotPermitted`` (naming the permission); a method without handler passes: 405."""
        actor = request.auth
        if not isinstance(actor, Actor):
            raise NotAuthenticated()
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method == "OPTIONS" or not hasattr(view, method.lower()):
            return True
        required = getattr(view, "required", {})
        if method not in required:
            return False
        if required[method] is not None:
            actor.require(required[method])
        return True
