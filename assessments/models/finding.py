"""The finding: one muscle, action, motion or test on one side, with its value or the reason why there is none.

One table for the five kinds; ``kind`` is the name of the list it stands in.  The constraints are derived from the documents.
"""

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Any, Self

import msgspec
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, Q

from assessments.anatomy import (
    MOTION_BOUNDS_DEG,
    AbsentReason,
    EntryMethod,
    FindingSide,
    Grade,
    Position,
    TestResult,
    Tone,
)
from assessments.document import FindingPart
from assessments.merging import KINDS
from assessments.models.examination import Examination
from clinic.models.bounds import NOT_ASKED, checks_for, columns, words
from clinic.models.documents import columns_of, document_of
from clinic.scoping import ClinicalModel, ClinicalQuerySet, clinic_and_id
from patients.models.fields import AnswerField, CodeField, number, whole

_SHARED = ("side", "absent_reason")


def _own_columns(kind: str) -> tuple[str, ...]:
    """The columns that only some kinds have, of this kind."""
    part = KINDS[kind]
    return tuple(c.name for c in columns(part) if c.name not in (*_SHARED, part.SITE))


OWN_COLUMNS: dict[str, tuple[str, ...]] = {kind: _own_columns(kind) for kind in KINDS}
VALUE_COLUMNS: tuple[str, ...] = tuple(dict.fromkeys(name for names in OWN_COLUMNS.values() for name in names))
"""Every column that some kind fills, once."""


def _is_empty(columns_: tuple[str, ...]) -> Q:
    return reduce(and_, (Q(**_nothing(name)) for name in columns_))


def _nothing(column: str) -> dict[str, Any]:
    return {column: NOT_ASKED} if column in _ANSWERS else {f"{column}__isnull": True}


def _values(kind: str) -> tuple[str, ...]:
    """The columns of a kind that count as a value."""
    part = KINDS[kind]
    return tuple(name for name in OWN_COLUMNS[kind] if any(name == v or name.startswith(f"{v}_") for v in part.VALUES))


def _answer_columns() -> Iterator[str]:
    for part in KINDS.values():
        empty = msgspec.structs.replace(_blank(part))
        yield from (name for name, value in columns_of(empty).items() if value == NOT_ASKED)


def _blank(part: type[FindingPart]) -> FindingPart:
    site = next(column for column in columns(part) if column.name == part.SITE)
    first = getattr(site.type, "values")[0]  # noqa: B009  (a Literal's values, as msgspec describes them)
    return part(**{part.SITE: first, "side": "left", "absent_reason": "not_performed"})


_ANSWERS = frozenset(_answer_columns())


def _sites(kind: str) -> tuple[str, ...]:
    part = KINDS[kind]
    return words(next(f.type for f in msgspec.structs.fields(part) if f.name == part.SITE))


def constraints_of_kinds() -> Iterator[BaseConstraint]:
    """For each kind: its sites, only its own columns, and a value or an absent reason but not both."""
    for kind in KINDS:
        other = Q(kind=kind, _negated=True)
        foreign = tuple(name for name in VALUE_COLUMNS if name not in OWN_COLUMNS[kind])
        no_value = _is_empty(_values(kind))
        yield CheckConstraint(name=f"finding_{kind}_site", condition=other | Q(site__in=_sites(kind)))
        yield CheckConstraint(name=f"finding_{kind}_own_columns", condition=other | _is_empty(foreign))
        yield CheckConstraint(
            name=f"finding_{kind}_value_or_reason",
            condition=other | Q(absent_reason__isnull=True) & ~no_value | Q(absent_reason__isnull=False) & no_value,
        )


def bounds_of_columns() -> Iterator[BaseConstraint]:
    """Each column's bounds, once, though several kinds have it."""
    seen: dict[str, CheckConstraint] = {}
    for part in KINDS.values():
        for check in checks_for(part, table="finding", skip=(part.SITE,)):
            if seen.setdefault(check.name, check) != check:
                raise TypeError(f"Two kinds of finding give {check.name} different bounds.")
    yield from seen.values()


def bounds_of_motions() -> CheckConstraint:
    """Degrees that the motion can have."""
    ranges = [Q(site=motion, degrees__gte=low, degrees__lte=high) for motion, (low, high) in MOTION_BOUNDS_DEG.items()]
    return CheckConstraint(name="finding_degrees_of_motion", condition=Q(degrees__isnull=True) | reduce(or_, ranges))


class FindingQuerySet(ClinicalQuerySet["Finding"]):
    """Questions about findings."""

    def of(self, examination: Examination) -> Self:
        """The findings of one examination."""
        return self.filter(clinic_id=examination.clinic_id, examination=examination)


class Finding(ClinicalModel):
    """One finding; at most one per kind, site and side in an examination."""

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="findings", db_index=False)
    kind = models.CharField()
    site = models.CharField()
    side = CodeField(FindingSide, null=False, blank=False)
    absent_reason = CodeField(AbsentReason)

    tenderness = whole()
    reproduces_familiar_pain = AnswerField()
    tone = CodeField(Tone)
    trigger_point_taut_band = AnswerField()
    trigger_point_hypersensitive_spot = AnswerField()
    trigger_point_referred_pain = AnswerField()
    trigger_point_local_twitch = AnswerField()
    trigger_point_patient_recognition = AnswerField()
    entry_method = CodeField(EntryMethod)
    note = models.TextField(null=True)
    hip_extension_deg = number()
    knee_flexion_deg = number()
    abduction_deg = number()
    pelvis_stabilised = AnswerField()
    painful = AnswerField()
    grade = CodeField(Grade)
    dynamometer_kg = number()
    degrees = number()
    position = CodeField(Position)
    result = CodeField(TestResult)
    groin_pain = AnswerField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = (
            clinic_and_id("finding"),
            models.UniqueConstraint(
                name="finding_once_per_site_and_side", fields=["clinic", "examination", "kind", "site", "side"]
            ),
            CheckConstraint(name="finding_kind_known", condition=Q(kind__in=list(KINDS))),
            bounds_of_motions(),
            *constraints_of_kinds(),
            *bounds_of_columns(),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.site}, {self.side}"

    @property
    def _site(self) -> str:
        return self.site

    muscle = action = motion = test = _site
    """The site under the name that the document of its kind gives it."""

    def document(self) -> FindingPart:
        """The finding as the document has it."""
        return document_of(self, KINDS[self.kind])
