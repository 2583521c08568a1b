import pytest

from tests.build import said

RULE = "psychosocial_risk_elevated"


def score(**scores: int) -> dict[str, object]:
    return {"start_back": scores}


def test_absent_at_a_total_of_3_whatever_the_distress():
    assert said(RULE, intake=score(total=3, distress=3)).status == "absent"
    assert said(RULE, intake=score(total=3)).status == "absent"


def test_undetermined_without_a_total():
    assert said(RULE).missing == ("/intake/start_back/total", "/intake/start_back/distress")
    assert said(RULE, intake=score(distress=3)).missing == ("/intake/start_back/total",)


@pytest.mark.parametrize(
    ("scores", "severity"),
    [
        ({"total": 4, "distress": 3}, "moderate"),
        ({"total": 4}, "moderate"),
        ({"total": 5, "distress": 4}, "high"),
        ({"distress": 4}, "high"),
    ],
)
def test_severity(scores, severity):
    verdict = said(RULE, intake=score(**scores))
    assert (verdict.status, verdict.severity) == ("present", severity)


def test_a_part_above_its_total_decides_nothing():
    verdict = said(RULE, intake=score(total=3, distress=4))
    assert (verdict.status, verdict.detail) == ("undetermined", "contradictory_record")
    assert said("data_conflict", intake=score(total=3, distress=4)).detail == "start_back"
