"""Display order, suppression, provisional verdicts, demotion, and how an assessment is written and stored."""

import datetime

import msgspec
import pytest
from msgspec.structs import replace

from assessments import rendering
from assessments.case import canonical
from assessments.engine import CATALOGUE, RULE_SET_VERSION, display_order, evaluate
from assessments.rule import GRADES_OF_EVIDENCE, RANKS, SEVERITIES, Rule, Ruling, Words, declaration, present, undetermined
from tests.build import answers, case, psoas, safe, treatment

WIRE = {
    "rule", "status", "blocked_by", "provisional", "severity", "side", "detail", "confidence", "evidence", "contradicting",
    "missing", "explanation", "action", "version", "title", "evidence_grade", "counter_evidence", "sources", "local_defaults",
}  # fmt: skip


def fixed(id: str, ruling: Ruling, **changed: object) -> Rule:
    """A rule that always gives this ruling."""
    return replace(CATALOGUE[-1], id=id, check=lambda _: ruling, say=lambda *_: Words("Found.", "Means.", "Do."), **changed)


FOUND = present("low", ("/intake/pain_now",))
SAFE = case(intake=safe(pain_now=3))
UNSAFE = case(intake=safe(pain_now=3, safety=answers(cancer_history="yes")))
OPEN = case(intake=safe(pain_now=3, safety=answers(cancer_history="declined")))


def order(*rules: Rule) -> list[str]:
    return [verdict.rule.id for verdict in evaluate(SAFE, rules).verdicts]


def test_rank_comes_first_then_evidence_grade_then_severity():
    by_rank = [fixed(rank, FOUND, rank=rank) for rank in reversed(RANKS)]
    assert order(*by_rank) == list(RANKS)
    by_grade = [fixed(grade, FOUND, evidence_grade=grade) for grade in reversed(GRADES_OF_EVIDENCE)]
    assert order(*by_grade) == list(GRADES_OF_EVIDENCE)
    by_severity = [fixed(severity, replace(FOUND, severity=severity)) for severity in reversed(SEVERITIES)]
    assert order(*by_severity, fixed("undetermined", undetermined(("/x",)))) == [*SEVERITIES, "undetermined"]


def test_grade_outweighs_severity_and_rank_outweighs_grade():
    high = fixed("high", replace(FOUND, severity="high"), evidence_grade="E0")
    better = fixed("better", FOUND, evidence_grade="G")
    earlier = fixed("earlier", FOUND, evidence_grade="E0", rank="finding")
    assert order(high, better, earlier) == ["earlier", "better", "high"]


def test_evidence_against_it_costs_one_rank_and_stays_visible():
    against = fixed("against", replace(FOUND, against=("/intake/pain_now",)), rank="finding", evidence_grade="G")
    exposure = fixed("exposure", replace(FOUND, severity="high"), rank="exposure", evidence_grade="G")
    pattern = fixed("pattern", FOUND, rank="pattern", evidence_grade="G")
    assert order(pattern, against, exposure) == ["exposure", "against", "pattern"]
    assert display_order(evaluate(SAFE, (against,)).verdicts[0])[0] == RANKS.index("exposure")


@pytest.mark.parametrize("rank", RANKS)
def test_a_stopped_gate_blocks_all_but_red_flags_and_data(rank):
    verdict = evaluate(UNSAFE, (fixed("it", FOUND, rank=rank),)).verdicts[0]
    assert (verdict.status, verdict.severity) == ("present", "low")
    if rank in ("red_flag", "data"):
        assert (verdict.blocked_by, verdict.explanation, verdict.action) == (None, "Found. Means.", "Do.")
    else:
        assert (verdict.blocked_by, verdict.action) == ("gate", None)
        assert verdict.explanation == "Found. Interpretation and advice are withheld until the red flags are settled."


@pytest.mark.parametrize("rank", RANKS)
def test_an_incomplete_gate_makes_what_is_read_from_the_body_provisional(rank):
    verdict = evaluate(OPEN, (fixed("it", FOUND, rank=rank),)).verdicts[0]
    assert verdict.provisional == (rank in ("alternative", "finding", "exposure", "pattern"))
    assert verdict.blocked_by is None
    assert not evaluate(SAFE, (fixed("it", FOUND, rank=rank),)).verdicts[0].provisional


def test_an_incomplete_gate_withholds_care_and_lets_ask_for_records():
    care, record = fixed("care", FOUND, advice="care"), fixed("record", FOUND, advice="record")
    assessment = evaluate(OPEN, (care, record))
    assert assessment.verdict("care").action is None
    assert assessment.verdict("record").action == "Do."
    assert assessment.verdict("care").explanation == "Found. Means."


def test_a_rule_that_is_present_blocks_those_it_names():
    blocker, blocked = fixed("hip_first", FOUND, blocks=("later",)), fixed("later", FOUND)
    verdict = evaluate(SAFE, (blocked, blocker)).verdict("later")
    assert (verdict.blocked_by, verdict.action) == ("hip_first", None)
    assert "while “hip first” is present" in verdict.explanation
    quiet = replace(blocker, check=lambda _: undetermined(("/x",)))
    assert evaluate(SAFE, (blocked, quiet)).verdict("later").blocked_by is None
    assert evaluate(UNSAFE, (blocked, blocker)).verdict("later").blocked_by == "gate"


def test_undetermined_has_to_name_what_is_missing():
    with pytest.raises(ValueError, match="must name what is missing"):
        undetermined(())


def test_evidence_says_who_recorded_it_and_when():
    full = case(
        intake=safe(),
        treatments=[treatment(12, "no_change", "no", source="letter", reported_on="2026-02-01")],
        exam={"examined_at": "2026-03-02T09:00:00Z", "examiner": "A. Rivera", "palpation": psoas(0, 3)},
    )
    assessment = evaluate(full)
    told = {one.pointer: one for verdict in assessment.verdicts for one in verdict.evidence}
    assert told["/prior_treatments/0/sessions_min"].recorded_by == "letter"
    assert told["/prior_treatments/0/sessions_min"].recorded_on == datetime.date(2026, 2, 1)
    assert told["/examination/palpation/1/tenderness"].recorded_by == "A. Rivera"
    assert told["/examination/palpation/1/tenderness"].recorded_on == datetime.date(2026, 3, 2)
    assert told["/intake/safety/answers/bladder_change"].recorded_by == "patient"


def test_the_wire_shape():
    plain = evaluate(SAFE).to_plain()
    assert set(plain) == {
        "as_of", "rule_set_version", "case_digest", "gate", "palpation", "safety", "ask_next", "verdicts", "case",
    }  # fmt: skip
    assert {frozenset(verdict) for verdict in plain["verdicts"]} == {frozenset(WIRE)}
    assert plain["rule_set_version"] == RULE_SET_VERSION
    assert plain["as_of"] == "2026-03-02T10:00:00Z"
    assert plain["case"]["intake"]["pain_now"] == 3
    assert {verdict["rule"] for verdict in plain["verdicts"]} == {rule.id for rule in CATALOGUE}


def test_same_case_same_bytes():
    assert evaluate(SAFE).to_json() == evaluate(case(intake=safe(pain_now=3))).to_json()
    assert evaluate(canonical(SAFE)).to_json() == evaluate(SAFE).to_json()


def test_a_stored_verdict_and_its_stored_declaration_make_the_whole_again():
    assessment = evaluate(UNSAFE)
    declared = {rule.id: msgspec.json.decode(msgspec.json.encode(declaration(rule))) for rule in CATALOGUE}
    stored = msgspec.json.decode(msgspec.json.encode(assessment.compact_verdicts()))
    again = [rendering.joined(compact, declared[compact["rule"]], {}) for compact in stored]
    assert again == msgspec.json.decode(assessment.to_json())["verdicts"]


def test_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        evaluate(SAFE).verdict("nothing")
