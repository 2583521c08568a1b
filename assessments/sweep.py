"""A whole clinic assessed again, by streaming the case documents of its current assessments instead of joining tables.

For a new rule-set version, for a threshold that the clinic has set, or because time went by (an age passes one).  Only what
changed is stored; each patient is a transaction of its own, so that a sweep that is stopped half-way loses nothing and can be
started again.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import msgspec
from django.db import transaction
from django.utils import timezone

from assessments.case import Case
from assessments.engine import Assessment as Evaluated
from assessments.engine import evaluate
from assessments.models import Assessment
from assessments.services.assessing import Assessed, case_now, decoded, is_same_case, keep, verdicts_said
from assessments.services.local_defaults import thresholds_of
from assessments.services.locking import lock_patient
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from patients.documents import read

CHUNK = 1_000
"""How many rows the server sends at a time; the rest waits there, not in memory."""


@dataclass(frozen=True, slots=True)
class Swept:
    """One patient's turn. ``stored``: what was stored, None where nothing changed or somebody else assessed meanwhile."""

    seen: Assessment
    stored: Assessed | None


def sweep(*, by: Actor) -> Iterator[Swept]:
    """Assess every patient of the actor's clinic again; yields one `Swept` after the other."""
    by.require(Permission.RUN_ASSESSMENT)
    thresholds = thresholds_of(by.clinic_id)
    rows = Assessment.objects.visible_to(by).current().with_version().select_related("clinic")
    for seen in rows.iterator(chunk_size=CHUNK):
        now = timezone.now().astimezone(seen.clinic.zone)
        outcome = evaluate(case_now(partial(case_at, seen), now), thresholds=thresholds)
        same = is_same_case(seen, outcome) and verdicts_said(outcome) == decoded(seen.verdicts)
        yield Swept(seen, None if same else _store(seen, outcome, now, by))


def count(*, by: Actor) -> int:
    """How many patients a sweep will see."""
    return Assessment.objects.visible_to(by).filter(number=1).count()


def case_at(seen: Assessment, now: datetime.datetime) -> Case:
    """The case that an assessment saw, as of another moment."""
    return msgspec.structs.replace(read(Case, bytes(seen.case_document)), as_of=now)


def _store(seen: Assessment, outcome: Evaluated, now: datetime.datetime, by: Actor) -> Assessed | None:
    """Keep the outcome, unless a write has assessed the patient since the document was read: then that one is right."""
    with transaction.atomic():
        patient = lock_patient(by, seen.patient_id)
        newest = Assessment.objects.visible_to(by).filter(patient=patient).latest("number")
        if newest.pk != seen.pk:
            return None
        assessed = keep(patient, outcome, now, by)
        details = {"new": assessed.is_new, "number": assessed.row.number}
        audit.record(by=by, action="assessment.run", subject=assessed.row, patient_id=patient.pk, details=details)
        return assessed
