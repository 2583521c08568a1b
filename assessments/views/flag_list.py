"""`/flags`: the work list; `/flags/overrides-by-rule`: what people overrode, counted."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any, get_args

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.answers import flag_item
from assessments.engine import CATALOGUE
from assessments.models import Flag, FlagEvent
from assessments.models.flag import SEVERITIES, STATUSES
from assessments.representations import FlagItem, OverridesByRule
from assessments.rule import VerdictSide
from assessments.safety import Gate
from assessments.services import overrides_by_rule
from clinic.access.permissions import Permission
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import PAGE_PARAMETERS, items_of
from clinic.models import Membership
from patients.models import Patient
from patients.views.base import DocumentView

RISING = ("info", "ungraded", "low", "moderate", "high")
ME = "me"
CHOICES: dict[str, tuple[str, ...]] = {
    "rule": tuple(rule.id for rule in CATALOGUE),
    "severity": SEVERITIES,
    "status": STATUSES,
    "gate": get_args(Gate),
    "side": get_args(VerdictSide),
}


def _one_of(name: str, words: Sequence[str], said: str) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "string", "enum": list(words)}, description=said)


def _some_of(name: str, words: Sequence[str]) -> OpenApiParameter:
    schema = {"type": "array", "items": {"type": "string", "enum": list(words)}}
    return OpenApiParameter(name, schema, explode=False, description="One, or several with commas between.")


FILTERS = [
    *(_some_of(name, words) for name, words in CHOICES.items()),
    _one_of("minimum_severity", RISING, "Of this severity or a higher one."),
    OpenApiParameter("blocked", {"type": "boolean"}, description="Whether something outranks it (`blocked_by`)."),
    OpenApiParameter("provisional", {"type": "boolean"}, description="Whether the safety screen was not complete."),
    OpenApiParameter("therapist", str, description="Of people examined by this member: a username, or `me`."),
    OpenApiParameter(
        "patient_id",
        {"type": "string", "format": "uuid"},
        description="Of this person; the id of a merged record means the one it was merged into.",
    ),
    OpenApiParameter("since", {"type": "string", "format": "date-time"}, description="Changed at or after this time."),
]
SINCE = OpenApiParameter("since", {"type": "string", "format": "date-time"}, description="Counted from this time on.")
_LONG = tuple(f"assessment__{name}" for name in ("case_document", "verdicts", "safety", "ask_next"))


class FlagsView(DocumentView):
    """The flags of the clinic."""

    required = {"GET": Permission.VIEW_FLAG}
    parameters = {"GET": (*(parameter.name for parameter in FILTERS), *PAGING)}

    @extend_schema(summary="List flags", parameters=[*FILTERS, *PAGE_PARAMETERS], responses={200: items_of(FlagItem)})
    def get(self, request: Request) -> Response:
        """Newest first: the work list. Every filter narrows it."""
        rows = Flag.objects.visible_to(self.actor).filter(**self._asked_for())
        if member := self._therapist():
            rows = rows.of_therapist(member)
        page = page_of(request, rows.select_related("assessment").defer(*_LONG))
        self.note_read("flag.listed", Flag)
        return page.answer(flag_item)

    def _asked_for(self) -> dict[str, Any]:
        asked, wanted = self.asked, {f"{name}__in": self.asked.choices(name, words) for name, words in CHOICES.items()}
        others: dict[str, Any] = {
            "provisional": asked.flag("provisional"),
            "patient_id": self._person(asked.id("patient_id")),
            "updated_at__gte": asked.instant("since"),
        }
        if (lowest := asked.choice("minimum_severity", RISING)) is not None:
            wanted["severity__in"] = _both(wanted["severity__in"], RISING[RISING.index(lowest) :])
        if (blocked := asked.flag("blocked")) is not None:
            others["blocked_by__isnull"] = not blocked
        return {name: value for name, value in {**wanted, **others}.items() if value is not None}

    def _person(self, id: uuid.UUID | None) -> uuid.UUID | None:
        return None if id is None else Patient.objects.survivor_of(self.actor, id)

    def _therapist(self) -> Membership | None:
        name = self.asked.text("therapist")
        if name is None:
            return None
        members = Membership.objects.filter(clinic_id=self.actor.clinic_id)
        wanted = {"pk": self.actor.membership_id} if name == ME else {"user__username": name}
        member = members.filter(**wanted).first()
        if member is None:
            raise self.asked.refuse("therapist", f"must be {ME}, or the username of a member of this clinic")
        return member


def _both(chosen: tuple[str, ...] | None, least: tuple[str, ...]) -> tuple[str, ...]:
    return least if chosen is None else tuple(word for word in chosen if word in least)


class OverridesByRuleView(DocumentView):
    """What was overridden."""

    required = {"GET": Permission.VIEW_OVERRIDES}
    parameters = {"GET": ("since",)}

    @extend_schema(summary="Count the overrides of each rule", parameters=[SINCE], responses={200: OverridesByRule})
    def get(self, request: Request) -> Response:
        """Rules that people override often say too much, or say it at the wrong time. Most often overridden first."""
        since = self.asked.instant("since")
        rows = overrides_by_rule(by=self.actor, since=since)
        self.note_read("override.counted", FlagEvent)
        return Response({"since": since, "items": [dataclasses.asdict(row) for row in rows]})
