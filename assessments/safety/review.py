"""PURE: clinicians' reviews of positive answers: which of them count for the screen at hand."""

import datetime
from typing import get_args

from assessments.case import Case
from patients.documents.vocabulary import IntakeSource

NOT_A_CLINICIAN = frozenset(get_args(IntakeSource)) - {"therapist"}
"""Sources of an intake that stand where the clinician's name belongs: nobody of them can review."""


def cleared_items(case: Case) -> frozenset[str]:
    """Items whose latest counting review says `cleared`. On the same day, a review that does not clear outweighs one that does.

    A review counts when a clinician gave it and it is dated, not before the screen and not before the last change of symptoms;
    an undated screen has none.
    """
    safety = case.intake.safety
    if not safety.reviews or safety.screened_on is None:
        return frozenset()
    earliest = max(safety.screened_on, case.intake.symptoms_changed_on or datetime.date.min)
    latest: dict[str, tuple[datetime.date, bool]] = {}
    for review in safety.reviews:
        if review.reviewed_by in NOT_A_CLINICIAN or review.reviewed_on is None or review.reviewed_on < earliest:
            continue
        clears = review.disposition == "cleared"
        day, cleared = latest.get(review.item, (datetime.date.min, True))
        if review.reviewed_on > day:
            latest[review.item] = (review.reviewed_on, clears)
        elif review.reviewed_on == day:
            latest[review.item] = (day, cleared and clears)
    return frozenset(item for item, (_, clears) in latest.items() if clears)
