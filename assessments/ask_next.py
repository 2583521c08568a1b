"""PURE: what to ask next: the few inputs that would help to settle the most verdicts."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from assessments import wording
from assessments.verdict import Verdict

QUESTIONS_SHOWN = 3


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One input to record next: its pointer, its name in words, and the rules that wait for it."""

    pointer: str
    label: str
    rules: tuple[str, ...]


def ask_next(verdicts: Iterable[Verdict], *, limit: int = QUESTIONS_SHOWN) -> tuple[Question, ...]:
    """The inputs that weigh most over all undetermined verdicts; verdicts in display order decide between equals.

    An input alone in a verdict's `missing` weighs 1 there, one of four a quarter.
    """
    weight: dict[str, float] = defaultdict(float)
    rules: dict[str, list[str]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.status == "undetermined":
            for pointer in verdict.missing:
                weight[pointer] += 1 / len(verdict.missing)
                rules[pointer].append(verdict.rule.id)
    heaviest = sorted(weight, key=lambda pointer: -weight[pointer])[:limit]
    return tuple(Question(pointer=p, label=wording.label(p), rules=tuple(rules[p])) for p in heaviest)
