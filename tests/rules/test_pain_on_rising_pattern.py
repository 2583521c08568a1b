import pytest

from tests.build import said

RULE = "pain_on_rising_pattern"


def told(rising: str, erect: str) -> dict[str, str]:
    return {"pain_on_rising_from_sitting": rising, "difficulty_standing_erect": erect}


def test_absent_when_both_are_no():
    assert said(RULE, intake=told("no", "no")).status == "absent"


def test_undetermined_while_one_is_open():
    assert said(RULE, intake=told("no", "unknown")).missing == ("/intake/difficulty_standing_erect",)
    assert len(said(RULE).missing) == 2


@pytest.mark.parametrize(("rising", "erect"), [("yes", "no"), ("not_asked", "yes"), ("yes", "yes")])
def test_present_when_either_is_yes(rising, erect):
    verdict = said(RULE, intake=told(rising, erect))
    assert (verdict.status, verdict.severity) == ("present", "info")
