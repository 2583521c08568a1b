"""A small document of every shape that a case document has."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Answer = Literal["not_asked", "no", "yes", "unknown"]
Side = Literal["left", "right", "both"]
Grade = Annotated[int, Meta(ge=0, le=4)]


class Sport(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    hours: Annotated[float, Meta(ge=0, le=40)] | None = None


class Day(msgspec.Struct, frozen=True, kw_only=True):
    at_work: Annotated[int, Meta(ge=0, le=1440)] | None = None
    seats: tuple[Side, ...] | None = None


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    workday: Day = Day()
    day_off: Day = Day()
    breaks: tuple[Sport, ...] | None = None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    fever: Answer = "not_asked"
    side: Side | None = None
    code: Literal[1, 2, 3] | None = None
    temperature: Annotated[float, Meta(gt=30, lt=45)] | None = None
    note: Annotated[str, Meta(max_length=10)] | None = None
    label: Annotated[str, Meta(min_length=2, pattern="^[a-z]+$")] | None = None
    seen_on: date | None = None
    told: bool | None = None
    places: Annotated[tuple[Side, ...], Meta(max_length=2)] | None = None
    grades: list[Grade] | None = None
    sitting: Sitting = Sitting()
    sports: tuple[Sport, ...] | None = None


FULL = Sample(
    fever="yes",
    side="left",
    code=2,
    temperature=38.5,
    note="as it is",
    label="ok",
    seen_on=date(2026, 3, 1),
    told=False,
    places=("left", "both"),
    grades=[0, 4],
    sitting=Sitting(workday=Day(at_work=480, seats=()), breaks=(Sport(name="walk", hours=0.5),)),
    sports=(),
)
