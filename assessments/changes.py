"""PURE: how two assessments differ, verdict by verdict, and why as far as they tell.

Both are plain JSON data as `Assessment.to_plain` writes them; they may come from different rule sets, of which only the outcome
is left. So a reason is named only where both say something about it: the case, a rule's version, a threshold, the gate.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

Plain = dict[str, Any]

SAID = ("status", "severity", "side", "detail", "confidence", "blocked_by", "provisional")
"""What counts as a difference between two verdicts of a rule."""
OUTRANKED = ("blocked_by", "provisional")
"""What the gate and other rules decide about a verdict, not the rule itself."""


class Difference(msgspec.Struct, frozen=True):
    """One thing that is not the same; None: there was nothing of it."""

    name: str
    old: Any
    new: Any


class VerdictChange(msgspec.Struct, frozen=True, kw_only=True):
    """How the verdict of one rule differs. `why`: one or two sentences.

    `thresholds`: local defaults that differ. `evidence`, `contradicting`: per pointer. `missing_new`, `missing_gone`: inputs
    that only one of the two asks for.
    """

    rule: str
    title: str
    said: tuple[Difference, ...]
    versions: Difference
    thresholds: tuple[Difference, ...]
    evidence: tuple[Difference, ...]
    contradicting: tuple[Difference, ...]
    missing_new: tuple[str, ...]
    missing_gone: tuple[str, ...]
    why: str


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """How two assessments differ; `total` rules were compared."""

    rule_sets: Difference
    gates: Difference
    palpation: Difference
    same_case: bool
    same_moment: bool
    total: int
    verdicts: tuple[VerdictChange, ...]


def changes(old: Plain, new: Plain, *, same_document: bool = False) -> Changes:
    """Verdicts that differ, in the order of the newer assessment; removed rules last.

    `same_document`: both are known to be about the same case document, also if their rule sets make different digests of it.
    """
    before, after = ({verdict["rule"]: verdict for verdict in outcome["verdicts"]} for outcome in (old, new))
    rules = [*after, *(rule for rule in before if rule not in after)]
    frame = Changes(
        rule_sets=_difference("rule_set_version", old, new),
        gates=_difference("gate", old, new),
        palpation=_difference("palpation", old, new),
        same_case=same_document or old["case_digest"] == new["case_digest"],
        same_moment=old["as_of"] == new["as_of"],
        total=len(rules),
        verdicts=(),
    )
    found = (_verdict_change(frame, before.get(rule, {}), after.get(rule, {})) for rule in rules)
    return msgspec.structs.replace(frame, verdicts=tuple(change for change in found if change))


def _verdict_change(frame: Changes, old: Plain, new: Plain) -> VerdictChange | None:
    said = tuple(_differing(SAID, old, new))
    if not said:
        return None
    missing_old, missing_new = set(old.get("missing", ())), set(new.get("missing", ()))
    change = VerdictChange(
        rule=(new or old)["rule"],
        title=(new or old)["title"],
        said=said,
        versions=_difference("version", old, new),
        thresholds=_between(_thresholds(old), _thresholds(new)),
        evidence=_between(_recorded(old, "evidence"), _recorded(new, "evidence")),
        contradicting=_between(_recorded(old, "contradicting"), _recorded(new, "contradicting")),
        missing_new=tuple(pointer for pointer in new.get("missing", ()) if pointer not in missing_old),
        missing_gone=tuple(pointer for pointer in old.get("missing", ()) if pointer not in missing_new),
        why="",
    )
    return msgspec.structs.replace(change, why=" ".join(_why(frame, change)))


def _why(frame: Changes, change: VerdictChange) -> Iterator[str]:
    if change.versions.old is None or change.versions.new is None:
        yield "The rule is new." if change.versions.old is None else "The rule is no longer there."
        return
    if any(difference.name not in OUTRANKED for difference in change.said):
        reasons = tuple(_reasons(frame, change))
        yield from reasons or (UNEXPLAINED,)
        if len(reasons) > 1 and not frame.same_case:
            yield "Either may be the reason."
    yield from _outranking(frame, {difference.name: difference for difference in change.said})


def _outranking(frame: Changes, said: dict[str, Difference]) -> Iterator[str]:
    """Why it is withheld or provisional, or no longer so."""
    if not said.keys() & set(OUTRANKED):
        return
    if _differs(frame.gates):
        yield f"The safety gate changed from {frame.gates.old} to {frame.gates.new}."
    elif "blocked_by" in said:
        blockers = said["blocked_by"]
        yield f"It was blocked by {blockers.old or 'nothing'} and is blocked by {blockers.new or 'nothing'} now."


UNEXPLAINED = (
    "Neither the case nor the rule's version nor a declared threshold changed: its code, or code it shares, changed without a "
    "new version."
)


def _reasons(frame: Changes, change: VerdictChange) -> Iterator[str]:
    """What changed that this verdict may rest on."""
    if not frame.same_case:
        differs = change.evidence or change.contradicting or change.missing_new or change.missing_gone
        yield "What is recorded changed." if differs else "The case changed, not the evidence that this verdict names."
    elif not frame.same_moment:
        yield "The same case was looked at on another day."
    if _differs(change.versions):
        yield f"The rule changed from version {change.versions.old} to {change.versions.new}."
    for threshold in change.thresholds:
        yield f"The threshold {threshold.name} changed from {threshold.old} to {threshold.new}."


def _differs(difference: Difference) -> bool:
    return bool(difference.old != difference.new)


def _difference(name: str, old: Plain, new: Plain) -> Difference:
    return Difference(name, old.get(name), new.get(name))


def _differing(names: tuple[str, ...], old: Plain, new: Plain) -> Iterator[Difference]:
    differences = (_difference(name, old, new) for name in names)
    return (
        difference for difference in differences if _differs(difference) and {difference.old, difference.new} != {None, False}
    )


def _thresholds(verdict: Plain) -> dict[str, str]:
    return {default["name"]: f"{default['value']} {default['unit']}" for default in verdict.get("local_defaults", ())}


def _recorded(verdict: Plain, name: str) -> dict[str, Any]:
    return {item["pointer"]: item["value"] for item in verdict.get(name, ())}


def _between(old: dict[str, Any], new: dict[str, Any]) -> tuple[Difference, ...]:
    names = dict.fromkeys((*old, *new))
    return tuple(Difference(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))
