"""How the rows of one person's record go to another record of the same person, and back again.

Every foreign key to `Patient` is found, so that no table can be forgotten. Rows go over with a plain change of the key, unless
the app that owns the table has installed a mover of its own: it must where something is unique within a person.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.db import models
from django.db.models import F, ForeignKey, QuerySet

from clinic.access.actor import Actor
from patients.models import Patient, PatientMerge
from patients.reassessment import FlagChange

Record = dict[str, Any]
"""What a mover must remember to put back what it moved, as JSON; `ids`: the rows."""

_OF_THE_MERGE_ITSELF = (Patient, PatientMerge)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one person, both locked; `at`: when they are, or were, merged."""

    survivor: Patient
    duplicate: Patient
    by: Actor
    at: datetime.datetime


class Mover(Protocol):
    """Moves the rows of one table."""

    def move(self, pair: Pair) -> tuple[Record, tuple[FlagChange, ...]]:
        """From the duplicate to the survivor; answers what to remember, and which flags changed by it."""

    def put_back(self, pair: Pair, record: Record) -> int:
        """Back to the duplicate; answers how many rows that the survivor got since stay there."""


_movers: dict[type[models.Model], Mover] = {}


def install(movers: Mapping[type[models.Model], Mover]) -> None:
    """Make these the movers of their tables. Called when the apps are ready."""
    _movers.update(movers)


def keys_to_patients() -> dict[str, "ForeignKey[Any, Any]"]:
    """Every foreign key to `Patient`, of every app, by its name such as `patients.IntakeHistory.patient`."""
    relations = [relation for relation in Patient._meta.get_fields(include_hidden=True) if relation.auto_created]
    keys = [cast("ForeignKey[Any, Any]", found.remote_field) for found in relations if found.one_to_many or found.one_to_one]
    ours = [key for key in keys if key.model not in _OF_THE_MERGE_ITSELF]
    return {f"{key.model._meta.label}.{key.name}": key for key in sorted(ours, key=str)}


def mover_of(key: "ForeignKey[Any, Any]") -> Mover:
    """Who moves the rows that refer to a person by this key."""
    return _movers.get(key.model) or PlainMover(key)


def counted(records: Mapping[str, Record]) -> dict[str, int]:
    """How many rows of each kind went over: `{"intake_history": 2}`."""
    return {word_of(name): len(record["ids"]) for name, record in records.items() if record["ids"]}


def word_of(name: str) -> str:
    """`patients.IntakeHistory.patient` is `intake_history`."""
    kind = name.split(".")[1]
    return "".join(f"_{mark.lower()}" if mark.isupper() else mark for mark in kind).lstrip("_")


def as_record(rows: QuerySet[Any]) -> Record:
    """The ids of rows, to be remembered."""
    return {"ids": [str(key) for key in rows.order_by("id").values_list("pk", flat=True)]}


class PlainMover:
    """Changes the key. A later version that names a moved row goes back with it, and so does all that was done to the row."""

    def __init__(self, key: "ForeignKey[Any, Any]") -> None:
        self.key = key

    def move(self, pair: Pair) -> tuple[Record, tuple[FlagChange, ...]]:
        """All of them."""
        record = as_record(self._of(pair.duplicate))
        self._give(record["ids"], pair.survivor, pair.at)
        return record, ()

    def put_back(self, pair: Pair, record: Record) -> int:
        """Those that were moved, and what was built upon them."""
        ids = set(self._of(pair.survivor).filter(pk__in=record["ids"]).values_list("pk", flat=True))
        while more := self._built_upon(ids, pair.survivor) - ids:
            ids |= more
        stay = self._of(pair.survivor).filter(created_at__gt=pair.at).exclude(pk__in=ids).count()
        self._give(list(ids), pair.duplicate, datetime.datetime.now(datetime.UTC))
        return stay

    def _of(self, patient: Patient) -> QuerySet[Any]:
        return self._rows().filter(clinic_id=patient.clinic_id, **{self.key.name: patient})

    def _rows(self) -> QuerySet[Any]:
        return cast("QuerySet[Any]", self.key.model._base_manager.all())

    def _built_upon(self, ids: set[Any], survivor: Patient) -> set[Any]:
        """The survivor's rows that name one of these: corrections and amendments."""
        own = [f for f in self.key.model._meta.local_fields if isinstance(f, ForeignKey) and f.related_model is self.key.model]
        return {key for f in own for key in self._of(survivor).filter(**{f"{f.name}__in": ids}).values_list("pk", flat=True)}

    def _give(self, ids: list[Any], patient: Patient, now: datetime.datetime) -> None:
        changes: dict[str, Any] = {self.key.name: patient, "updated_at": now}
        if any(field.name == "revision" for field in self.key.model._meta.local_fields):
            changes["revision"] = F("revision") + 1  # the representation names the patient: an old ETag must not match it
        self._rows().filter(clinic_id=patient.clinic_id, pk__in=ids).update(**changes)
