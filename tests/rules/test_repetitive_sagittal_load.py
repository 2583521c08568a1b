from typing import Any

import pytest

from tests.build import said

RULE = "repetitive_sagittal_load"


def sport(name: str, sessions: float | None = None, minutes: int | None = None, **fields: Any) -> dict[str, Any]:
    times = {"sessions_per_week": sessions, "minutes_per_session": minutes}
    return {"sport": name} | {field: value for field, value in times.items() if value is not None} | fields


def week(*sports: dict[str, Any], complete: str = "yes", tasks: Any = ()) -> dict[str, Any]:
    told = {} if tasks is None else {"repetitive_tasks": list(tasks)}
    return {"sports": list(sports), "sports_complete": complete} | told


def test_absent_below_the_thresholds_in_a_complete_list():
    assert said(RULE, intake=week()).status == "absent"
    assert said(RULE, intake=week(sport("running", 1, 60))).status == "absent"


def test_other_sports_are_not_sagittal():
    assert said(RULE, intake=week(sport("hockey", 5, 90))).status == "absent"
    assert said(RULE, intake=week(sport("running", 5, 90, plane="mixed"))).status == "absent"
    assert said(RULE, intake=week(sport("other", 5, 90, plane="sagittal"))).status == "present"


def test_undetermined_below_them_while_the_list_may_be_longer():
    verdict = said(RULE, intake=week(sport("running", 1, 60), complete="not_asked"))
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/intake/sports_complete",)
    assert said(RULE).missing[0] == "/intake/repetitive_tasks"


def test_undetermined_while_times_or_tasks_are_open():
    verdict = said(RULE, intake=week(sport("running", 2)))
    assert verdict.missing == ("/intake/sports/0/minutes_per_session",)
    assert said(RULE, intake=week(tasks=None)).missing == ("/intake/repetitive_tasks",)
    assert said(RULE, intake=week(tasks=[{"task": "lifting", "hours_per_week": 20}])).missing == (
        "/intake/repetitive_tasks/0/plane",
    )


@pytest.mark.parametrize(
    ("sessions", "minutes", "status"), [(3, 50, "present"), (5, 1, "present"), (4, 22, "absent"), (4.9, 12, "absent")]
)
def test_minutes_or_sessions(sessions, minutes, status):
    assert said(RULE, intake=week(sport("running", sessions, minutes), sport("golf", 2, 60))).status == status


def test_several_sagittal_sports_are_added_up():
    assert said(RULE, intake=week(sport("running", 1, 75), sport("cycling", 1, 75), complete="no")).status == "present"


@pytest.mark.parametrize(("others", "status"), [(30, "present"), (31, "absent")])
def test_the_share_of_sagittal_sport(others, status):
    assert said(RULE, intake=week(sport("running", 1, 70), sport("golf", 1, others))).status == status


def test_the_share_counts_from_90_minutes_and_only_in_a_complete_list():
    assert said(RULE, intake=week(sport("running", 1, 89))).status == "absent"
    assert said(RULE, intake=week(sport("running", 1, 90))).status == "present"
    assert said(RULE, intake=week(sport("running", 1, 90), complete="no")).status == "undetermined"


@pytest.mark.parametrize(
    ("hours", "plane", "status"), [(10, "sagittal", "present"), (9.5, "sagittal", "absent"), (40, "frontal", "absent")]
)
def test_a_task_of_ten_hours(hours, plane, status):
    task = {"task": "lifting", "plane": plane, "hours_per_week": hours}
    assert said(RULE, intake=week(tasks=[task])).status == status


@pytest.mark.parametrize(
    ("minutes", "increase", "severity"), [(59, None, "low"), (60, None, "moderate"), (30, 30, "moderate"), (30, 29, "low")]
)
def test_severity(minutes, increase, severity):
    told = {} if increase is None else {"load_increase_percent": increase}
    assert said(RULE, intake=week(sport("running", 5, minutes, **told))).severity == severity


def test_one_heavy_task_among_others_is_enough():
    tasks = [
        {"task": "typing", "plane": "frontal", "hours_per_week": 30},
        {"task": "lifting", "plane": "sagittal", "hours_per_week": 12},
    ]
    assert said(RULE, intake=week(tasks=tasks)).status == "present"


def test_sessions_that_were_not_told_do_not_count():
    assert said(RULE, intake=week(*[sport("running", None, 5)] * 5)).status == "undetermined"


def test_it_rests_on_the_times_of_the_sports():
    evidence = [one.pointer for one in said(RULE, intake=week(sport("golf", 1, 60))).evidence]
    assert evidence[:3] == [
        "/intake/sports/0/sessions_per_week", "/intake/sports/0/minutes_per_session", "/intake/sports_complete",
    ]  # fmt: skip
    assert "/intake/sports" in [one.pointer for one in said(RULE, intake=week()).evidence]


def test_many_sessions_of_unknown_length_are_ungraded():
    assert said(RULE, intake=week(sport("running", 5, None))).severity == "ungraded"
    assert said(RULE, intake=week(sport("running", 5, None, load_increase_percent=30))).severity == "moderate"
    assert said(RULE, intake=week(sport("running", 5, None), sport("walking", 5, 60))).severity == "moderate"
    assert said(RULE, intake=week(sport("running", 5, 10))).severity == "low"
