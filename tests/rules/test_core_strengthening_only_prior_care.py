import pytest

from tests.build import safe, said, treatment

RULE = "core_strengthening_only_prior_care"


def done(*items: str, complete: str = "yes", outcome: str | None = "no_change") -> dict[str, object]:
    return treatment(8, outcome, interventions=list(items), interventions_complete=complete)


@pytest.mark.parametrize("other", ["massage", "spinal_manipulation", "stretching", "hip_flexor_treatment", "education"])
def test_absent_when_anything_else_was_done(other):
    assert said(RULE, treatments=[done("core_strengthening", other, complete="not_asked")]).status == "absent"
    assert said(RULE, treatments=[done("core_strengthening"), done(other)]).status == "absent"


def test_absent_when_nothing_was_done():
    assert said(RULE, treatments=[done()]).status == "absent"


def test_not_applicable_without_care():
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


def test_undetermined_while_the_list_may_be_longer():
    verdict = said(RULE, treatments=[done("core_strengthening", complete="unknown")])
    assert verdict.missing == ("/prior_treatments/0/interventions_complete",)
    verdict = said(RULE, treatments=[done("core_strengthening", complete="no")])
    assert verdict.missing == ("/prior_treatments/0/interventions",)
    assert said(RULE, treatments=[done("core_strengthening"), treatment(8)]).status == "undetermined"


@pytest.mark.parametrize(
    ("outcome", "severity"), [("no_change", "low"), ("slightly_better", "low"), ("better", "info"), (None, "ungraded")]
)
def test_present_when_it_was_all(outcome, severity):
    verdict = said(RULE, treatments=[done("core_strengthening", "core_stabilisation", outcome=outcome)])
    assert (verdict.status, verdict.severity) == ("present", severity)


def test_it_prints_that_trunk_strengthening_is_recommended():
    verdict = said(RULE, intake=safe(), treatments=[done("core_stabilisation")])
    assert "Trunk strengthening is recommended for chronic low back pain (JOSPT guideline 2021)" in verdict.explanation
    assert "JOSPT guideline 2021" in verdict.rule.counter_evidence[0]


def test_an_empty_list_that_may_be_longer_is_open():
    assert said(RULE, treatments=[done(complete="unknown")]).status == "undetermined"
