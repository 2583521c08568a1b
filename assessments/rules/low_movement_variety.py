"""One kind of movement only, or none.

A clinician would say: "He only ever runs." It must not fire with two kinds of movement, nor while the list of sports is
not known to be complete. Source: the therapist's account.
"""

from assessments.case import Case
from assessments.concepts.sports import kinds_of_movement, listed_sports, minutes_of_all
from assessments.logic import Fact
from assessments.rule import (
    RESPONSIBLE,
    REVIEWED_ON,
    LocalDefault,
    Rule,
    Ruling,
    Words,
    absent,
    present,
    undetermined,
)
from assessments.wording import number, words
from patients.documents.language import translated as _

ACTIVE_MINUTES = LocalDefault(
    rule="low_movement_variety",
    name="active_minutes",
    value=90,
    unit="min/wk",
    note="of one kind: monotonous",
    lowest=30,
    highest=300,
)


def check(case: Case) -> Ruling:
    kinds, sports = kinds_of_movement(case), listed_sports(case)
    if len(kinds) >= 2:
        return absent(tuple(sport.pointer("sport") for sport in sports))
    complete = _complete(case)
    if complete.is_open:
        return undetermined(complete.missing, at=complete.at)
    if not kinds:
        return present("info", complete.at, detail="inactive")
    minutes = minutes_of_all(case)
    if minutes.low >= ACTIVE_MINUTES.of(case):
        return present("info", (*complete.at, *minutes.at), detail="monotone_active")
    return undetermined(minutes.missing, at=minutes.at) if minutes.missing else absent((*complete.at, *minutes.at))


def _complete(case: Case) -> Fact:
    """Open until the sports are listed and the list is known to be complete."""
    missing = [] if case.intake.sports is not None else ["/intake/sports"]
    if case.intake.sports_complete != "yes":
        missing.append("/intake/sports_complete")
    if missing:
        return Fact(None, (), tuple(missing))
    at = ("/intake/sports_complete",) if case.intake.sports else ("/intake/sports", "/intake/sports_complete")
    return Fact(True, at)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.detail == "inactive":
        return Words(_("No sport is recorded, and the list is complete."), action=_("Ask for movement the patient likes."))
    if ruling.detail == "monotone_active":
        kind = words(next(iter(kinds_of_movement(case))))
        minutes = number(minutes_of_all(case).low)
        found = _("All {minutes} minutes of sport a week are of one kind: {kind}.").format(minutes=minutes, kind=kind)
        return Words(found, action=_("Suggest another kind of movement."))
    return None


RULE = Rule(
    id="low_movement_variety",
    version=1,
    title="Little variety of movement",
    statement="Sport is of one kind only, or there is none.",
    logic="Kinds: gait, cycling, strength, field or rotational, swimming and rowing, mobility. One kind with at least "
    "90 minutes a week: monotone active. None in a complete list: inactive. Two or more: absent. Undetermined "
    "while the list is not known to be complete.",
    rank="exposure",
    evidence_grade="E0",
    inputs=("/intake/sports", "/intake/sports_complete"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Any regular activity is better for the back than none, whatever its variety.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(ACTIVE_MINUTES,),
)
