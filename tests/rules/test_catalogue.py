"""The catalogue: what is listed is what is there, and every declaration is complete."""

import importlib
import pkgutil
from pathlib import Path

import pytest

from assessments import rules
from assessments.rule import GRADES_OF_EVIDENCE, RANKS, Rule
from assessments.rules import CATALOGUE

FILES = {module.name for module in pkgutil.iter_modules(rules.__path__)}
TESTS = Path(__file__).parent
IDS = [rule.id for rule in CATALOGUE]
each_rule = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)


def test_every_file_is_listed_and_every_listed_rule_has_its_file():
    assert len(set(IDS)) == len(IDS)
    assert set(IDS) == FILES
    assert all(importlib.import_module(f"assessments.rules.{name}").RULE.id == name for name in FILES)


@each_rule
def test_a_declaration_says_everything(rule: Rule):
    assert rule.version >= 1
    assert rule.rank in RANKS
    assert rule.evidence_grade in GRADES_OF_EVIDENCE
    for text in (rule.title, rule.statement, rule.logic, rule.responsible):
        assert len(text) > 10
    assert rule.inputs
    assert rule.sources
    assert rule.counter_evidence


@each_rule
def test_what_a_rule_blocks_exists(rule: Rule):
    assert set(rule.blocks) <= set(IDS)


@each_rule
def test_every_rule_has_its_own_test(rule: Rule):
    assert (TESTS / f"test_{rule.id}.py").exists()


@each_rule
def test_a_rule_file_says_what_a_clinician_would_say_and_when_it_must_not_fire(rule: Rule):
    text = " ".join((importlib.import_module(f"assessments.rules.{rule.id}").__doc__ or "").split())
    assert "clinician would say" in text
    assert "must not fire" in text or "not applicable" in text
