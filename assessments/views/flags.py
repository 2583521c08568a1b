"""`/flags/{id}`: one flag, and what people do with it."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import examples
from assessments.answers import flag_answer
from assessments.flag_actions import Acknowledgement, Override, Resolution
from assessments.models import Flag, FlagEvent
from assessments.redaction import hidden_parts
from assessments.representations import FlagAnswer
from assessments.services import acknowledge_flag, override_flag, resolve_flag
from clinic.access.permissions import Permission
from clinic.http.schema import IF_MATCH
from patients.views.base import DocumentView


class FlagBase(DocumentView):
    """What the addresses of one flag share."""

    is_worded = True

    def shown(self, flag_id: uuid.UUID) -> Response:
        """The flag with its verdict and its history."""
        flag = Flag.objects.select_related("assessment").get_visible(self.actor, flag_id)
        events = FlagEvent.objects.of(flag).select_related("by__user")
        return self.represent(flag, flag_answer(flag, list(events), hidden_parts(self.actor)))


class FlagView(FlagBase):
    """One flag."""

    required = {"GET": Permission.VIEW_FLAG}

    @extend_schema(summary="Read a flag", responses={200: FlagAnswer})
    def get(self, request: Request, flag_id: uuid.UUID) -> Response:
        """With the verdict as it was last said, and its history. Parts that your role does not show are withheld."""
        flag = Flag.objects.get_visible(self.actor, flag_id)
        self.note_read("flag.read", flag, flag.patient_id)
        return self.shown(flag_id)


class FlagAcknowledgeView(FlagBase):
    """Somebody has seen it."""

    required = {"POST": Permission.ACT_ON_FLAG}
    refuses = {"POST": ("record_moved", "flag_is_not_open", "flag_is_resolved")}
    optional_body = True

    @extend_schema(
        summary="Acknowledge a flag",
        parameters=[IF_MATCH],
        request=Acknowledgement,
        responses={200: FlagAnswer},
        examples=[examples.ACKNOWLEDGEMENT],
    )
    def post(self, request: Request, flag_id: uuid.UUID) -> Response:
        """It stays acknowledged while its evidence is unchanged; it re-opens when the severity rises. A red flag needs `action`:
        what was done, who was told, and when. For any other flag the body may be empty."""
        revision, document = self.expected_revision(), self.document_or_nothing(Acknowledgement)
        acknowledge_flag(by=self.actor, flag_id=flag_id, expected_revision=revision, document=document)
        return self.shown(flag_id)


class FlagOverrideView(FlagBase):
    """Somebody goes on in spite of it."""

    required = {"POST": Permission.ACT_ON_FLAG}
    refuses = {"POST": ("record_moved", "flag_is_not_open", "flag_is_resolved", "red_flag_awaits_action")}

    @extend_schema(
        summary="Override a flag",
        parameters=[IF_MATCH],
        request=Override,
        responses={200: FlagAnswer},
        examples=[examples.OVERRIDE],
    )
    def post(self, request: Request, flag_id: uuid.UUID) -> Response:
        """With a coded reason, and text where you like (`other` needs it). An open red flag is acknowledged first."""
        revision, document = self.expected_revision(), self.document(Override)
        override_flag(by=self.actor, flag_id=flag_id, document=document, expected_revision=revision)
        return self.shown(flag_id)


class FlagResolveView(FlagBase):
    """Somebody closes it."""

    required = {"POST": Permission.ACT_ON_FLAG}
    refuses = {"POST": ("record_moved", "flag_is_resolved", "red_flag_awaits_action")}

    @extend_schema(
        summary="Resolve a flag",
        parameters=[IF_MATCH],
        request=Resolution,
        responses={200: FlagAnswer},
        examples=[examples.RESOLUTION],
    )
    def post(self, request: Request, flag_id: uuid.UUID) -> Response:
        """With a coded reason, likewise. It re-opens when its evidence changes in kind or its severity rises."""
        revision, document = self.expected_revision(), self.document(Resolution)
        resolve_flag(by=self.actor, flag_id=flag_id, document=document, expected_revision=revision)
        return self.shown(flag_id)
