"""The benchmark runs, and its cases are what it says: valid, all different, the same every time."""

import subprocess
import sys
from pathlib import Path

from assessments.case import digest
from benchmarks.evaluate import build
from benchmarks.mix import documents

PROGRAM = Path(__file__).parents[2] / "benchmarks/evaluate.py"


def test_its_cases_are_all_different_and_the_same_every_time():
    assert documents(5) == documents(5)
    assert documents(5) != documents(5, seed=1)
    assert len({digest(build(document)) for document in documents(300)}) == 300


def test_it_says_how_fast_everything_is_and_where_the_time_goes():
    ran = subprocess.run([sys.executable, PROGRAM, "--cases", "3", "--rounds", "1"], capture_output=True, text=True, check=True)
    for line in ("case from dictionaries", "evaluate, as told", "safety screen", "psoas_cascade_summary"):
        assert f"\n{line} " in ran.stdout
    assert ran.stderr == ""
