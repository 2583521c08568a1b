"""PURE: the sports and tasks of a week: how much of them is sagittal, and how many kinds of movement there are."""

from functools import lru_cache
from typing import NamedTuple

from assessments.case import Case, once_per_case
from assessments.logic import Fact, Pointers, any_of, union
from patients.documents import RepetitiveTask, Sport

KINDS: dict[str, str] = {
    "running": "gait", "walking": "gait", "cycling": "cycling", "strength": "strength", "football": "field_or_rotational",
    "rugby": "field_or_rotational", "hockey": "field_or_rotational", "tennis": "field_or_rotational",
    "golf": "field_or_rotational", "martial_arts": "field_or_rotational", "swimming": "swimming_rowing",
    "rowing": "swimming_rowing", "yoga_mobility": "mobility", "dance": "mobility",
}  # fmt: skip
TIMES = ("sessions_per_week", "minutes_per_session")


class Listed(NamedTuple):
    """One sport with its place in the case."""

    place: int
    sport: Sport

    def pointer(self, field: str) -> str:
        return _pointer(self.place, field)

    def minutes(self) -> float:
        """Minutes a week that are sure."""
        return (self.sport.sessions_per_week or 0) * (self.sport.minutes_per_session or 0)

    def told(self) -> Pointers:
        return _times(self.place, self.sport.sessions_per_week is not None, self.sport.minutes_per_session is not None)

    def untold(self) -> Pointers:
        return _times(self.place, self.sport.sessions_per_week is None, self.sport.minutes_per_session is None)


@lru_cache(maxsize=1024)
def _pointer(place: int, field: str) -> str:
    return f"/intake/sports/{place}/{field}"


@lru_cache(maxsize=1024)
def _times(place: int, sessions: bool, minutes: bool) -> Pointers:
    return tuple(_pointer(place, field) for field, wanted in zip(TIMES, (sessions, minutes), strict=True) if wanted)


class Minutes(NamedTuple):
    """Minutes a week: `low` is sure; `missing` would tell the rest."""

    low: float
    at: Pointers
    missing: Pointers


class SportLoad(NamedTuple):
    """Sagittal sport a week, as far as it is sure, beside all sport. `missing`: what could still change the picture;
    `is_known`: all sagittal sport with its times."""

    minutes: float
    sessions: float
    all_minutes: float
    sports: tuple[Listed, ...]
    at: Pointers
    complete_at: Pointers
    missing: Pointers
    is_known: bool

    def increase_at(self, percent: float) -> Pointers:
        """Sagittal sports whose load rose by at least so much."""
        return tuple(
            one.pointer("load_increase_percent") for one in self.sports if (one.sport.load_increase_percent or 0) >= percent
        )


@once_per_case
def listed_sports(case: Case) -> tuple[Listed, ...]:
    return tuple(Listed(place, sport) for place, sport in enumerate(case.intake.sports or ()))


def kinds_of_movement(case: Case) -> set[str]:
    """A sport outside the list is a kind of its own."""
    return {KINDS.get(one.sport.sport, "other") for one in listed_sports(case)}


@once_per_case
def minutes_of_all(case: Case) -> Minutes:
    sports = listed_sports(case)
    return Minutes(
        sum([one.minutes() for one in sports]),
        union([one.told() for one in sports]),
        union([one.untold() for one in sports]),
    )


@once_per_case
def sagittal_load(case: Case) -> SportLoad:
    sports = listed_sports(case)
    sagittal = tuple(one for one in sports if one.sport.effective_plane() == "sagittal")
    every, unlisted = minutes_of_all(case), _list_missing(case)
    return SportLoad(
        minutes=sum([one.minutes() for one in sagittal]),
        sessions=sum([one.sport.sessions_per_week or 0 for one in sagittal]),
        all_minutes=every.low,
        sports=sagittal,
        at=union([one.told() for one in sagittal]),
        complete_at=union(
            (every.at, ("/intake/sports", "/intake/sports_complete") if not sports else ("/intake/sports_complete",))
        ),
        missing=union((unlisted, every.missing if sagittal else ())),
        is_known=not unlisted and not any(one.untold() for one in sagittal),
    )


def _list_missing(case: Case) -> Pointers:
    unlisted = () if case.intake.sports is not None else ("/intake/sports",)
    return unlisted if case.intake.sports_complete == "yes" else (*unlisted, "/intake/sports_complete")


def sagittal_task(case: Case, hours: float) -> Fact:
    """A sagittal task of so many hours a week; open while tasks, their plane or their hours are not recorded."""
    tasks = case.intake.repetitive_tasks
    if tasks is None:
        return Fact(None, (), ("/intake/repetitive_tasks",))
    if not tasks:
        return Fact(False, ("/intake/repetitive_tasks",))
    return any_of(*(_heavy(task, f"/intake/repetitive_tasks/{place}", hours) for place, task in enumerate(tasks)))


def _heavy(task: RepetitiveTask, pointer: str, hours: float) -> Fact:
    plane, long = f"{pointer}/plane", f"{pointer}/hours_per_week"
    if task.plane is not None and task.plane != "sagittal":
        return Fact(False, (plane,))
    if task.hours_per_week is not None and task.hours_per_week < hours:
        return Fact(False, (long,))
    missing = tuple(place for place, value in ((plane, task.plane), (long, task.hours_per_week)) if value is None)
    return Fact(None, (), missing) if missing else Fact(True, (plane, long))
