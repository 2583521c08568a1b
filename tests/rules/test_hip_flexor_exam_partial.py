from typing import Any

import pytest

from tests.build import said, treatment

RULE = "hip_flexor_exam_partial"


def examined(modes: list[str] | None, complete: str = "yes") -> dict[str, object]:
    told: dict[str, Any] = {} if modes is None else {"hip_flexor_exam_modes": modes}
    return treatment(3, examined="yes", hip_flexor_exam_modes_complete=complete, **told)


def test_absent_when_both_were_done_or_nobody_examined_them():
    assert said(RULE, treatments=[examined(["palpated", "length_tested"], complete="no")]).status == "absent"
    assert said(RULE, treatments=[treatment(3, examined="no")]).status == "absent"
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


@pytest.mark.parametrize("modes", [["palpated"], ["length_tested", "inspected"], ["strength_tested"], []])
def test_present_when_a_complete_list_lacks_one(modes):
    verdict = said(RULE, treatments=[examined(modes)])
    assert (verdict.status, verdict.severity) == ("present", "low")


def test_it_names_what_was_left_out():
    assert "not palpated" in said(RULE, treatments=[examined(["length_tested"])]).explanation


@pytest.mark.parametrize(
    ("modes", "complete", "missing"),
    [
        (["palpated"], "not_asked", "hip_flexor_exam_modes_complete"),
        (["palpated"], "no", "hip_flexor_exam_modes"),
        (None, "yes", "hip_flexor_exam_modes"),
    ],
)
def test_undetermined_while_the_list_is_not_known_to_be_complete(modes, complete, missing):
    verdict = said(RULE, treatments=[examined(modes, complete)])
    assert verdict.status == "undetermined"
    assert verdict.missing == (f"/prior_treatments/0/{missing}",)


def test_one_partial_examination_is_enough():
    verdict = said(RULE, treatments=[examined(["palpated", "length_tested"]), examined(["palpated"]), treatment(9)])
    assert verdict.status == "present"
