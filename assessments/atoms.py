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
from assessments.logic import Fact, Pointers, false, open_until, true

SIDES = ("left", "right")
EITHER_SIDE = ("left", "right", "unknown")
_PAIN = "/intake/pain_locations"
PAIN_THERE, PAIN_ELSEWHERE, PAIN_UNTOLD = true(_PAIN), false(_PAIN), open_until(_PAIN)


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
    return _answered_in_intake(getattr(case.intake, name), name)


@lru_cache(maxsize=1024)
def _answered_in_intake(answer: str, name: str) -> Fact:
    return answered(answer, "/intake/" + name)


def examination_answer(case: Case, part: str, name: str) -> Fact:
    """A yes/no field of a part of the examination, for example `examination_answer(case, "neuro", "reflex_change")`."""
    return _answered_in_part(getattr(getattr(case.examination, part), name), part, name)


@lru_cache(maxsize=256)
def _answered_in_part(answer: str, part: str, name: str) -> Fact:
    return answered(answer, f"/examination/{part}/{name}")


def finding(case: Case, kind: str, site: str, side: str, field: str) -> Reading:
    """One field of one finding, for example `finding(case, "palpation", "psoas_major", "left", "tenderness")`."""
    found = case.findings.get((kind, site, side))
    if found is None:
        return _unread(kind, site, side, field)
    value = getattr(found[1], field)
    if value is None or value == "not_asked":
        return _unread(kind, site, side, field)
    return Reading(value, _pointer(kind, found[0], field))


@lru_cache(maxsize=8192)
def _pointer(kind: str, place: int, field: str) -> str:
    return f"/examination/{kind}/{place}/{field}"


def found(case: Case, kind: str, site: str, side: str, field: str, holds: Callable[[Any], bool]) -> Fact:
    """Whether one field of one finding satisfies `holds`; open while it is not recorded."""
    place = case.findings.get((kind, site, side))
    value = None if place is None else getattr(place[1], field)
    if place is None or value is None or value == "not_asked":
        return _not_found(kind, site, side, field)
    return _decided(holds(value), kind, place[0], field)


@lru_cache(maxsize=8192)
def _decided(truth: bool, kind: str, place: int, field: str) -> Fact:
    return Fact(truth, (_pointer(kind, place, field),))


@lru_cache(maxsize=4096)
def _not_found(kind: str, site: str, side: str, field: str) -> Fact:
    return not_recorded(_unread(kind, site, side, field).pointer)


@lru_cache(maxsize=4096)
def _unread(kind: str, site: str, side: str, field: str) -> Reading:
    return Reading(None, f"/examination/{kind}/{site}/{side}/{field}")


def finding_answer(case: Case, kind: str, site: str, side: str, field: str) -> Fact:
    """A yes/no field of a finding."""
    place = case.findings.get((kind, site, side))
    answer = "not_asked" if place is None else getattr(place[1], field)
    if place is None or answer == "not_asked":
        return _not_found(kind, site, side, field)
    return _answered_there(answer, kind, place[0], field)


@lru_cache(maxsize=8192)
def _answered_there(answer: str, kind: str, place: int, field: str) -> Fact:
    return answered(answer, _pointer(kind, place, field))


def pain_in(case: Case, places: Iterable[str]) -> Fact:
    """Whether pain was told in one of these places; open while no location was recorded."""
    locations = case.intake.pain_locations
    if locations is None:
        return PAIN_UNTOLD
    return PAIN_ELSEWHERE if set(places).isdisjoint(locations) else PAIN_THERE


def age_pointer(case: Case) -> str:
    """Where the age comes from, or where it would have to be recorded."""
    if case.patient.birth_date is not None and case.age() is None:
        return "/as_of"
    years_only = case.patient.age_years is not None and (case.patient.birth_date is None or case.as_of is None)
    return "/patient/age_years" if years_only else "/patient/birth_date"


def age(case: Case) -> Reading:
    return Reading(case.age(), age_pointer(case))


@lru_cache(maxsize=1024)
def pointers_under(prefix: str, names: tuple[str, ...]) -> Pointers:
    return tuple(f"{prefix}/{name}" for name in names)
