"""The differences between two assessments as text for a person at a terminal."""

import textwrap
from collections.abc import Iterable, Iterator

import msgspec

from assessments.changes import Changes, Difference, VerdictChange

WIDTH = 110


def as_text(name: str, found: Changes) -> str:
    """Several lines without a trailing newline."""
    return "\n".join([*_head(name, found), *(line for change in found.verdicts for line in _verdict(change))])


def _head(name: str, found: Changes) -> Iterator[str]:
    case = "same case" if found.same_case else "another case"
    moment = "" if found.same_moment else ", another day"
    frame = (f"rules {_change(found.rule_sets)}", f"gate {_change(found.gates)}", f"palpation {_change(found.palpation)}")
    yield f"{name}: {'; '.join(frame)}; {case}{moment}."
    yield f"{len(found.verdicts)} of {found.total} verdicts differ."


def _verdict(change: VerdictChange) -> Iterator[str]:
    yield f"* {change.title} [{change.rule}]: {'; '.join(f'{said.name} {_change(said)}' for said in change.said)}"
    yield from _wrapped(f"Why: {change.why}")
    yield from _wrapped(f"Version {_change(change.versions)}.")
    yield from _listed("Thresholds", change.thresholds)
    yield from _listed("Evidence", change.evidence)
    yield from _listed("Against it", change.contradicting)
    if change.missing_new:
        yield from _wrapped(f"Asks for, new: {', '.join(change.missing_new)}")
    if change.missing_gone:
        yield from _wrapped(f"Asks no more for: {', '.join(change.missing_gone)}")


def _listed(name: str, differences: Iterable[Difference]) -> Iterator[str]:
    told = "; ".join(f"{difference.name} {_change(difference)}" for difference in differences)
    if told:
        yield from _wrapped(f"{name}: {told}")


def _change(difference: Difference) -> str:
    """ "1", when it is the same; "2 → 3", when it is not."""
    old, new = _value(difference.old), _value(difference.new)
    return old if old == new else f"{old} → {new}"


def _value(value: object) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)
