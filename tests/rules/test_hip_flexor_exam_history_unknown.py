import pytest

from tests.build import said, treatment

RULE = "hip_flexor_exam_history_unknown"
CARE = {"prior_care_any": "yes"}


def test_not_applicable_without_earlier_care():
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


def test_absent_as_soon_as_one_answer_is_told():
    assert said(RULE, intake=CARE | {"hip_flexors_ever_examined": "no"}).status == "absent"
    assert said(RULE, treatments=[treatment(examined="unknown"), treatment(examined="no")]).status == "absent"
    assert said(RULE, treatments=[treatment(examined="yes")]).status == "absent"


def test_undetermined_while_it_is_not_known_whether_there_was_care():
    verdict = said(RULE)
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/intake/prior_care_any", "/intake/hip_flexors_ever_examined")


def test_present_when_nobody_told_for_any_episode():
    verdict = said(RULE, intake=CARE, treatments=[treatment(12, "no_change", "unknown"), treatment(3, examined="declined")])
    assert (verdict.status, verdict.severity) == ("present", "info")
    assert verdict.action
    assert (
        said("hip_flexors_never_examined", intake=CARE, treatments=[treatment(12, examined="unknown")]).status == "undetermined"
    )


def test_present_without_any_listed_episode():
    assert said(RULE, intake=CARE).status == "present"
    assert said(RULE, treatments=[treatment(3)]).status == "present"


@pytest.mark.parametrize("somehow", [{"hip_flexor_exam_modes": ["palpated"]}, {"hip_flexors_reexamined": "yes"}])
def test_an_episode_that_denies_itself_decides_nothing_until_it_is_resolved(somehow):
    denial = treatment(12, examined="no", **somehow)
    verdict = said(RULE, intake=CARE, treatments=[denial])
    assert (verdict.status, verdict.detail) == ("undetermined", "contradictory_record")
    assert verdict.missing[0] == "/prior_treatments/0/hip_flexors_examined"
    assert "contradicts itself" in verdict.explanation
    plain_no = treatment(3, examined="no")
    assert said(RULE, intake=CARE, treatments=[denial, plain_no]).status == "undetermined"
    assert said(RULE, intake=CARE, treatments=[denial, treatment(3, examined="yes")]).status == "absent"
