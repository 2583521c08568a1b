from typing import Any

import pytest

from tests.build import safe, said

RULE = "prolonged_sitting_load"
NAMES = ("work", "computer", "driving", "eating", "tv", "devices", "other")


def day(minutes: int) -> dict[str, int]:
    """A completely recorded day with this total."""
    return dict.fromkeys(NAMES, 0) | {"work": minutes}


def sitting(**fields: Any) -> dict[str, Any]:
    return safe(sitting=fields)


def test_absent_when_everything_is_recorded_and_7_hours_at_most():
    verdict = said(RULE, intake=sitting(workday=day(420), non_workday=day(420), workdays_per_week=5))
    assert verdict.status == "absent"


def test_absent_whatever_the_number_of_working_days():
    assert said(RULE, intake=sitting(workday=day(420), non_workday=day(60))).status == "absent"


def test_the_other_day_does_not_matter_to_who_works_every_day():
    assert said(RULE, intake=sitting(workday=day(300), workdays_per_week=7)).status == "absent"
    assert said(RULE, intake=sitting(non_workday=day(300), workdays_per_week=0)).status == "absent"


def test_less_than_7_hours_with_missing_answers_is_undetermined():
    verdict = said(RULE, intake=sitting(workday={"work": 300}))
    assert verdict.status == "undetermined"
    assert verdict.missing[0] == "/intake/sitting/total_workday_minutes"


def test_nothing_recorded_asks_for_the_overall_answer_first():
    assert said(RULE).missing[0] == "/intake/sitting/total_workday_minutes"


def test_a_complete_workday_leaves_the_rest_of_the_week_open():
    verdict = said(RULE, intake=sitting(workday=day(300), workdays_per_week=5))
    assert verdict.status == "undetermined"
    assert all(pointer.startswith("/intake/sitting/non_workday/") for pointer in verdict.missing)


def test_a_lower_bound_may_decide():
    verdict = said(RULE, intake=sitting(workday={"work": 480}))
    assert (verdict.status, verdict.severity, verdict.detail) == ("present", "low", "workdays")


def test_one_minute_above_7_hours():
    assert said(RULE, intake=sitting(workday={"work": 421})).status == "present"
    assert said(RULE, intake=sitting(workday={"work": 420})).status == "undetermined"


@pytest.mark.parametrize(
    ("minutes", "severity"), [(421, "low"), (539, "low"), (540, "moderate"), (659, "moderate"), (660, "high")]
)
def test_severity_by_hours(minutes, severity):
    assert said(RULE, intake=sitting(workday={"work": minutes})).severity == severity


def test_all_week_is_graded_by_the_weekly_mean():
    verdict = said(RULE, intake=sitting(workday=day(720), non_workday=day(330), workdays_per_week=5))
    assert (verdict.detail, verdict.severity) == ("all_week", "moderate")
    assert "10.1 hours" in verdict.explanation


def test_workdays_only():
    verdict = said(RULE, intake=sitting(workday=day(450), non_workday=day(60), workdays_per_week=5))
    assert (verdict.status, verdict.detail) == ("present", "workdays")


def test_the_overall_answer_stands_in_for_missing_ones():
    complete = {"non_workday": day(60), "workdays_per_week": 5}
    assert said(RULE, intake=sitting(workday={"work": 300}, total_workday_minutes=430, **complete)).detail == "workdays"
    assert said(RULE, intake=sitting(workday={"work": 300}, total_workday_minutes=336, **complete)).status == "absent"


def test_forgetting_how_long_somebody_works_makes_no_long_day_short():
    week = {"non_workday": day(60), "workdays_per_week": 5, "total_workday_minutes": 400}
    assert said(RULE, intake=sitting(workday=day(430), **week)).status == "present"
    without_work = {name: minutes for name, minutes in day(430).items() if name != "work"}
    verdict = said(RULE, intake=sitting(workday=without_work, **week))
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/intake/sitting/workday/work",)


def test_without_working_days_their_hours_do_not_count():
    assert said(RULE, intake=sitting(workday=day(600), non_workday=day(60), workdays_per_week=0)).status == "absent"


def test_contradictory_times_decide_nothing():
    verdict = said(RULE, intake=sitting(workday={"work": 900, "tv": 700}))
    assert (verdict.status, verdict.detail) == ("undetermined", "contradictory_record")
    assert verdict.missing == ("/intake/sitting/workday/work", "/intake/sitting/workday/tv")


def test_an_active_week_speaks_against_it():
    def with_sport(minutes: int) -> dict[str, Any]:
        sports = [{"sport": "running", "sessions_per_week": 2, "minutes_per_session": minutes}]
        return sitting(workday={"work": 480}) | {"sports": sports}

    verdict = said(RULE, intake=with_sport(75))
    assert [one.value for one in verdict.contradicting] == [2, 75]
    assert "150 active minutes" in verdict.explanation
    assert said(RULE, intake=with_sport(74)).contradicting == ()


def test_it_says_what_its_threshold_is_not():
    assert "not a back-pain threshold" in said(RULE, intake=sitting(workday={"work": 480})).explanation


def test_a_sport_without_its_times_adds_no_minutes():
    for told in ({"sessions_per_week": 20}, {"minutes_per_session": 200}):
        intake = sitting(workday={"work": 480}) | {"sports": [{"sport": "running"} | told]}
        assert said(RULE, intake=intake).contradicting == ()
