"""How many cases a processor core evaluates in a second, and where the time goes: `python benchmarks/evaluate.py`.

Nothing is kept from one case to the next: every case is different, and every round makes them anew. The yardstick, measured in
the same rounds, is to make the typed case out of plain dictionaries, which checks every field.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from assessments.case import Case, canonical, digest, encoded
from assessments.engine import Assessment, evaluate
from benchmarks.mix import Document, documents
from benchmarks.rounds import Measured, Row, measure
from benchmarks.stages import stages

YARDSTICK = "case from dictionaries"
EVALUATE = "evaluate, as told"
read_stored = msgspec.json.Decoder(Case).decode


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=1000, help="different cases; default: %(default)s")
    asked.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    options = asked.parse_args()
    told = documents(options.cases)
    measured = measure(rows(told), options.rounds)
    print(f"{options.cases} different cases, {options.rounds} rounds, one core\n")
    print(table(measured))
    print(f"\nWhere the time of '{EVALUATE}' goes\n")
    print(shares(stages([build(document) for document in told])))


def rows(told: Sequence[Document]) -> list[Row]:
    """What is measured; whatever `work` is given was made for it alone, so that no answer is known already."""
    stored = [encoded(canonical(build(document))) for document in told]
    return [
        Row(YARDSTICK, lambda: told, build),
        Row("case from stored JSON", lambda: stored, read_stored),
        Row(EVALUATE, lambda: [build(document) for document in told], evaluate),
        Row("evaluate, stored", lambda: [read_stored(case) for case in stored], evaluate),
        Row("canonical, as told", lambda: [build(document) for document in told], canonical),
        Row("canonical, stored", lambda: [read_stored(case) for case in stored], canonical),
        Row("digest, stored", lambda: [read_stored(case) for case in stored], digest),
        Row("explanations, once evaluated", lambda: [evaluate(build(document)) for document in told], explanations),
        Row("compact_verdicts, likewise", lambda: [evaluate(build(document)) for document in told], Assessment.compact_verdicts),
    ]


def build(document: Document) -> Case:
    return msgspec.convert(document, Case)


def explanations(assessment: Assessment) -> list[str]:
    return [verdict.explanation for verdict in assessment.verdicts]


def table(measured: dict[str, Measured]) -> str:
    """One line for each row; the last column says how many times the yardstick's time it takes."""
    lines = [f"{'':30}{'cases/s':>10}{'median':>10}{'µs':>9}{'x yardstick':>13}"]
    for name, one in measured.items():
        ratio = one.fastest / measured[YARDSTICK].fastest
        lines.append(f"{name:30}{1 / one.fastest:10,.0f}{1 / one.middle:10,.0f}{1e6 * one.fastest:9.1f}{ratio:13.2f}")
    return "\n".join(lines)


def shares(spent: dict[str, float]) -> str:
    """One line for each stage, the longest first."""
    whole = sum(spent.values())
    ranked = sorted(spent.items(), key=lambda item: -item[1])
    return "\n".join(f"{name:48}{1e6 * seconds:9.1f} µs{100 * seconds / whole:7.1f} %" for name, seconds in ranked)


if __name__ == "__main__":
    main()
