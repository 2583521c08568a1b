from tests.build import said, treatment

RULE = "hip_flexor_exam_inconsistent_between_providers"


def test_absent_when_all_did_or_none_did():
    for answer in ("yes", "no"):
        assert said(RULE, treatments=[treatment(1, examined=answer), treatment(2, examined=answer)]).status == "absent"


def test_not_applicable_with_one_provider():
    assert said(RULE, treatments=[treatment(1, examined="yes")]).status == "not_applicable"
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


def test_undetermined_while_one_answer_is_open():
    for answer in ("yes", "no"):
        verdict = said(RULE, treatments=[treatment(1, examined=answer), treatment(2, examined="unknown")])
        assert verdict.status == "undetermined"
        assert verdict.missing == ("/prior_treatments/1/hip_flexors_examined",)


def test_present_and_both_groups_are_named():
    did, did_not = (
        treatment(1, examined="yes", provider_kind="chiropractor"),
        treatment(2, examined="no", provider_kind="physician"),
    )
    verdict = said(RULE, treatments=[did, did_not, treatment(3)])
    assert (verdict.status, verdict.severity) == ("present", "info")
    assert "examined by chiropractor; not examined by physician" in verdict.explanation
