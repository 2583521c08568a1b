"""``/webhook-subscriptions``, ``/webhook-deliveries``: who is told of what, and how it went."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.permissions import Permission
from clinic.http.concurrency import etag
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING, Parameters
from clinic.http.schema import IF_MATCH, PAGE_PARAMETERS, items_of
from clinic.http.views import ClinicView
from clinic.webhooks import services
from clinic.webhooks.examples import SINCE, SUBSCRIPTION, SWITCH
from clinic.webhooks.models import DeliveryState, WebhookDelivery, WebhookSubscription
from clinic.webhooks.reading import Body, NewWebhook, NoMembers, ReplaySince, WebhookChange, read
from clinic.webhooks.representations import DeliveryAnswer, Queued, Tally, WebhookAnswer, delivery_answer, webhook_answer

MANAGE = Permission.MANAGE_WEBHOOKS
STATE = OpenApiParameter("state", {"type": "string", "enum": DeliveryState.values}, description="Only those in this state.")


class WebhookView(ClinicView):
    """What these addresses share. ``parameters``: method → the query parameters it knows."""

    parameters: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters nobody knows, once it is clear that the actor may ask."""
        super().initial(request, *args, **kwargs)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if hasattr(self, method.lower()):
            self.asked = Parameters(request, self.parameters.get(method, ()))

    def read(self, kind: type[Body]) -> Body:
        """The body as a struct; every member at fault is told."""
        self.body()
        return read(kind, self.request.data)

    def expect_nothing(self) -> None:
        """Refuse a body that says something."""
        said = self.request.data
        if self.raw_body:
            read(NoMembers, said)

    def subscription(self, subscription_id: uuid.UUID) -> WebhookSubscription:
        """The subscription; ``NotFound``."""
        found: WebhookSubscription = WebhookSubscription.objects.there().get_visible(self.actor, subscription_id)
        return found

    def shown(self, row: WebhookSubscription, *, secret: str | None = None, status: int = 200) -> Response:
        """The subscription as an answer."""
        return self.represent(row, webhook_answer(row, Tally(self.actor, [row]), secret=secret), status=status)


class WebhookSubscriptionsView(WebhookView):
    """The subscriptions of the clinic."""

    required = {"GET": MANAGE, "POST": MANAGE}
    refuses = {"POST": ("too_many_webhooks",)}
    parameters = {"GET": PAGING}

    @extend_schema(summary="List webhook subscriptions", parameters=PAGE_PARAMETERS, responses={200: items_of(WebhookAnswer)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        page = page_of(request, WebhookSubscription.objects.visible_to(self.actor).there())
        tally = Tally(self.actor, page.items)
        return page.answer(lambda row: webhook_answer(row, tally))

    @extend_schema(summary="Subscribe to events", request=NewWebhook, responses={201: WebhookAnswer}, examples=[SUBSCRIPTION])
    def post(self, request: Request) -> Response:
        """The answer holds the secret that signs what is sent. It cannot be had again; `rotate-secret` makes another."""
        new = self.read(NewWebhook)
        row = services.subscribe(by=self.actor, url=new.url, events=new.events, description=new.description)
        answer = self.shown(row, secret=row.secret, status=201)
        answer["Location"] = reverse("webhook-subscription", args=[row.pk])
        return answer


class WebhookSubscriptionView(WebhookView):
    """One subscription."""

    required = {"GET": MANAGE, "PATCH": MANAGE, "DELETE": MANAGE}

    @extend_schema(summary="Read a webhook subscription", responses={200: WebhookAnswer})
    def get(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """With how it does. Its failures and counts may be newer than its ETag, so this is never answered with 304."""
        row = self.subscription(subscription_id)
        document = webhook_answer(row, Tally(self.actor, [row]))
        return Response(document, headers={"ETag": etag(row)})

    @extend_schema(
        summary="Change a webhook subscription",
        parameters=[IF_MATCH],
        request=WebhookChange,
        responses={200: WebhookAnswer},
        examples=[SWITCH],
    )
    def patch(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """Its address, its events, on or off. Turned on again, it is sent what was waiting."""
        revision, change = self.expected_revision(), self.read(WebhookChange)
        said = msgspec.structs.asdict(change).items()
        given: dict[str, Any] = {name: "" if value is None else value for name, value in said if value is not msgspec.UNSET}
        row = services.change_subscription(by=self.actor, subscription_id=subscription_id, expected_revision=revision, **given)
        return self.shown(row)

    @extend_schema(summary="Remove a webhook subscription", parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """Nothing is sent any more, and what waited is dead. The log of deliveries is kept for a while."""
        services.remove_subscription(by=self.actor, subscription_id=subscription_id, expected_revision=self.expected_revision())
        return Response(status=204)


class WebhookRotateSecretView(WebhookView):
    """A new secret."""

    required = {"POST": MANAGE}

    @extend_schema(summary="Rotate the secret", parameters=[IF_MATCH], request=NoMembers, responses={200: WebhookAnswer})
    def post(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """The answer holds the new secret, once. For 24 hours messages carry two signatures: with it, and with the one before."""
        revision = self.expected_revision()
        self.expect_nothing()
        row = services.rotate_secret(by=self.actor, subscription_id=subscription_id, expected_revision=revision)
        return self.shown(row, secret=row.secret)


class WebhookTestView(WebhookView):
    """See whether it arrives."""

    required = {"POST": MANAGE}
    refuses = {"POST": ("webhook_is_off",)}

    @extend_schema(summary="Send a test event", request=NoMembers, responses={202: DeliveryAnswer})
    def post(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """Sends `webhook.test`, which is about nothing. Read the delivery to see how it went."""
        self.expect_nothing()
        return Response(delivery_answer(services.send_test(by=self.actor, subscription_id=subscription_id)), status=202)


class WebhookReplayView(WebhookView):
    """All events since a time, once more."""

    required = {"POST": MANAGE}
    refuses = {"POST": ("webhook_is_off",)}

    @extend_schema(summary="Send events again", request=ReplaySince, responses={202: Queued}, examples=[SINCE])
    def post(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """Every kept event of the subscribed kinds since then, 10,000 at most, under its old id."""
        since = self.read(ReplaySince).since
        return Response(Queued(services.replay_since(by=self.actor, subscription_id=subscription_id, since=since)), status=202)


class WebhookSubscriptionDeliveriesView(WebhookView):
    """The log of one subscription."""

    required = {"GET": MANAGE}
    parameters = {"GET": ("state", *PAGING)}

    @extend_schema(summary="List deliveries", parameters=[STATE, *PAGE_PARAMETERS], responses={200: items_of(DeliveryAnswer)})
    def get(self, request: Request, subscription_id: uuid.UUID) -> Response:
        """Newest first. `state=dead` are those that were given up."""
        rows = WebhookDelivery.objects.visible_to(self.actor).filter(subscription=self.subscription(subscription_id))
        state = self.asked.choice("state", DeliveryState.values)
        rows = rows if state is None else rows.filter(state=state)
        return page_of(request, rows.select_related("event")).answer(delivery_answer)


class WebhookDeliveryView(WebhookView):
    """One event on its way to one receiver."""

    required = {"GET": MANAGE}

    @extend_schema(summary="Read a delivery", responses={200: DeliveryAnswer})
    def get(self, request: Request, delivery_id: uuid.UUID) -> Response:
        """With every try: when, status, error, duration. What the receiver said is not kept."""
        return Response(delivery_answer(WebhookDelivery.objects.select_related("event").get_visible(self.actor, delivery_id)))


class WebhookDeliveryReplayView(WebhookView):
    """One event, once more."""

    required = {"POST": MANAGE}
    refuses = {"POST": ("webhook_is_off",)}

    @extend_schema(summary="Send one event again", request=NoMembers, responses={202: DeliveryAnswer})
    def post(self, request: Request, delivery_id: uuid.UUID) -> Response:
        """Under its old id, with all tries anew."""
        self.expect_nothing()
        return Response(delivery_answer(services.replay_delivery(by=self.actor, delivery_id=delivery_id)), status=202)
