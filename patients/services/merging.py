"""Two records of one person become one, and two again if that was a mistake.

The records are locked in the order of their ids, and one merge at a time runs in a clinic: so whoever writes to either record
meanwhile waits, and then writes to the survivor. (ADR 0012)
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Stale
from clinic.webhooks.outbox import Happened, announce
from patients.models import Patient, PatientMerge
from patients.moving import Pair, counted
from patients.reassessment import FlagChange, reassess
from patients.services.locking import Id, locked_patient
from patients.services.merge_steps import (
    Difference,
    any_record,
    differences_of,
    fields_taken,
    give_back,
    last_merge,
    locked_pair,
    move_rows,
    one_merge_at_a_time,
    put_rows_back,
    save_both,
    take_over,
)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, or would do. `moved`: how many rows of each kind went over."""

    survivor: Patient
    duplicate: Patient
    moved: dict[str, int]
    differences: tuple[Difference, ...]
    flags_changed: tuple[FlagChange, ...]


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What undoing a merge did. `stayed`: how many rows of each kind, recorded since the merge, stay with the survivor."""

    survivor: Patient
    duplicate: Patient
    moved: dict[str, int]
    stayed: dict[str, int]
    flags_changed: tuple[FlagChange, ...]


def merge_patients(
    *,
    by: Actor,
    patient_id: Id,
    duplicate_id: Id,
    expected_revision: int,
    duplicate_revision: int,
    take: tuple[str, ...] | None = None,
) -> Merged:
    """Move everything of the duplicate to the survivor, `patient_id`, and assess it anew.

    `take`: the fields that the survivor takes over from the duplicate; None: those that only the duplicate records.
    The duplicate's id leads to the survivor from now on. Raises `NotFound`, `Stale` (of either), `Invalid`,
    `Conflict` (`patient_merged`).
    """
    by.require(Permission.MERGE_PATIENT)
    with transaction.atomic():
        pair = locked_pair(by, patient_id, duplicate_id)
        pair.survivor.expect(expected_revision)
        _expect(pair.duplicate, duplicate_revision)
        return _merge(pair, take)


def preview_merge(
    *,
    by: Actor,
    patient_id: Id,
    duplicate_id: Id,
    expected_revision: int,
    duplicate_revision: int,
    take: tuple[str, ...] | None = None,
) -> Merged:
    """What `merge_patients` would answer, with the same refusals: it is done, and taken back before anybody sees it.

    A flag that it would raise has another id once it is raised."""
    with transaction.atomic():
        merged = merge_patients(
            by=by,
            patient_id=patient_id,
            duplicate_id=duplicate_id,
            expected_revision=expected_revision,
            duplicate_revision=duplicate_revision,
            take=take,
        )
        transaction.set_rollback(True)
    return merged


def unmerge_patients(*, by: Actor, patient_id: Id, duplicate_id: Id, expected_revision: int) -> Unmerged:
    """Give the duplicate back what was its own, with all that was done to it since, and assess both anew.

    What was recorded since the merge stays with the survivor. Raises `NotFound`, `Stale`, `Conflict` (`not_merged`,
    `merge_is_not_the_last`).
    """
    by.require(Permission.MERGE_PATIENT)
    with transaction.atomic():
        one_merge_at_a_time(by)
        duplicate = any_record(by, duplicate_id, lock=True)
        survivor = locked_patient(by, patient_id)
        merge = last_merge(survivor, duplicate)
        survivor.expect(expected_revision)
        return _unmerge(Pair(survivor, duplicate, by, merge.created_at), merge)


def _expect(duplicate: Patient, revision: int) -> None:
    if duplicate.revision != revision:
        raise Stale(f"The duplicate is at revision {duplicate.revision} now; you read revision {revision}. Read it again.")


def _merge(pair: Pair, take: tuple[str, ...] | None) -> Merged:
    survivor, duplicate = pair.survivor, pair.duplicate
    own, other = survivor.document(), duplicate.document()
    taken = fields_taken(own, other, take)
    differences = tuple(differences_of(own, other, taken))
    record = take_over(survivor, other, taken)
    records, changes = move_rows(pair)
    save_both(pair, merged_into=survivor)
    merge = PatientMerge.objects.create(
        clinic=survivor.clinic,
        survivor=survivor,
        duplicate=duplicate,
        merged_by_id=pair.by.membership_id,
        record=record | {"moved": records},
    )
    moved = counted(records)
    details = {"merge": str(merge.pk), "duplicate": str(duplicate.pk), "moved": moved, "taken": list(taken)}
    audit.record(by=pair.by, action="patient.merged", subject=survivor, patient_id=survivor.pk, details=details)
    changes += reassess(survivor, by=pair.by, anew=True)
    told = Happened("patient.merged", {"patient": survivor.pk, "merged_patient": duplicate.pk})
    announce([told], by=pair.by, clinic=survivor.clinic)
    return Merged(_reread(survivor, pair.by), duplicate, moved, differences, _last_of_each(changes))


def _unmerge(pair: Pair, merge: PatientMerge) -> Unmerged:
    survivor, duplicate = pair.survivor, pair.duplicate
    records = merge.record["moved"]
    other = duplicate.document()
    stayed = put_rows_back(pair, records)
    survivor.forget_identifiers()
    give_back(survivor, other, merge.record)
    save_both(pair, merged_into=None)
    merge.undone_at, merge.undone_by_id = timezone.now(), pair.by.membership_id
    merge.save()
    details = {"merge": str(merge.pk), "duplicate": str(duplicate.pk), "moved": counted(records), "stayed": stayed}
    audit.record(by=pair.by, action="patient.unmerged", subject=survivor, patient_id=survivor.pk, details=details)
    changes = reassess(survivor, by=pair.by, anew=True) + reassess(duplicate, by=pair.by, anew=True)
    return Unmerged(_reread(survivor, pair.by), _reread(duplicate, pair.by), counted(records), stayed, _last_of_each(changes))


def _reread(patient: Patient, by: Actor) -> Patient:
    """As it is now, with its identifiers."""
    return Patient.objects.with_identifiers(by).get_visible(by, patient.pk)


def _last_of_each(changes: Iterable[FlagChange]) -> tuple[FlagChange, ...]:
    """A flag that was re-opened by the merge and resolved by the assessment is resolved."""
    return tuple({change.flag_id: change for change in changes}.values())
