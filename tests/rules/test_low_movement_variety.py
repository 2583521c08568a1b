import pytest

from tests.build import said

RULE = "low_movement_variety"


def week(*sports: str, minutes: int | None = 45, complete: str = "yes") -> dict[str, object]:
    told = {} if minutes is None else {"minutes_per_session": minutes}
    return {"sports": [{"sport": sport, "sessions_per_week": 2} | told for sport in sports], "sports_complete": complete}


@pytest.mark.parametrize("sports", [("running", "cycling"), ("golf", "dance"), ("swimming", "other")])
def test_two_kinds_are_variety_in_any_list(sports):
    assert said(RULE, intake=week(*sports, minutes=None, complete="no")).status == "absent"


@pytest.mark.parametrize(
    "sports", [("running", "walking"), ("golf", "tennis"), ("swimming", "rowing"), ("yoga_mobility", "dance")]
)
def test_two_sports_of_one_kind_are_one_kind(sports):
    verdict = said(RULE, intake=week(*sports))
    assert (verdict.status, verdict.severity, verdict.detail) == ("present", "info", "monotone_active")


def test_little_of_one_kind_is_not_monotonous():
    assert said(RULE, intake=week("running", minutes=44)).status == "absent"
    assert said(RULE, intake=week("running", minutes=45)).status == "present"


def test_none_in_a_complete_list_is_inactive():
    verdict = said(RULE, intake=week())
    assert (verdict.status, verdict.severity, verdict.detail) == ("present", "info", "inactive")


def test_undetermined_while_the_list_or_the_times_are_open():
    assert said(RULE).missing == ("/intake/sports", "/intake/sports_complete")
    assert said(RULE, intake=week("running", complete="unknown")).missing == ("/intake/sports_complete",)
    assert said(RULE, intake=week("running", minutes=None)).missing == ("/intake/sports/0/minutes_per_session",)
    assert said(RULE, intake={"sports_complete": "yes"}).missing == ("/intake/sports",)
