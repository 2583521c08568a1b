import pytest

from tests.build import said

RULE = "breathing_pattern_altered"


@pytest.mark.parametrize("pattern", ["diaphragmatic", "mixed"])
def test_absent(pattern):
    assert said(RULE, exam={"breathing": {"pattern": pattern, "condition": "rest"}}).status == "absent"


def test_undetermined_without_a_pattern():
    assert said(RULE, exam={"breathing": {"condition": "rest"}}).missing == ("/examination/breathing/pattern",)


@pytest.mark.parametrize("pattern", ["upper_chest", "paradoxical", "breath_holding"])
@pytest.mark.parametrize(("condition", "severity"), [("rest", "info"), ("motor_control_test", "low"), (None, "ungraded")])
def test_present(pattern, condition, severity):
    verdict = said(RULE, exam={"breathing": {"pattern": pattern, "condition": condition}})
    assert (verdict.status, verdict.severity) == ("present", severity)
