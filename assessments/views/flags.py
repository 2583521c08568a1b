"""`/flags`, `/flags/{id}`: the work list, and what people do with a flag."""

import uuid
from typing import Any, get_args

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import examples
from assessments.answers import flag_answer, flag_item
from assessments.engine import CATALOGUE
from assessments.models import Flag, FlagEvent
from assessments.models.flag import SEVERITIES, STATUSES
from assessments.redaction import hidden_parts
from assessments.representations import FlagAnswer, FlagItem, Reason
from assessments.rule import VerdictSide
from assessments.safety import Gate
from assessments.services import acknowledge_flag, override_flag, resolve_flag
from clinic.access.permissions import Permission
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import IF_MATCH, PAGE_PARAMETERS, items_of
from clinic.scoping import ClinicalQuerySet
from patients.representations import Nothing
from patients.views.base import DocumentView

CHOICES: dict[str, tuple[str, ...]] = {
    "severity": SEVERITIES,
    "status": STATUSES,
    "gate": get_args(Gate),
    "side": get_args(VerdictSide),
}
FILTERS = [
    OpenApiParameter("rule", {"type": "string", "enum": [rule.id for rule in CATALOGUE]}, description="Of this rule."),
    *(OpenApiParameter(name, {"type": "string", "enum": list(words)}) for name, words in CHOICES.items()),
    OpenApiParameter("patient", {"type": "string", "format": "uuid"}, description="Of this person."),
    OpenApiParameter("since", {"type": "string", "format": "date-time"}, description="Changed at or after this time."),
]


class FlagsView(DocumentView):
    """The flags of the clinic."""

    required = {"GET": Permission.VIEW_FLAG}
    parameters = {"GET": ("rule", *CHOICES, "patient", "since", *PAGING)}

    @extend_schema(summary="List flags", parameters=[*FILTERS, *PAGE_PARAMETERS], responses={200: items_of(FlagItem)})
    def get(self, request: Request) -> Response:
        """Newest first: the work list. Every filter narrows it."""
        rows = self._asked_for(Flag.objects.visible_to(self.actor))
        page = page_of(request, rows.select_related("assessment").defer(*_LONG))
        self.note_read("flag.listed", Flag)
        return page.answer(flag_item)

    def _asked_for(self, rows: ClinicalQuerySet[Flag]) -> ClinicalQuerySet[Flag]:
        asked = self.asked
        wanted: dict[str, Any] = {name: asked.choice(name, words) for name, words in CHOICES.items()}
        wanted |= {"rule": asked.text("rule"), "patient_id": asked.id("patient"), "updated_at__gte": asked.instant("since")}
        return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


_LONG = tuple(f"assessment__{name}" for name in ("case_document", "verdicts", "safety", "ask_next"))


class FlagBase(DocumentView):
    """What the addresses of one flag share."""

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

    @extend_schema(summary="Acknowledge a flag", parameters=[IF_MATCH], request=Nothing, responses={200: FlagAnswer})
    def post(self, request: Request, flag_id: uuid.UUID) -> Response:
        """It stays acknowledged while its evidence is unchanged; it re-opens when the severity rises."""
        revision = self.expected_revision()
        self.expect_nothing()
        acknowledge_flag(by=self.actor, flag_id=flag_id, expected_revision=revision)
        return self.shown(flag_id)


class FlagOverrideView(FlagBase):
    """Somebody goes on in spite of it."""

    required = {"POST": Permission.ACT_ON_FLAG}

    @extend_schema(
        summary="Override a flag",
        parameters=[IF_MATCH],
        request=Reason,
        responses={200: FlagAnswer},
        examples=[examples.OVERRIDE],
    )
    def post(self, request: Request, flag_id: uuid.UUID) -> Response:
        """With a reason, which is kept."""
        revision, reason = self.expected_revision(), self.document(Reason).reason
        override_flag(by=self.actor, flag_id=flag_id, reason=reason, expected_revision=revision)
        return self.shown(flag_id)


class FlagResolveView(FlagBase):
    """Somebody closes it."""

    required = {"POST": Permission.ACT_ON_FLAG}

    @extend_schema(
        summary="Resolve a flag",
        parameters=[IF_MATCH],
        request=Reason,
        responses={200: FlagAnswer},
        examples=[examples.RESOLUTION],
    )
    def post(self, request: Request, flag_id: uuid.UUID) -> Response:
        """With a reason, which is kept. It re-opens when its evidence changes in kind or its severity rises."""
        revision, reason = self.expected_revision(), self.document(Reason).reason
        resolve_flag(by=self.actor, flag_id=flag_id, reason=reason, expected_revision=revision)
        return self.shown(flag_id)
