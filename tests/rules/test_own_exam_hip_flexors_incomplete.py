from typing import Any

from tests.build import answers, psoas, safe, said, strength, thomas, treatment

RULE = "own_exam_hip_flexors_incomplete"
NOBODY = {"prior_care_any": "yes", "hip_flexors_ever_examined": "no"}


def exam(status: str | None = "final", **findings: Any) -> dict[str, Any]:
    complete = {"palpation": psoas(0, 1), "length_tests": thomas(5, 5), "strength": strength("hip_flexion", "5", "5")}
    kept = {name: items for name, items in (complete | findings).items() if items is not None}
    return kept | ({} if status is None else {"status": status})


def test_not_applicable_before_there_is_anything():
    assert said(RULE).status == "not_applicable"
    assert said(RULE, treatments=[treatment(3)]).status == "not_applicable"


def test_absent_when_both_sides_are_complete():
    verdict = said(RULE, exam=exam())
    assert verdict.status == "absent"
    assert len(verdict.evidence) == 6


def test_a_dynamometer_reading_is_a_strength():
    measured = [{"action": "hip_flexion", "side": side, "dynamometer_kg": 20} for side in ("left", "right")]
    assert said(RULE, exam=exam(strength=measured)).status == "absent"


def test_a_reason_for_missing_tenderness_is_enough():
    declined = [{"muscle": "psoas_major", "side": side, "absent_reason": "declined"} for side in ("left", "right")]
    assert said(RULE, exam=exam(palpation=declined)).status == "absent"


def test_blocked_palpation_is_no_defect():
    blocked = safe(safety=answers(pregnant="yes"))
    assert said(RULE, intake=blocked, exam=exam(palpation=None)).status == "absent"
    assert said(RULE, intake=safe(), exam=exam(palpation=None)).status == "present"


def test_a_reason_for_a_missing_length_test_or_strength_is_not_enough():
    unable = [{"test": "modified_thomas", "side": side, "absent_reason": "unable"} for side in ("left", "right")]
    assert said(RULE, exam=exam(length_tests=unable)).status == "present"


def test_each_item_on_each_side_is_listed():
    verdict = said(RULE, exam=exam(palpation=psoas(None, 3)))
    assert (verdict.status, verdict.severity) == ("present", "low")
    assert verdict.missing == ("/examination/palpation/psoas_major/left/tenderness",)
    assert "psoas major left" in verdict.explanation
    assert len(said(RULE, exam={"status": "final"}).missing) == 6


def test_a_psoas_without_a_side_counts_for_neither_but_as_something_done():
    verdict = said(RULE, intake=NOBODY, exam={"status": "final", "palpation": psoas(unknown=3)})
    assert verdict.severity == "low"
    assert len(verdict.missing) == 6


def test_a_to_do_until_an_examination_is_final():
    assert said(RULE, intake=safe()).severity == "info"
    assert said(RULE, exam={"status": "draft"}).severity == "info"
    assert said(RULE, exam={"palpation": psoas(1)}).severity == "info"
    assert said(RULE, exam={"status": "amended"}).severity == "moderate"


def test_nothing_done_is_moderate_and_high_when_it_repeats_the_gap():
    assert said(RULE, exam={"status": "final"}).severity == "moderate"
    verdict = said(RULE, intake=NOBODY, exam={"status": "final"})
    assert verdict.severity == "high"
    assert "the gap is repeated" in verdict.explanation


def test_an_examination_entered_in_error_does_not_count():
    assert said(RULE, intake=safe(), exam=exam("entered_in_error")).severity == "info"


OPEN = safe(safety=answers(bladder_change="unknown"))
TENDER_ONLY = {"palpation": psoas(None, 3), "status": "final"}


def test_it_states_what_is_not_recorded_and_advises_nothing_while_the_gate_is_open():
    for status in ("final", "draft"):
        verdict = said(RULE, intake=OPEN, exam=exam(status, palpation=psoas(None, 3)))
        assert verdict.explanation == "Not recorded: psoas major left (tenderness)."
        assert verdict.action is None


def test_no_tenderness_is_asked_for_unless_palpation_is_cleared():
    assert "psoas major left" in (said(RULE, intake=safe(), exam=TENDER_ONLY).action or "")
    careful = safe(safety=answers(anticoagulated="yes"))
    assert "psoas major left" in (said(RULE, intake=careful, exam=TENDER_ONLY).action or "")
    not_cleared = safe(safety=answers(infection_risk="yes"))
    verdict = said(RULE, intake=not_cleared, exam=TENDER_ONLY)
    assert verdict.status == "present"
    assert "modified" in (verdict.action or "")
    assert "tenderness" not in (verdict.action or "")
    assert said(RULE, intake=not_cleared, exam=exam(palpation=psoas(None, 3))).action is None


def test_a_reason_is_asked_for_only_where_it_excuses():
    assert "record the reason" in (said(RULE, intake=safe(), exam=exam(palpation=None)).action or "")
    verdict = said(RULE, intake=safe(), exam=exam(length_tests=None))
    assert verdict.action
    assert "reason" not in verdict.action
