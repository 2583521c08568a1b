import pytest

from tests.build import said, treatment

RULE = "hip_flexors_examined_late"


def at(month: int, examined: str | None, sessions: int | None = 6, outcome: str = "no_change") -> dict[str, object]:
    return treatment(sessions, outcome, examined, started_on=f"2025-{month:02}-01")


def test_not_applicable_with_one_episode_or_without_care():
    assert said(RULE, treatments=[at(1, "yes")]).status == "not_applicable"
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"
    assert said(RULE).status == "undetermined"


@pytest.mark.parametrize("order", [("no", "no"), ("yes", "no"), ("yes", "yes"), ("no", "yes", "no"), ("yes", "unknown", "yes")])
def test_absent_unless_only_the_last_examined_them(order):
    assert said(RULE, treatments=[at(month, answer) for month, answer in enumerate(order, 1)]).status == "absent"


def test_present_when_only_the_last_did():
    verdict = said(RULE, treatments=[at(1, "no"), at(2, "yes")])
    assert (verdict.status, verdict.severity) == ("present", "moderate")
    assert said("hip_flexors_never_examined", treatments=[at(1, "no"), at(2, "yes")]).status == "absent"


def test_the_order_is_that_of_the_dates():
    assert said(RULE, treatments=[at(2, "yes"), at(1, "no")]).status == "present"


@pytest.mark.parametrize(("order", "missing"), [(("no", "unknown"), 1), (("unknown", "yes"), 0)])
def test_undetermined_while_an_answer_is_open(order, missing):
    verdict = said(RULE, treatments=[at(month, answer) for month, answer in enumerate(order, 1)])
    assert verdict.status == "undetermined"
    assert verdict.missing == (f"/prior_treatments/{missing}/hip_flexors_examined",)


def test_undetermined_without_dates():
    verdict = said(RULE, treatments=[treatment(6, examined="no"), at(2, "yes")])
    assert verdict.status == "undetermined"
    assert verdict.missing == ("/prior_treatments/1/started_on",)
    assert said(RULE, treatments=[treatment(6, examined="no"), treatment(5, examined="no")]).status == "absent"


def test_two_that_began_on_the_same_day_are_undetermined_where_their_order_matters():
    for earlier in ([], [at(1, "no")]):
        verdict = said(RULE, treatments=[*earlier, at(2, "yes"), at(2, "no", 3)])
        places = (len(earlier), len(earlier) + 1)
        assert verdict.status == "undetermined"
        assert verdict.missing == tuple(f"/prior_treatments/{place}/started_on" for place in places)


def test_two_that_began_on_the_same_day_are_absent_where_their_order_does_not_matter():
    assert said(RULE, treatments=[at(1, "no"), at(2, "yes"), at(2, "yes", 3)]).status == "absent"
    assert said(RULE, treatments=[at(1, "yes"), at(2, "yes"), at(2, "no", 3)]).status == "absent"
    assert said(RULE, treatments=[at(1, "no"), at(1, "no", 3), at(2, "yes")]).status == "present"


@pytest.mark.parametrize(
    ("sessions", "outcome", "severity"),
    [(20, "no_change", "moderate"), (5, "no_change", "low"), (5, "better", "info"), (None, "no_change", "ungraded")],
)
def test_severity_by_the_sessions_before_at_most_moderate(sessions, outcome, severity):
    assert said(RULE, treatments=[at(1, "no", sessions, outcome), at(2, "yes", 30)]).severity == severity
