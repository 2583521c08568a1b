"""The steps of a merge and of its undoing: locks, rows, and what the survivor says about the person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from msgspec.structs import replace

from clinic.access.actor import Actor
from clinic.errors import Conflict, NotFound
from clinic.models import Clinic
from clinic.scoping import as_uuid
from clinic.statements import update
from patients.documents import PatientDocument, Problem, plain, read
from patients.documents.validation import MOST_ITEMS
from patients.models import Patient, PatientMerge
from patients.moving import Pair, Record, keys_to_patients, mover_of, word_of
from patients.reassessment import FlagChange
from patients.refusals import invalid
from patients.services.locking import Id

FIELDS = tuple(name for name in PatientDocument.__struct_fields__ if name != "identifiers")
"""What a merge may take over of what the duplicate says about the person."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the two records tell differently; `kept`: `survivor` or `duplicate`, whichever is kept."""

    field: str
    survivor: Any
    duplicate: Any
    kept: str


# --- locks -------------------------------------------------------------------------------------------------------------------


def one_merge_at_a_time(by: Actor) -> None:
    """Wait for a merge that runs in this clinic: what is merged into what cannot change from here on."""
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)


def locked_pair(by: Actor, patient_id: Id, duplicate_id: Id) -> Pair:
    """Both records, locked in the order of their ids."""
    one_merge_at_a_time(by)
    survivor = Patient.objects.get_visible(by, patient_id).pk
    duplicate = any_record(by, duplicate_id)
    if duplicate.pk == survivor:
        raise invalid([Problem("/duplicate_id", "same_patient", "must be another record than the one that takes over")])
    refuse_if_merged(duplicate)
    rows = Patient.objects.visible_to(by).select_for_update(of=("self",)).select_related("clinic").with_identifiers(by)
    locked = {row.pk: row for row in rows.filter(pk__in=(survivor, duplicate.pk)).order_by("id")}
    return Pair(locked[survivor], locked[duplicate.pk], by, timezone.now())


def any_record(by: Actor, id: Id, *, lock: bool = False) -> Patient:
    """The record with exactly this id, merged or not."""
    rows = Patient.every.visible_to(by).select_related("clinic").with_identifiers(by)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    key = as_uuid(id)
    row = rows.filter(pk=key).first() if key else None
    if row is None:
        raise NotFound("There is no patient with this id.")
    return row


def refuse_if_merged(duplicate: Patient) -> None:
    """A record is merged once."""
    if duplicate.merged_into_id is not None:
        raise Conflict(f"This record was merged into {duplicate.merged_into_id} already.", code="patient_merged")


def last_merge(survivor: Patient, duplicate: Patient) -> PatientMerge:
    """The merge to undo; later ones come first, because they may have built upon it."""
    if duplicate.merged_into_id != survivor.pk:
        raise Conflict("The duplicate is not merged into this record.", code="not_merged")
    merges = PatientMerge.objects.filter(clinic_id=survivor.clinic_id, survivor=survivor).standing()
    merge = merges.latest("id")
    if merge.duplicate_id != duplicate.pk:
        detail = f"{merge.duplicate_id} was merged into the same record later: undo that first."
        raise Conflict(detail, code="merge_is_not_the_last")
    return merge


# --- rows --------------------------------------------------------------------------------------------------------------------


def move_rows(pair: Pair) -> tuple[dict[str, Record], tuple[FlagChange, ...]]:
    """Every row that refers to the duplicate; answers what to remember of each table."""
    records: dict[str, Record] = {}
    changes: tuple[FlagChange, ...] = ()
    for name, key in keys_to_patients().items():
        records[name], changed = mover_of(key).move(pair)
        changes += changed
    return records, changes


def put_rows_back(pair: Pair, records: Mapping[str, Record]) -> dict[str, int]:
    """What was moved; answers how many rows of each table stay with the survivor. (A table made since has none that moved.)"""
    keys = keys_to_patients()
    stayed = {name: mover_of(keys[name]).put_back(pair, record) for name, record in records.items() if name in keys}
    return {word_of(name): count for name, count in stayed.items() if count}


def save_both(pair: Pair, *, merged_into: Patient | None) -> None:
    """Both records at a revision that neither had: an ETag of the one must not pass for the other's."""
    pair.duplicate.merged_into = merged_into
    pair.survivor.revision = pair.duplicate.revision = max(pair.survivor.revision, pair.duplicate.revision) + 1
    update(pair.survivor)
    update(pair.duplicate)


# --- what the survivor says ----------------------------------------------------------------------------------------------------


def fields_taken(own: PatientDocument, other: PatientDocument, take: tuple[str, ...] | None) -> tuple[str, ...]:
    """The fields to take over: those asked for, or those that only the duplicate records. `Invalid` for what it does not."""
    if take is None:
        return tuple(name for name in FIELDS if getattr(own, name) is None and getattr(other, name) is not None)
    wrong = [Problem(f"/take/{place}", *_WRONG) for place, name in enumerate(take) if getattr(other, name, None) is None]
    if wrong:
        raise invalid(wrong)
    return tuple(dict.fromkeys(take))


_WRONG = ("not_recorded", f"must be a field that the duplicate records, one of: {', '.join(FIELDS)}")


def differences_of(own: PatientDocument, other: PatientDocument, taken: Iterable[str]) -> Iterator[Difference]:
    """Each field that the two tell differently."""
    mine, theirs, kept = plain(own), plain(other), set(taken)
    for name in FIELDS:
        if mine.get(name) != theirs.get(name):
            yield Difference(name, mine.get(name), theirs.get(name), "duplicate" if name in kept else "survivor")


def take_over(survivor: Patient, other: PatientDocument, taken: Iterable[str]) -> dict[str, Any]:
    """Let the survivor say what the duplicate says in these fields, and have the identifiers of both (which are moved as rows);
    saves nothing. Answers what is needed to give it back."""
    own = survivor.document()
    identifiers = (*(own.identifiers or ()), *(other.identifiers or ()))
    if len(identifiers) > MOST_ITEMS:
        raise Conflict(f"Together they would have more than {MOST_ITEMS} identifiers.")
    recorded = own.identifiers is not None or other.identifiers is not None
    names = list(taken)
    values = {name: getattr(other, name) for name in names}
    survivor.take(replace(own, **values, identifiers=identifiers if recorded else None))
    said = plain(own)
    return {"before": {name: said.get(name) for name in names}, "identifiers_recorded": own.identifiers is not None}


def give_back(survivor: Patient, other: PatientDocument, record: Mapping[str, Any]) -> None:
    """Let the survivor say again what it said, where it still says what it took over; saves nothing."""
    own = survivor.document()
    unchanged = {name for name in record["before"] if getattr(own, name) == getattr(other, name)}
    said = plain(own) | {name: value for name, value in record["before"].items() if name in unchanged}
    if not record["identifiers_recorded"]:
        said["identifiers"] = said.get("identifiers") or None
    survivor.take(read(PatientDocument, said))
