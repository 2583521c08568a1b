"""PURE: what the patient does in sport."""

from typing import NamedTuple

from assessments.case import Case, once_per_case
from assessments.logic import Pointers


class Active(NamedTuple):
    """Active minutes a week that are sure (sessions times minutes, where both are recorded)."""

    minutes: float
    at: Pointers


@once_per_case
def active_minutes(case: Case) -> Active:
    minutes, at = 0.0, []
    for index, sport in enumerate(case.intake.sports or ()):
        if sport.sessions_per_week is not None and sport.minutes_per_session is not None:
            minutes += sport.sessions_per_week * sport.minutes_per_session
            at += [f"/intake/sports/{index}/sessions_per_week", f"/intake/sports/{index}/minutes_per_session"]
    return Active(minutes, tuple(at))


def side_dominant_sports(case: Case) -> Pointers:
    """Pointers of the sports that load one side more."""
    sports = enumerate(case.intake.sports or ())
    return tuple(f"/intake/sports/{index}/side_dominant" for index, sport in sports if sport.side_dominant == "yes")
