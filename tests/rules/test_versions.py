"""A rule that decides differently has a new version, and so has the rule set; so an assessment can say which logic spoke."""

import json
import shutil
from pathlib import Path

import pytest

from assessments.rule import Rule
from assessments.rules import CATALOGUE, RULE_SET_VERSION
from tests.rules import logic_digest
from tests.rules.logic_digest import reached, rule_digest, rule_set_digest
from tests.rules.versions import REFRESH, recorded, refresh

KNOWN = recorded()
ASYMMETRY = next(rule for rule in CATALOGUE if rule.id == "psoas_asymmetry")


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_what_a_rule_does_changes_with_its_version_only(rule: Rule):
    known = KNOWN["rules"].get(rule.id, {})
    assert known.get(str(rule.version)) == rule_digest(rule), (
        f"The logic or a threshold of {rule.id}, or shared code it rests on, is not what its version {rule.version} recorded. "
        f"Raise the version in its RULE and RULE_SET_VERSION, then run: {REFRESH}"
    )
    assert rule.version == max(map(int, known)), f"{rule.id} has had a higher version than {rule.version}"


def test_the_rule_set_changes_with_its_version_only():
    assert KNOWN["rule_sets"].get(RULE_SET_VERSION) == rule_set_digest(), (
        f"A rule's version, something declared, or how verdicts are ordered and blocked is not what rule set {RULE_SET_VERSION} "
        f"recorded. Give it a new version in assessments/rules/__init__.py, then run: {REFRESH}"
    )


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the core, to be changed; the digests read that one."""
    for package in ("assessments", "patients"):
        shutil.copytree(
            logic_digest.ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "migrations")
        )
    monkeypatch.setattr(logic_digest, "ROOT", tmp_path)
    logic_digest.definitions.cache_clear()
    yield tmp_path
    logic_digest.definitions.cache_clear()


def edited(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))
    logic_digest.definitions.cache_clear()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/psoas_asymmetry.py", 'present("low"', 'present("moderate"'),
        ("concepts/psoas.py", "value=10,", "value=11,"),
        ("concepts/psoas.py", "any_of(", "all_of("),
        ("logic.py", "if fact.truth is True:", "if fact.truth is False:"),
    ],
)
def test_a_changed_threshold_or_connective_changes_the_digest(copied, file, old, new):
    before = rule_digest(ASYMMETRY)
    edited(copied / "assessments", file, old, new)
    assert rule_digest(ASYMMETRY) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/psoas_asymmetry.py", '"""The psoas differs', '"""Whether the psoas differs'),
        ("rules/psoas_asymmetry.py", "def check(case: Case)", "def check(case: object)"),
        ("rules/psoas_asymmetry.py", "def check(", "# a comment\n\n\ndef check("),
        ("rules/psoas_asymmetry.py", "The psoas differs between the sides", "Left and right differ"),
        ("concepts/muscles.py", "value=67,", "value=68,"),
        ("rules/hip_joint_alternative.py", "15", "16"),
    ],
)
def test_words_layout_and_what_other_rules_rest_on_do_not(copied, file, old, new):
    before = rule_digest(ASYMMETRY)
    edited(copied / "assessments", file, old, new)
    assert rule_digest(ASYMMETRY) == before


def test_a_threshold_of_the_safety_table_belongs_to_the_rules_that_rest_on_it(copied):
    rules = {rule.id: rule for rule in CATALOGUE}
    names = ("red_flag_positive", "red_flag_screen_incomplete", "psoas_palpation_precaution", "psoas_asymmetry")
    before = {name: rule_digest(rules[name]) for name in names}
    edited(copied / "assessments", "safety/conditions.py", "value=65,", "value=64,")
    assert [name for name in names if rule_digest(rules[name]) != before[name]] == list(names[:3])


def test_what_is_reached_is_code_of_the_core_that_decides():
    places = [(module, name) for module, name, _ in reached(("assessments.rules.psoas_asymmetry", "check"))]
    assert ("assessments.concepts.psoas", "TENDERNESS_DIFFERENCE") in places
    assert ("assessments.logic", "any_of") in places
    assert not [name for _, name in places if name in ("say", "Words", "RULE")]


def test_refreshing_adds_what_is_new_and_refuses_what_changed(tmp_path):
    file = tmp_path / "versions.json"
    assert refresh(file) == []
    current = recorded(file)
    assert current["rules"]["psoas_asymmetry"] == {str(ASYMMETRY.version): rule_digest(ASYMMETRY)}
    changed = json.loads(file.read_text())
    changed["rules"]["psoas_asymmetry"][str(ASYMMETRY.version)] = "another"
    changed["rules"]["psoas_asymmetry"]["0"] = "an old one"
    file.write_text(json.dumps(changed))
    assert refresh(file) == [f"psoas_asymmetry is not what it was in version {ASYMMETRY.version}: it needs a new one"]
    assert recorded(file) == changed
    assert refresh(file, anew=True) == []
    current["rules"]["psoas_asymmetry"]["0"] = "an old one"
    assert recorded(file) == current
