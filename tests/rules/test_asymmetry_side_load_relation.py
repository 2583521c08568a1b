import pytest

from tests.build import psoas, safe, said, thomas

RULE = "asymmetry_side_load_relation"
RIGHT = {"palpation": psoas(0, 2)}
ALWAYS_RIGHT = {"stairs": {"lead_leg": "right", "always": "yes"}}


def test_not_applicable_without_an_asymmetry_or_with_a_mixed_one():
    assert (
        said(RULE, intake=ALWAYS_RIGHT, exam={"palpation": psoas(0, 0), "length_tests": thomas(0, 0)}).status == "not_applicable"
    )
    mixed = {"palpation": psoas(2, 0), "length_tests": thomas(0, -10)}
    assert said(RULE, intake=ALWAYS_RIGHT, exam=mixed).status == "not_applicable"
    assert said(RULE, intake={"stairs": {"lead_leg": "not_applicable"}}, exam=RIGHT).status == "not_applicable"


def test_undetermined_like_the_asymmetry_itself():
    verdict = said(RULE, intake=ALWAYS_RIGHT, exam={"palpation": psoas(None, 3)})
    assert verdict.status == "undetermined"
    assert verdict.missing == said("psoas_asymmetry", exam={"palpation": psoas(None, 3)}).missing


@pytest.mark.parametrize("always", [{}, {"always": "yes"}, {"always": "no"}])
def test_absent_when_the_legs_alternate(always):
    assert said(RULE, intake={"stairs": {"lead_leg": "alternates"} | always}, exam=RIGHT).status == "absent"


@pytest.mark.parametrize(
    ("stairs", "missing"),
    [
        ({}, ("/intake/stairs/lead_leg", "/intake/stairs/always")),
        ({"lead_leg": "unsure", "always": "yes"}, ("/intake/stairs/lead_leg",)),
        ({"lead_leg": "left"}, ("/intake/stairs/always",)),
        ({"lead_leg": "left", "always": "no"}, ("/intake/stairs/always", "/intake/stairs/lead_leg")),
        ({"always": "no"}, ("/intake/stairs/always", "/intake/stairs/lead_leg")),
    ],
)
def test_undetermined_while_the_leading_leg_is_open(stairs, missing):
    verdict = said(RULE, intake={"stairs": stairs}, exam=RIGHT | {"length_tests": thomas(0, 0)})
    assert verdict.status == "undetermined"
    assert verdict.missing == missing


def test_a_measure_that_could_turn_the_asymmetry_mixed_is_asked_for_last():
    verdict = said(RULE, exam=RIGHT)
    assert verdict.missing[0] == "/intake/stairs/lead_leg"
    assert "/examination/length_tests/modified_thomas/left/hip_extension_deg" in verdict.missing


def test_concordant_on_the_same_side():
    verdict = said(RULE, intake=safe(**ALWAYS_RIGHT), exam=RIGHT)
    assert (verdict.status, verdict.severity, verdict.detail, verdict.side) == ("present", "info", "concordant", "right")
    assert verdict.contradicting == ()


def test_discordant_is_shown_as_contradicting_and_drops_a_rank():
    verdict = said(RULE, intake=ALWAYS_RIGHT, exam={"palpation": psoas(3, 0)})
    assert (verdict.status, verdict.detail, verdict.side) == ("present", "discordant", "left")
    assert [(one.pointer, one.value) for one in verdict.contradicting] == [
        ("/intake/stairs/lead_leg", "right"), ("/intake/stairs/always", "yes"),
    ]  # fmt: skip
    assert "speaks against a relation" in verdict.explanation


def test_a_side_dominant_sport_leaves_the_direction_open():
    golf = {"sports": [{"sport": "golf", "side_dominant": "yes"}]}
    verdict = said(RULE, intake=safe(**ALWAYS_RIGHT, **golf), exam=RIGHT)
    assert "direction cannot be inferred" in verdict.explanation
