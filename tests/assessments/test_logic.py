"""Kleene's three values, and that what is missing is found by the algebra."""

import itertools

import pytest

from assessments.logic import Fact, all_of, any_of, at_least, exactly, false, not_, open_until, true

T, F = true("/t"), false("/f")
U, V = open_until("/u"), open_until("/v", "/w")
ORDER = {False: 0, None: 1, True: 2}


def test_a_fact_refuses_to_be_taken_for_yes_or_no():
    with pytest.raises(TypeError, match="three values"):
        bool(U)


@pytest.mark.parametrize("pair", [*itertools.product((T, F, U), repeat=2)])
def test_and_is_the_least_and_or_the_greatest(pair):
    truths = [fact.truth for fact in pair]
    assert all_of(*pair).truth is min(truths, key=ORDER.__getitem__)
    assert any_of(*pair).truth is max(truths, key=ORDER.__getitem__)


def test_not_keeps_what_is_open():
    assert not_(T) == Fact(False, ("/t",))
    assert not_(F) == Fact(True, ("/f",))
    assert not_(U) is U


def test_not_of_a_combination_rests_on_what_decided_it():
    assert not_(all_of(T, true("/other"))) == Fact(False, ("/t", "/other"))
    assert not_(any_of(F, T, U)) == Fact(False, ("/t",))
    assert not_(not_(all_of(T, F))) == F


def test_a_single_input_is_nothing_by_itself():
    assert (Fact(None).at, Fact(None).missing) == ((), ())
    assert (U.is_open, T.is_open, F.is_open) == (True, False, False)


def test_of_nothing():
    assert all_of().truth is True
    assert any_of().truth is False


def test_what_decides_is_the_evidence():
    assert all_of(T, F, U) == F
    assert any_of(T, F, U) == T
    assert any_of(T, true("/other")).at == ("/t", "/other")
    assert all_of(T, true("/other"), T).at == ("/t", "/other")
    assert any_of(F, false("/other")).at == ("/f", "/other")


def test_only_what_still_matters_is_missing_the_shortest_way_first():
    assert all_of(T, V, U) == Fact(None, ("/t",), ("/u", "/v", "/w"))
    assert any_of(F, U, V) == Fact(None, ("/f",), ("/u", "/v", "/w"))
    assert all_of(F, U).missing == ()
    assert any_of(T, V).missing == ()


@pytest.mark.parametrize(
    ("facts", "truth"),
    [([T, T, U, F], True), ([T, U, F, F], None), ([T, F, F, F], False), ([U, U, F], None), ([U, F, F], False)],
)
def test_at_least_two(facts, truth):
    assert at_least(2, facts).truth is truth


def test_at_least_says_what_it_rests_on():
    assert at_least(1, [T, U]) == T
    assert at_least(2, [T, F, U]) == Fact(None, ("/t", "/f"), ("/u",))
    assert at_least(2, [F, false("/g"), T]) == Fact(False, ("/f", "/g"))


@pytest.mark.parametrize(
    ("facts", "truth"), [([T, F], True), ([T, T, U], False), ([F, F], False), ([T, U], None), ([U, F], None)]
)
def test_exactly_one(facts, truth):
    assert exactly(1, facts).truth is truth
