"""PURE: who the person is."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from patients.documents.validation import Part, Problem, too_many
from patients.documents.vocabulary import RequiredText, Sex, ShortText


class Identifier(Part, frozen=True, kw_only=True):
    """A number another system knows the person by: `system` names the system (a URI or a name), `value` is unique in it."""

    system: RequiredText
    value: RequiredText


class PatientDocument(Part, frozen=True, kw_only=True):
    """Who the person is. A case needs only `birth_date` (or `age_years`) and `sex`."""

    family_name: ShortText | None = None
    given_name: ShortText | None = None
    birth_date: datetime.date | None = None
    sex: Sex | None = None
    language: Annotated[str, Meta(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$(?!\n)")] | None = None
    phone: Annotated[str, Meta(max_length=50)] | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None
    address: Annotated[str, Meta(max_length=500)] | None = None
    identifiers: tuple[Identifier, ...] | None = None

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        yield from too_many("identifiers", self.identifiers)


def age_on(birth_date: datetime.date | None, day: datetime.date) -> int | None:
    """Whole years at `day`; None when the birth date was not recorded."""
    if birth_date is None:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
