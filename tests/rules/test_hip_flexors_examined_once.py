from tests.build import said, treatment

RULE = "hip_flexors_examined_once"


def test_absent_when_nobody_or_several_examined_them_or_it_was_repeated():
    assert said(RULE, treatments=[treatment(examined="no")]).status == "absent"
    assert said(RULE, treatments=[treatment(3, examined="yes", hip_flexors_reexamined="yes")]).status == "absent"
    twice = [treatment(n, examined="yes", hip_flexors_reexamined="no") for n in (3, 4)]
    assert said(RULE, treatments=twice).status == "absent"


def test_not_applicable_or_undetermined_without_episodes():
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"
    assert said(RULE, treatments=[]).status == "not_applicable"
    assert said(RULE, intake={"prior_care_any": "yes"}, treatments=[]).status == "undetermined"


def test_undetermined_while_another_provider_may_have_looked():
    verdict = said(RULE, treatments=[treatment(3, examined="yes", hip_flexors_reexamined="no"), treatment(4)])
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/prior_treatments/1/hip_flexors_examined",)


def test_undetermined_while_the_repetition_is_not_told():
    verdict = said(RULE, treatments=[treatment(3, examined="yes")])
    assert verdict.missing == ("/prior_treatments/0/hip_flexors_reexamined",)


def test_present_when_examined_once_and_not_again():
    once = treatment(3, examined="yes", hip_flexors_reexamined="no", provider_kind="chiropractor")
    verdict = said(RULE, treatments=[once, treatment(4, examined="no")])
    assert (verdict.status, verdict.severity) == ("present", "info")
    assert "chiropractor" in verdict.explanation
