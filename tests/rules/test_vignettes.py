"""Whole stories: for each, the gate, the palpation precaution and the verdicts that clinicians expect."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessments.case import Case
from assessments.engine import evaluate
from patients.documents import read

VIGNETTES = [json.loads(path.read_bytes()) for path in sorted((Path(__file__).parent.parent / "vignettes").glob("*.json"))]


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette["id"])
def test_the_assessment_is_what_clinicians_expect(vignette: dict[str, Any]) -> None:
    assessment = evaluate(read(Case, vignette["case"])).to_plain()
    expected = vignette["expect"]
    assert assessment["gate"] == expected["gate"]
    assert assessment["palpation"] == expected.get("palpation", assessment["palpation"])
    verdicts = {verdict["rule"]: verdict for verdict in assessment["verdicts"]}
    wanted = expected["verdicts"]
    assert {rule: {name: verdicts[rule][name] for name in fields} for rule, fields in wanted.items()} == wanted
    assert expected.get("no_verdict_is") not in {verdict["status"] for verdict in assessment["verdicts"]}
