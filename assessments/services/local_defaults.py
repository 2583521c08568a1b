"""The thresholds of a clinic: which are in force, setting one, going back to its default."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from assessments.models import Assessment, ThresholdChange
from assessments.rules import CATALOGUE
from assessments.services.examination_states import checked_reason
from assessments.thresholds import LocalDefault, Number, Thresholds, in_force
from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import FieldProblem, Invalid, NotFound

DECLARED: dict[tuple[str, str], LocalDefault] = {
    (rule.id, default.name): default for rule in CATALOGUE for default in rule.local_defaults
}
"""By every rule that shows it."""


@dataclass(frozen=True, slots=True)
class ChangedDefault:
    """A threshold after a change. `thresholds`: all that is in force now; `rules`: who shares it; `patients_waiting`: how many
    people's current assessment was made with other thresholds than those."""

    row: ThresholdChange
    default: LocalDefault
    thresholds: Thresholds
    rules: tuple[str, ...]
    patients_waiting: int


def thresholds_of(clinic_id: uuid.UUID) -> Thresholds:
    """What is in force in the clinic, in one query. What a newer rule set no longer allows does not count."""
    return in_force(ThresholdChange.objects.set_by(clinic_id), DECLARED.values())


def set_local_default(*, by: Actor, rule: str, name: str, value: float, reason: str) -> ChangedDefault:
    """Set a threshold of the actor's clinic, in all rules that share it.

    Assesses nobody again: that is done by the next change to a person's record, or for all by `manage.py assess --all`.
    Raises `NotPermitted`, `NotFound`, and `Invalid` for a value out of the declared bounds or without a reason.
    """
    by.require(Permission.MANAGE_RULES)
    default = declared(rule, name)
    accepted = default.accepted(value)
    if accepted is None:
        raise Invalid(problems=(FieldProblem("/value", *_refusal(default)),))
    return _change(by, default, accepted, checked_reason(reason))


def reset_local_default(*, by: Actor, rule: str, name: str) -> ChangedDefault:
    """Go back to the default; likewise. Raises `NotPermitted` and `NotFound`."""
    by.require(Permission.MANAGE_RULES)
    return _change(by, declared(rule, name), None, "")


def declared(rule: str, name: str) -> LocalDefault:
    """The threshold that the rule shows under this name; `NotFound`."""
    default = DECLARED.get((rule, name))
    if default is None:
        raise NotFound("There is no local default with this name in this rule.")
    return default


def _refusal(default: LocalDefault) -> tuple[str, str]:
    if not default.can_move:
        return "read_only", "This threshold may not be changed."
    return "out_of_bounds", f"must be {default.allowed()}"


def _change(by: Actor, default: LocalDefault, value: Number | None, reason: str) -> ChangedDefault:
    with transaction.atomic():
        row = ThresholdChange(clinic_id=by.clinic_id, value=value, reason=reason, by_id=by.membership_id)
        row.rule, row.name = default.key
        row.save(force_insert=True)
        said = {"rule": default.rule, "name": default.name, "value": None if value is None else str(value)}
        action = "local_default.reset" if value is None else "local_default.set"
        audit.record(by=by, action=action, subject=row, details=said)
        now = thresholds_of(by.clinic_id)
        sharing = tuple(rule.id for rule in CATALOGUE if default.key in (shown.key for shown in rule.local_defaults))
        return ChangedDefault(row, default, now, sharing, _waiting(by, now))


def _waiting(by: Actor, now: Thresholds) -> int:
    current = Assessment.objects.visible_to(by).current().values("pk")
    return Assessment.objects.visible_to(by).filter(pk__in=current).exclude(thresholds=now.to_plain()).count()
