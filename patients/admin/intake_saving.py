"""From what was typed on the intake page to what the service takes."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from msgspec.structs import replace

from clinic.access.actor import Actor
from clinic.scoping import as_uuid
from patients.documents import Intake, SafetyReview
from patients.models import IntakeHistory
from patients.services import TreatmentEntry

MOST_ROWS = 1000  # of a list on a page, as Django's own limit
NOT_TYPED = {"id", "expected_revision"}


def content_of(actor: Actor, intake_id: uuid.UUID | None) -> Intake:
    """What is recorded in this version; nothing where there is none yet."""
    if intake_id is None:
        return Intake()
    return IntakeHistory.objects.with_lists(actor).get_visible(actor, intake_id).document()


def whole_intake(form: Any, formsets: Mapping[str, Any], before: Intake) -> Intake:
    """The intake of the page with its lists. An empty list is "none" only where that was ticked; reviews that the person cannot
    see stay as they were."""
    document: Intake = form.document
    lists: dict[str, Any] = {}
    for name in ("sports", "repetitive_tasks", "movement_difficulties"):
        none = () if form.cleaned_data.get(f"{name}_none") else None
        lists[name] = formsets[f"/{name}"].documents() or none
    reviews = _reviews(formsets.get("/safety/reviews"), before.safety.reviews)
    return replace(document, **lists, safety=replace(document.safety, reviews=reviews))


def _reviews(formset: Any, before: tuple[SafetyReview, ...] | None) -> tuple[SafetyReview, ...] | None:
    if formset is None:
        return before
    listed: tuple[SafetyReview, ...] = formset.documents()
    return listed if listed or before is not None else None


def treatment_entries(formset: Any) -> Iterator[TreatmentEntry]:
    """The treatments that are new on the page, and those that were changed there."""
    for place, form in enumerate(formset.filled() if formset is not None else ()):
        if form.instance._state.adding:
            yield TreatmentEntry(form.document, place=place)
        elif set(form.changed_data) - NOT_TYPED:
            yield TreatmentEntry(form.document, form.instance.pk, form.cleaned_data["expected_revision"], place)


def ids_sent(request: HttpRequest, prefix: str) -> list[uuid.UUID]:
    """The ids of the rows that a page showed and sends back, in their order."""
    count = request.POST.get(f"{prefix}-INITIAL_FORMS", "")
    places = range(min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() else 0)
    return [key for place in places if (key := as_uuid(request.POST.get(f"{prefix}-{place}-id", "")))]
