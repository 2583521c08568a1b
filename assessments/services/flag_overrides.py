"""How often each rule was overridden, and why: what a manager reads to judge whether a rule is worth its place."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max

from assessments.engine import CATALOGUE
from assessments.models import FlagEvent
from assessments.models.flag import FlagEventQuerySet
from clinic.access.actor import Actor
from clinic.access.permissions import Permission

TITLES = {rule.id: rule.title for rule in CATALOGUE}


@dataclass(frozen=True, slots=True)
class OverriddenRule:
    """One rule: how many flags it raised or re-opened, how often one was overridden, for which reasons, and when last."""

    rule: str
    title: str
    flags: int
    overrides: int
    reasons: dict[str, int]
    last_overridden_at: datetime.datetime


def overrides_by_rule(*, by: Actor, since: datetime.datetime | None = None) -> list[OverriddenRule]:
    """The rules that were overridden in the clinic (at or after `since`), most often first. Raises `NotPermitted`."""
    by.require(Permission.VIEW_OVERRIDES)
    events = FlagEvent.objects.visible_to(by)
    if since is not None:
        events = events.filter(created_at__gte=since)
    found = _overridden(events)
    raised = _raised(events, list(found))
    rows = [_row(rule, reasons, raised.get(rule, 0)) for rule, reasons in found.items()]
    return sorted(rows, key=lambda row: (-row.overrides, row.rule))


Reasons = list[tuple[str, int, datetime.datetime]]


def _overridden(events: FlagEventQuerySet) -> dict[str, Reasons]:
    """rule → (reason, how often, when last), most often first."""
    counted = events.filter(change="overridden").values("flag__rule", "reason_code")
    found: dict[str, Reasons] = {}
    for row in counted.annotate(times=Count("id"), last=Max("created_at")).order_by("-times", "reason_code"):
        found.setdefault(row["flag__rule"], []).append((row["reason_code"], row["times"], row["last"]))
    return found


def _raised(events: FlagEventQuerySet, rules: list[str]) -> dict[str, int]:
    """rule → how many flags it raised or re-opened."""
    of_these = events.filter(change__in=("raised", "reopened"), flag__rule__in=rules)
    return dict(of_these.values_list("flag__rule").annotate(Count("flag", distinct=True)))


def _row(rule: str, reasons: Reasons, flags: int) -> OverriddenRule:
    return OverriddenRule(
        rule=rule,
        title=TITLES.get(rule, rule),
        flags=flags,
        overrides=sum(times for _, times, _ in reasons),
        reasons={code: times for code, times, _ in reasons},
        last_overridden_at=max(last for _, _, last in reasons),
    )
