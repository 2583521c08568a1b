"""What people do with a flag: take note of it, overrule it, close it."""

from collections.abc import Collection

from django.db import transaction

from assessments.models import Flag, FlagEvent
from assessments.models.flag import Change
from assessments.services.examination_states import checked_reason
from assessments.services.locking import lock_with_patient
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict
from patients.services.locking import Id


def acknowledge_flag(*, by: Actor, flag_id: Id, expected_revision: int) -> Flag:
    """Somebody has seen it. Raises `Stale`, `Conflict` (`flag_is_not_open`) unless it is open."""
    return _change(by, flag_id, expected_revision, "acknowledged", allowed=("open",), reason="")


def override_flag(*, by: Actor, flag_id: Id, reason: str, expected_revision: int) -> Flag:
    """Somebody goes on in spite of it, and says why. Raises `Stale`, `Invalid` without a reason, `Conflict`."""
    allowed = ("open", "acknowledged")
    return _change(by, flag_id, expected_revision, "overridden", allowed=allowed, reason=checked_reason(reason))


def resolve_flag(*, by: Actor, flag_id: Id, reason: str, expected_revision: int) -> Flag:
    """Somebody closes it, and says why. It re-opens when its evidence changes in kind or its severity rises.

    Raises `Stale`, `Invalid` without a reason, `Conflict` (`flag_is_resolved`).
    """
    allowed = ("open", "acknowledged", "overridden")
    return _change(by, flag_id, expected_revision, "resolved", allowed=allowed, reason=checked_reason(reason))


def _change(by: Actor, flag_id: Id, revision: int, change: Change, *, allowed: Collection[str], reason: str) -> Flag:
    by.require(Permission.ACT_ON_FLAG)
    with transaction.atomic():
        patient, flag = lock_with_patient(by, Flag, flag_id)
        flag.expect(revision)
        _refuse_unless(flag, allowed)
        flag.status = change
        flag.revision += 1
        flag.save(update_fields=["status", "revision", "updated_at"])
        FlagEvent.objects.create(
            clinic_id=by.clinic_id, flag=flag, change=change, severity=flag.severity, reason=reason, by_id=by.membership_id
        )
        audit.record(by=by, action=f"flag.{change}", subject=flag, patient_id=patient.pk, details={"rule": flag.rule})
        return flag


def _refuse_unless(flag: Flag, allowed: Collection[str]) -> None:
    if flag.status == "resolved":
        raise Conflict("The flag is resolved; it re-opens by itself when its verdict calls for it.", code="flag_is_resolved")
    if flag.status not in allowed:
        raise Conflict(f"The flag is {flag.status} already.", code="flag_is_not_open")
