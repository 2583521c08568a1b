"""Nothing that was told can have happened after today, as the clinic counts days."""

import datetime
from collections.abc import Iterable, Iterator

from patients.documents import Intake, PatientDocument, PriorTreatment, Problem

Dated = Iterable[tuple[str, datetime.date | None]]


def future_problems(dated: Dated, today: datetime.date) -> Iterator[Problem]:
    """A problem for each date after `today`."""
    for pointer, day in dated:
        if day is not None and day > today:
            yield Problem(pointer, "in_the_future", f"must not be after today, {today}")


def dates_of_patient(document: PatientDocument) -> Dated:
    """The date that cannot be in the future, with its pointer."""
    return [("/birth_date", document.birth_date)]


def dates_of_intake(document: Intake) -> Dated:
    """The dates that cannot be in the future, each with its pointer."""
    named = [(f"/{name}", getattr(document, name)) for name in ("recorded_on", "onset_on", "symptoms_changed_on")]
    safety = document.safety
    reviews = [(f"/safety/reviews/{i}/reviewed_on", review.reviewed_on) for i, review in enumerate(safety.reviews or ())]
    return [*named, ("/safety/screened_on", safety.screened_on), *reviews, ("/odi/on", document.odi.on)]


def dates_of_treatment(document: PriorTreatment) -> Dated:
    """The dates that cannot be in the future; a course may end later."""
    return [("/started_on", document.started_on), ("/reported_on", document.reported_on)]
