"""How two assessments differ, and why."""

from typing import Any

from assessments.changes import UNEXPLAINED, Changes, changes
from assessments.engine import CATALOGUE, evaluate
from assessments.rule import LocalDefault
from tests.build import answers, case, psoas, safe

SORE = {"palpation": psoas(left=0, right=3)}
SAFE = safe(safety=answers())


def outcome(**parts: Any) -> dict[str, Any]:
    return evaluate(case(patient={"sex": "male"}, **parts)).to_plain()


def with_rule(plain: dict[str, Any], rule: str, **changed: Any) -> dict[str, Any]:
    """The same assessment, had this rule spoken otherwise."""
    return plain | {"verdicts": [said | changed if said["rule"] == rule else said for said in plain["verdicts"]]}


def why(found: Changes, rule: str) -> str:
    return next(change.why for change in found.verdicts if change.rule == rule)


BEFORE = outcome(intake=SAFE, exam=SORE)


def test_nothing_differs():
    found = changes(BEFORE, outcome(intake=SAFE, exam=SORE))
    assert (found.verdicts, found.same_case, found.total) == ((), True, len(CATALOGUE))


def test_the_record_changed():
    found = changes(BEFORE, outcome(intake=SAFE, exam={"palpation": psoas(left=0, right=1)}))
    assert not found.same_case
    change = next(change for change in found.verdicts if change.rule == "psoas_tender_on_palpation")
    assert {said.name: (said.old, said.new) for said in change.said} == {
        "status": ("present", "absent"),
        "severity": ("moderate", None),
        "side": ("right", None),
    }
    assert ("/examination/palpation/1/tenderness", 3, 1) in [(item.name, item.old, item.new) for item in change.evidence]
    assert change.why == "What is recorded changed."


def test_what_is_asked_for_differs():
    found = changes(BEFORE, outcome(intake=SAFE, exam={"palpation": psoas(left=0)}))
    change = next(change for change in found.verdicts if change.rule == "psoas_asymmetry")
    assert "/examination/palpation/psoas_major/right/tenderness" in change.missing_new
    assert change.missing_gone == ()


def test_the_gate_changed():
    found = changes(BEFORE, outcome(intake=safe(safety=answers(fever_unwell="yes")), exam=SORE))
    assert (found.gates.old, found.gates.new) == ("clear", "urgent")
    change = next(change for change in found.verdicts if change.rule == "psoas_tender_on_palpation")
    assert [(said.name, said.new) for said in change.said] == [("blocked_by", "gate")]
    assert change.why == "The safety gate changed from clear to urgent."


def test_another_rule_outranks_it():
    found = changes(with_rule(BEFORE, "psoas_asymmetry", blocked_by="data_conflict"), BEFORE)
    assert why(found, "psoas_asymmetry") == "It was blocked by data_conflict and is blocked by nothing now."


def test_the_rule_changed_with_its_version_and_a_threshold():
    old_defaults = [{"name": "tenderness_difference", "value": 4, "unit": "grades", "note": ""}]
    old = with_rule(BEFORE, "psoas_asymmetry", version=0, status="absent", severity=None, side=None, local_defaults=old_defaults)
    change = changes(old, BEFORE).verdicts[0]
    new_version = next(rule.version for rule in CATALOGUE if rule.id == "psoas_asymmetry")
    assert change.why.startswith(
        f"The rule changed from version 0 to {new_version}. The threshold tenderness_difference changed from 4"
    )
    assert ("extension_difference_deg", None, "10 deg") in [(item.name, item.old, item.new) for item in change.thresholds]


def test_the_record_and_the_rule_changed():
    old = with_rule(outcome(intake=SAFE), "psoas_tender_on_palpation", version=0)
    assert why(changes(old, BEFORE), "psoas_tender_on_palpation").endswith("Either may be the reason.")


def test_another_day():
    later = with_rule(BEFORE, "psoas_asymmetry", severity="high") | {"as_of": "2027-01-01T00:00:00Z"}
    assert why(changes(BEFORE, later), "psoas_asymmetry") == "The same case was looked at on another day."


def test_code_that_changed_without_a_new_version_is_named_as_that():
    assert why(changes(BEFORE, with_rule(BEFORE, "psoas_asymmetry", severity="high")), "psoas_asymmetry") == UNEXPLAINED


def test_a_digest_made_otherwise_is_no_other_case_when_the_document_is_known_to_be_the_same():
    other = with_rule(BEFORE, "psoas_asymmetry", severity="high") | {"case_digest": "made otherwise"}
    assert why(changes(BEFORE, other, same_document=True), "psoas_asymmetry") == UNEXPLAINED


def test_rules_come_and_go():
    fewer = BEFORE | {"verdicts": [said for said in BEFORE["verdicts"] if said["rule"] != "psoas_asymmetry"]}
    assert why(changes(fewer, BEFORE), "psoas_asymmetry") == "The rule is new."
    assert why(changes(BEFORE, fewer), "psoas_asymmetry") == "The rule is no longer there."


def test_thresholds_are_compared_as_they_are_declared():
    declared = {rule.id: rule.local_defaults for rule in CATALOGUE}["psoas_asymmetry"]
    assert all(isinstance(default, LocalDefault) for default in declared)
    assert changes(with_rule(BEFORE, "psoas_asymmetry", local_defaults=[]), BEFORE).verdicts == ()
