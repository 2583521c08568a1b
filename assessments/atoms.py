"""PURE: single inputs of a case as facts and readings. Whatever is not a plain yes, no or value is open, never "no" and never
0.

A missing finding has no place in its list yet, so it is asked for by site and side:
`/examination/palpation/psoas_major/left/tenderness`. Every other missing input is named by its own pointer.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import msgspec

from assessments.case import Case
from assessments.logic import Fact, Pointers

SIDES = ("left", "right")
EITHER_SIDE = ("left", "right", "unknown")


@lru_cache(maxsize=8192)
def answered(answer: str, pointer: str) -> Fact:
    """yes is true, no is false; unknown, not_asked and declined leave it open."""
    if answer == "yes":
        return Fact(True, (pointer,))
    return Fact(False, (pointer,)) if answer == "no" else Fact(None, (), (pointer,))


@lru_cache(maxsize=4096)
def not_recorded(pointer: str) -> Fact:
    """Open until this is recorded."""
    return Fact(None, (), (pointer,))


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A value and its pointer; without a value, the pointer names what would have to be recorded."""

    value: Any
    pointer: str

    def fact(self, holds: Callable[[Any], bool]) -> Fact:
        """Whether the value satisfies `holds`; open while there is no value."""
        return not_recorded(self.pointer) if self.value is None else Fact(holds(self.value), (self.pointer,))


def intake_answer(case: Case, name: str) -> Fact:
    return answered(getattr(case.intake, name), "/intake/" + name)


def finding(case: Case, kind: str, site: str, side: str, field: str) -> Reading:
    """One field of one finding, for example `finding(case, "palpation", "psoas_major", "left", "tenderness")`."""
    found = case.findings.get((kind, site, side))
    if found is None:
        return _unread(kind, site, side, field)
    value = getattr(found[1], field)
    if value is None or value == "not_asked":
        return _unread(kind, site, side, field)
    return Reading(value, f"/examination/{kind}/{found[0]}/{field}")


@lru_cache(maxsize=4096)
def _unread(kind: str, site: str, side: str, field: str) -> Reading:
    return Reading(None, f"/examination/{kind}/{site}/{side}/{field}")


def finding_answer(case: Case, kind: str, site: str, side: str, field: str) -> Fact:
    """A yes/no field of a finding."""
    reading = finding(case, kind, site, side, field)
    return answered(reading.value or "not_asked", reading.pointer)


def pain_in(case: Case, places: Iterable[str]) -> Fact:
    """Whether pain was told in one of these places; open while no location was recorded."""
    locations = case.intake.pain_locations
    return Reading(locations, "/intake/pain_locations").fact(lambda told: not set(places).isdisjoint(told))


def age_pointer(case: Case) -> str:
    """Where the age comes from, or where it would have to be recorded."""
    if case.patient.birth_date is not None and case.age() is None:
        return "/as_of"
    years_only = case.patient.age_years is not None and (case.patient.birth_date is None or case.as_of is None)
    return "/patient/age_years" if years_only else "/patient/birth_date"


def age(case: Case) -> Reading:
    return Reading(case.age(), age_pointer(case))


def pointers_under(prefix: str, names: Iterable[str]) -> Pointers:
    return tuple(f"{prefix}/{name}" for name in names)
