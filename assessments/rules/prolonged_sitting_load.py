"""The patient sits for more than seven hours a day, all week or on working days.

A clinician would say: "Work, computer, driving, eating, TV, devices: he sits all day." What is recorded may already
suffice while some answers are missing. It must not fire while the recorded times contradict one another, nor be absent
while an answer is missing. Source: Boukabache 2021, a study of hip extension; seven hours is no back-pain threshold.
"""

from assessments.case import Case
from assessments.concepts.activity import active_minutes
from assessments.concepts.contradictions import contradictions
from assessments.concepts.sitting import WORKDAYS, weekly_mean, workday
from assessments.logic import Fact, Pointers, any_of, false, union
from assessments.rule import (
    RESPONSIBLE,
    REVIEWED_ON,
    LocalDefault,
    Rule,
    Ruling,
    Severity,
    Words,
    present,
    undetermined,
    unless_true,
)
from assessments.wording import number
from patients.documents.language import marked
from patients.documents.language import translated as _

ID = "prolonged_sitting_load"
STUDY_HOURS = 7
"""The cut-off of a hip-extension study (Boukabache 2021); LOCAL as a threshold for people with back pain."""
LONG_HOURS = LocalDefault(
    rule=ID, name="long_hours", value=STUDY_HOURS, unit="h/d", note="counts as prolonged sitting", lowest=4, highest=8
)
MODERATE_HOURS = LocalDefault(rule=ID, name="moderate_hours", value=9, unit="h/d", note="weighs moderate", lowest=8, highest=10)
HIGH_HOURS = LocalDefault(rule=ID, name="high_hours", value=11, unit="h/d", note="weighs high", lowest=10, highest=16)
ACTIVE_MINUTES = 150
"""Active minutes a week that speak against a sedentary week (the usual recommendation)."""


def check(case: Case) -> Ruling:
    conflicts = [conflict for conflict in contradictions(case) if conflict.about.startswith("sitting_")]
    if conflicts:
        return undetermined(union(conflict.at for conflict in conflicts), detail="contradictory_record")
    all_week = weekly_mean(case).above(60 * LONG_HOURS.of(case))
    fact = any_of(all_week, _long_workday(case))
    if ruling := unless_true(fact):
        return ruling
    detail = "all_week" if all_week.is_true else "workdays"
    return present(_severity(case, _hours(case, detail)), fact, detail=detail, against=_active(case))


def _long_workday(case: Case) -> Fact:
    """Without any working day, its hours do not count."""
    if case.intake.sitting.workdays_per_week == 0:
        return false(WORKDAYS)
    return workday(case).above(60 * LONG_HOURS.of(case))


def _hours(case: Case, detail: str | None) -> float:
    """The hours that are sure."""
    return (weekly_mean(case) if detail == "all_week" else workday(case)).low / 60


def _severity(case: Case, hours: float) -> Severity:
    if hours >= HIGH_HOURS.of(case):
        return "high"
    return "moderate" if hours >= MODERATE_HOURS.of(case) else "low"


def _active(case: Case) -> Pointers:
    active = active_minutes(case)
    return active.at if active.minutes >= ACTIVE_MINUTES else ()


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.detail == "contradictory_record":
        return Words(_("The recorded sitting times contradict one another; they are to be asked again."))
    if ruling.status != "present":
        return None
    recorded = RECORDED[ruling.detail or "workdays"]
    found = [_(recorded).format(hours=number(_hours(case, ruling.detail)))]
    if ruling.against:
        against = _("Against it: {minutes} active minutes a week are recorded.")
        found.append(against.format(minutes=number(active_minutes(case).minutes)))
    return Words(" ".join(found), _(MEANING), _("Discuss breaking up long sitting and changing position."))


RECORDED = {
    "all_week": marked("At least {hours} hours of sitting a day over the whole week are recorded."),
    "workdays": marked("At least {hours} hours of sitting on a working day are recorded."),
}
MEANING = marked("7 hours is a hip-extension study's cut-off (Boukabache 2021), not a back-pain threshold.")

RULE = Rule(
    id=ID,
    version=1,
    title="Prolonged sitting",
    statement="Sitting adds up to more than 7 hours a day, over the whole week or on working days.",
    logic="Weekly mean = (workday x n + other day x (7 - n)) / 7 from the recorded times, whose sum is a lower bound "
    "while some are missing; the overall answer may stand in for a working day. All week when the mean is above 7"
    " hours, working days when only the working day is. Absent only when both are known to be 7 hours or less. "
    "Low above 7, moderate from 9, high from 11 hours.",
    rank="exposure",
    evidence_grade="S",
    inputs=("/intake/sitting", "/intake/sports"),
    sources=("Boukabache et al. 2021: prolonged sitting and passive hip extension",),
    counter_evidence=(
        MEANING,
        "Sitting time by itself shows little relation to back pain in cohort studies.",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(LONG_HOURS, MODERATE_HOURS, HIGH_HOURS),
)
