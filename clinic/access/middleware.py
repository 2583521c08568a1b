"""For whom a signed-in user acts: ``request.actor``, from the chosen clinic or the first membership."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from clinic.access.actor import Actor
from clinic.models import Membership, User

CHOSEN_CLINIC = "clinic_id"


class ActorMiddleware:
    """Sets ``request.actor``: an ``Actor`` for a session user with a usable membership, otherwise None.

    Stands after Django's authentication middleware.  Requests without a session cost nothing here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        request.actor = actor_of_session(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of_session(request: HttpRequest) -> Actor | None:
    """The actor of the signed-in user, door ``page``; None where nobody is signed in, or who is belongs to no clinic."""
    if SESSION_KEY not in request.session or not isinstance(request.user, User):
        return None
    membership = _membership(request.user, request.session.get(CHOSEN_CLINIC))
    if membership is None:
        return None
    return Actor.of(membership, door="page", request_id=getattr(request, "request_id", ""))


def _membership(user: User, chosen: object) -> Membership | None:
    """The membership in the chosen clinic while it is usable; otherwise the user's first one (by id: the oldest)."""
    usable = list(Membership.objects.usable().filter(user=user).select_related("user", "clinic").order_by("id"))
    return next((member for member in usable if str(member.clinic_id) == chosen), usable[0] if usable else None)
