"""PURE: how long somebody sits: minutes of a working and of another day as ranges, and the weekly mean.

Every missing answer widens the range: what is recorded is its lower end. The patient's own overall answer stands in for missing
answers about a working day, give or take the difference that is tolerated between both: to forget an answer makes no long day
short. A total above 24 hours, or one that is more than 25 % off the overall answer, contradicts itself.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from assessments.atoms import pointers_under
from assessments.case import Case, once_per_case
from assessments.logic import Fact, Pointers, union
from patients.documents import SittingDay
from patients.documents.language import marked
from patients.documents.language import translated as _

MINUTES_IN_A_DAY = 1440
DAYS_IN_A_WEEK = 7
TOLERATED_DIFFERENCE = 0.25
"""LOCAL: how far the sum of the answers may be from the overall answer."""
OVERALL = "/intake/sitting/total_workday_minutes"
WORKDAYS = "/intake/sitting/workdays_per_week"
TOO_LONG = {
    "workday": marked("The sitting times of a workday add up to {total} minutes; a day has {day}."),
    "non_workday": marked("The sitting times of a non-workday add up to {total} minutes; a day has {day}."),
}
DOMAINS = SittingDay.__struct_fields__


class Span(NamedTuple):
    """Minutes a day: between `low` and `high`. `at`: what is recorded; `missing`: what would make it exact, shortest way
    first."""

    low: float
    high: float
    at: Pointers
    missing: Pointers = ()

    def above(self, minutes: float) -> Fact:
        """Whether it is more than `minutes`; open while the range reaches over them."""
        if self.low > minutes:
            return Fact(True, self.at)
        return Fact(False, self.at) if self.high <= minutes else Fact(None, self.at, self.missing)


@once_per_case
def workday(case: Case) -> Span:
    sitting = case.intake.sitting
    told = _told_workday(case)
    overall = sitting.total_workday_minutes
    if not told.missing:
        return told
    if overall is None:
        return told._replace(missing=(OVERALL, *told.missing))
    low = max(overall, told.low)
    return Span(low, max(low, overall * (1 + TOLERATED_DIFFERENCE)), (*told.at, OVERALL), told.missing)


@once_per_case
def _told_workday(case: Case) -> Span:
    return _day(case.intake.sitting.workday, "/intake/sitting/workday")


@once_per_case
def non_workday(case: Case) -> Span:
    return _day(case.intake.sitting.non_workday, "/intake/sitting/non_workday")


@once_per_case
def weekly_mean(case: Case) -> Span:
    """(workday x n + other day x (7 - n)) / 7; while n is not recorded, whatever n could make of it."""
    days, work, other = case.intake.sitting.workdays_per_week, workday(case), non_workday(case)
    if days is None:
        both = union((work.at, other.at))
        missing = union(((WORKDAYS,), work.missing, other.missing))
        return Span(min(work.low, other.low), max(work.high, other.high), both, missing)
    parts = [(span, share) for span, share in ((work, days), (other, DAYS_IN_A_WEEK - days)) if share]
    return Span(
        sum(span.low * share for span, share in parts) / DAYS_IN_A_WEEK,
        sum(span.high * share for span, share in parts) / DAYS_IN_A_WEEK,
        union([span.at for span, _ in parts] + [(WORKDAYS,)]),
        union(span.missing for span, _ in parts),
    )


def sitting_contradictions(case: Case) -> Iterator[tuple[str, Pointers, Callable[[], str]]]:
    """What is contradictory, the fields, what words it."""
    for name, told in (("workday", _told_workday(case)), ("non_workday", non_workday(case))):
        if told.low > MINUTES_IN_A_DAY:
            yield f"sitting_{name}_total", told.at, partial(_too_long, name, told.low)
    yield from _overall_contradiction(case)


def _too_long(name: str, total: float) -> str:
    return _(TOO_LONG[name]).format(total=total, day=MINUTES_IN_A_DAY)


def _overall_contradiction(case: Case) -> Iterator[tuple[str, Pointers, Callable[[], str]]]:
    """A sum that lacks answers may be smaller than the overall answer, never much larger."""
    overall = case.intake.sitting.total_workday_minutes
    if overall is None:
        return
    told = _told_workday(case)
    difference = told.low - overall if told.missing else abs(told.low - overall)
    if difference > TOLERATED_DIFFERENCE * overall and told.at:
        yield "sitting_overall_answer", (*told.at, OVERALL), partial(_apart, told.low, overall)


def _apart(total: float, overall: int) -> str:
    sentence = _(
        "The sitting times of a workday add up to {total} minutes, and the overall answer is {overall} minutes: "
        "more than 25 % apart."
    )
    return sentence.format(total=f"{total:.0f}", overall=overall)


def _day(day: SittingDay, pointer: str) -> Span:
    minutes = day.minutes()
    recorded = tuple([name for name, told in zip(DOMAINS, minutes, strict=True) if told is not None])
    open_domains = tuple([name for name, told in zip(DOMAINS, minutes, strict=True) if told is None])
    low = day.recorded_minutes()
    high = MINUTES_IN_A_DAY if open_domains else low
    return Span(low, max(high, low), pointers_under(pointer, recorded), pointers_under(pointer, open_domains))
