import pytest

from tests.build import answers, safe, said, treatment

RULE = "data_conflict"


def test_never_absent():
    assert said(RULE).status == "not_applicable"
    assert said(RULE, intake=safe()).status == "not_applicable"


def test_agreement_is_no_conflict():
    told = safe(hip_flexors_ever_examined="yes", prior_care_any="yes", prior_care_list_complete="yes")
    assert said(RULE, intake=told, treatments=[treatment(examined="yes"), treatment(examined="no")]).status == "not_applicable"
    assert (
        said(RULE, intake=safe(hip_flexors_ever_examined="no"), treatments=[treatment(examined="no")]).status == "not_applicable"
    )
    assert (
        said(RULE, intake=safe(hip_flexors_ever_examined="yes"), treatments=[treatment(examined="no")]).status == "not_applicable"
    )


def test_never_examined_and_examined():
    verdict = said(RULE, intake=safe(hip_flexors_ever_examined="no"), treatments=[treatment(examined="yes", source="letter")])
    assert (verdict.status, verdict.detail) == ("present", "hip_flexors_ever_examined")
    assert [one.pointer for one in verdict.evidence] == [
        "/intake/hip_flexors_ever_examined", "/prior_treatments/0/hip_flexors_examined",
    ]  # fmt: skip
    assert verdict.action


def test_an_examination_for_another_complaint_contradicts_never_as_well():
    other = treatment(examined="yes", for_current_complaint="no")
    assert said(RULE, intake=safe(hip_flexors_ever_examined="no"), treatments=[other]).status == "present"


def test_somebody_examined_and_none_of_all_providers_did():
    told = safe(hip_flexors_ever_examined="yes", prior_care_list_complete="yes")
    verdict = said(RULE, intake=told, treatments=[treatment(examined="no")])
    assert verdict.detail == "hip_flexors_ever_examined_unmatched"
    elsewhere = treatment(examined="yes", for_current_complaint="no")
    assert said(RULE, intake=told, treatments=[treatment(examined="no"), elsewhere]).status == "not_applicable"


def test_no_earlier_care_and_a_listed_treatment():
    assert said(RULE, intake=safe(prior_care_any="no"), treatments=[treatment(3)]).detail == "prior_care_any"
    assert said(RULE, intake=safe(prior_care_any="no"), treatments=[treatment(0)]).status == "not_applicable"


def test_an_examination_that_is_denied_and_described():
    for described in ({"hip_flexor_exam_modes": ["palpated"]}, {"hip_flexors_reexamined": "yes"}):
        assert said(RULE, treatments=[treatment(examined="no", **described)]).detail == "hip_flexors_examined"
    assert said(RULE, treatments=[treatment(examined="no", hip_flexor_exam_modes=[])]).status == "not_applicable"


def test_more_than_24_hours_of_sitting():
    day = {"work": 900, "tv": 541}
    assert said(RULE, intake={"sitting": {"workday": day}}).detail == "sitting_workday_total"
    assert said(RULE, intake={"sitting": {"non_workday": day}}).detail == "sitting_non_workday_total"
    assert said(RULE, intake={"sitting": {"workday": {"work": 900, "tv": 540}}}).status == "not_applicable"


@pytest.mark.parametrize(("overall", "status"), [(480, "not_applicable"), (384, "not_applicable"), (383, "present")])
def test_a_sum_far_above_the_overall_answer(overall, status):
    sitting = {"workday": {"work": 480}, "total_workday_minutes": overall}
    assert said(RULE, intake={"sitting": sitting}).status == status


def test_a_sum_below_the_overall_answer_counts_only_when_nothing_is_missing():
    complete = dict.fromkeys(("work", "computer", "driving", "eating", "tv", "devices", "other"), 60)
    assert said(RULE, intake={"sitting": {"workday": complete, "total_workday_minutes": 561}}).status == "present"
    assert said(RULE, intake={"sitting": {"workday": complete, "total_workday_minutes": 560}}).status == "not_applicable"
    assert said(RULE, intake={"sitting": {"workday": {"work": 60}, "total_workday_minutes": 560}}).status == "not_applicable"


def test_a_pregnant_man():
    verdict = said(RULE, intake=safe(safety=answers(pregnant="yes")), patient={"sex": "male"})
    assert verdict.detail == "pregnant"


def test_several_conflicts_are_all_named():
    verdict = said(RULE, intake=safe(prior_care_any="no", hip_flexors_ever_examined="no"), treatments=[treatment(examined="yes")])
    assert verdict.detail == "hip_flexors_ever_examined,prior_care_any"
    assert verdict.explanation.count(".") >= 2


def test_never_examined_and_described_though_nobody_asked_whether():
    described = treatment(3, hip_flexor_exam_modes=["length_tested"], hip_flexors_reexamined="yes")
    verdict = said(RULE, intake=safe(hip_flexors_ever_examined="no"), treatments=[described])
    assert [one.pointer for one in verdict.evidence] == [
        "/intake/hip_flexors_ever_examined",
        "/prior_treatments/0/hip_flexor_exam_modes",
        "/prior_treatments/0/hip_flexors_reexamined",
    ]
