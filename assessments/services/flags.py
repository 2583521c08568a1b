"""What people do with a flag: take note of it, overrule it, close it."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.flag_actions import Acknowledgement, Override, Resolution
from assessments.models import Flag, FlagEvent
from assessments.models.flag import Change
from assessments.services.locking import lock_with_patient
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict
from clinic.webhooks.outbox import Happened, announce
from patients.documents import Problem
from patients.models import Patient
from patients.refusals import invalid
from patients.services.locking import Id

NOTHING_MORE = Acknowledgement()
CLOCKS_DIFFER = datetime.timedelta(minutes=5)


def acknowledge_flag(*, by: Actor, flag_id: Id, expected_revision: int, document: Acknowledgement = NOTHING_MORE) -> Flag:
    """Somebody has seen it, and says what was done: a red flag stays open until then.

    Raises `Stale`, `Invalid` for a red flag without an action and for a time to come, `Conflict` (`flag_is_not_open`).
    """
    by.require(Permission.ACT_ON_FLAG)
    with transaction.atomic():
        patient, flag = _seen(by, flag_id, expected_revision, allowed=("open",))
        _refuse_half_told(flag, document)
        acted_at = (document.acted_at or timezone.now()) if document.action else None
        said = {"action": document.action, "told": document.told, "acted_at": acted_at, "reason": document.note or ""}
        return _change(by, patient, flag, "acknowledged", **said)


def override_flag(*, by: Actor, flag_id: Id, document: Override, expected_revision: int) -> Flag:
    """Somebody goes on in spite of it, and says why.

    Raises `Stale`, `Conflict` (`flag_is_not_open`, `flag_is_resolved`, `red_flag_awaits_action`).
    """
    by.require(Permission.ACT_ON_FLAG)
    with transaction.atomic():
        patient, flag = _seen(by, flag_id, expected_revision, allowed=("open", "acknowledged"))
        _refuse_red_flag_without_action(flag)
        return _change(by, patient, flag, "overridden", reason_code=document.reason_code, reason=document.reason or "")


def resolve_flag(*, by: Actor, flag_id: Id, document: Resolution, expected_revision: int) -> Flag:
    """Somebody closes it, and says why. It re-opens when its evidence changes in kind or its severity rises.

    Raises `Stale`, `Conflict` (`flag_is_resolved`, `red_flag_awaits_action`).
    """
    by.require(Permission.ACT_ON_FLAG)
    with transaction.atomic():
        patient, flag = _seen(by, flag_id, expected_revision, allowed=("open", "acknowledged", "overridden"))
        _refuse_red_flag_without_action(flag)
        return _change(by, patient, flag, "resolved", reason_code=document.reason_code, reason=document.reason or "")


def _seen(by: Actor, flag_id: Id, revision: int, *, allowed: Collection[str]) -> tuple[Patient, Flag]:
    """The patient, locked, and the flag, at the revision and in a state in which this can be done with it."""
    patient, flag = lock_with_patient(by, Flag, flag_id)
    flag.expect(revision)
    if flag.status == "resolved":
        raise Conflict("The flag is resolved; it re-opens by itself when its verdict calls for it.", code="flag_is_resolved")
    if flag.status not in allowed:
        raise Conflict(f"The flag is {flag.status} already.", code="flag_is_not_open")
    return patient, flag


def _refuse_half_told(flag: Flag, document: Acknowledgement) -> None:
    if flag.awaits_action and document.action is None:
        raise invalid([Problem("/action", "required", "must say what was done about a red flag: who was told, and when")])
    if document.acted_at is not None and document.acted_at > timezone.now() + CLOCKS_DIFFER:
        raise invalid([Problem("/acted_at", "in_the_future", "must not be in the future")])


def _refuse_red_flag_without_action(flag: Flag) -> None:
    if flag.awaits_action:
        raise Conflict(
            "This is a red flag. Acknowledge it first, with what was done: who was told, and when.", code="red_flag_awaits_action"
        )


def _change(by: Actor, patient: Patient, flag: Flag, change: Change, **said: Any) -> Flag:
    flag.status = change
    flag.revision += 1
    flag.save(update_fields=["status", "revision", "updated_at"])
    FlagEvent.objects.create(
        clinic_id=by.clinic_id, flag=flag, change=change, severity=flag.severity, by_id=by.membership_id, **said
    )
    codes = {name: said[name] for name in ("reason_code", "action") if said.get(name)}
    audit.record(by=by, action=f"flag.{change}", subject=flag, patient_id=patient.pk, details={"rule": flag.rule, **codes})
    if change == "resolved":
        about = {"patient": patient.pk, "flag": flag.pk, "assessment": flag.assessment_id}
        announce([Happened("flag.resolved", about)], by=by, clinic=patient.clinic)
    return flag
