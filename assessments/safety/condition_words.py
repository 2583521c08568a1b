"""PURE: the red flags in the reader's language. The table and what is stored of it are in English."""

from typing import Any

from msgspec.structs import replace

from assessments.case import Case
from assessments.safety import SafetyState
from assessments.safety.conditions import CONDITIONS, Condition
from assessments.safety.gate import Held
from assessments.thresholds import Number, SetByClinic
from patients.documents.language import translated as _

BY_ID = {condition.id: condition for condition in CONDITIONS}


def title_of(condition: Condition, threshold: Number | str | None = None) -> str:
    """The title; where it names a threshold, with this number, or with the default."""
    if condition.threshold is None:
        return _(condition.title)
    number = condition.threshold.value if threshold is None else threshold
    return _(condition.title_with_threshold).format(threshold=number)


def in_words(held: Held, case: Case) -> Held:
    """A red flag of this case, as it is shown."""
    condition = BY_ID[held.condition]
    threshold = condition.threshold.of(case) if condition.threshold else None
    return replace(held, title=title_of(condition, threshold), action=_(held.action))


def stored_in_words(held: dict[str, Any], thresholds: SetByClinic) -> dict[str, Any]:
    """A stored red flag, as plain data, made with these thresholds. What the table says otherwise by now stays as it is."""
    condition = BY_ID.get(held["condition"])
    if condition is None:
        return held
    number = _made_with(condition, thresholds)
    as_written = condition.title if number is None else condition.title_with_threshold.format(threshold=number)
    title, action = held["title"], held["action"]
    return held | {"title": title_of(condition, number) if title == as_written else title, "action": _(action)}


def _made_with(condition: Condition, thresholds: SetByClinic) -> Number | str | None:
    declared = condition.threshold
    if declared is None:
        return None
    set_by_clinic = thresholds.get(declared.rule, {}).get(declared.name)
    return declared.value if set_by_clinic is None else set_by_clinic


def safety_in_words(safety: SafetyState, case: Case) -> SafetyState:
    """The state of the screen, as it is shown."""
    return replace(safety, conditions=tuple(in_words(held, case) for held in safety.conditions))
