"""What must hold for every valid case, over generated ones."""

import random
import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assessments.case import Case, canonical
from assessments.document import FINDING_LISTS
from assessments.engine import CATALOGUE, evaluate
from assessments.origin import resolved
from assessments.rule import declaration
from patients.documents import InvalidDocument, read
from patients.documents.safety_questions import QUESTIONS
from tests.strategies import cases

generated = settings(suppress_health_check=list(HealthCheck), max_examples=200)
FORBIDDEN = re.compile(r"caus|diagnos|primary problem|due to|responsible for|leads to pain", re.IGNORECASE)
DEFAULTED = re.compile(
    r"/prior_treatments/\d+/(for_current_complaint|sessions_min|sessions_max)$|/plane$"
    r"|^/intake/(recorded_on|symptoms_changed_on)$|/(screened_on|reviewed_on)$|^/examination/abdomen/"
    r"|/(sexual_sensation_loss|pregnant|pregnancy_pain_bleeding)$"
)
"""Fields whose absence has a stated meaning: unknown sessions count as some, no later change of symptoms, signs that were not
looked for, an overall sitting time that stands in, questions that are not asked of everybody; a review without its date ends."""
IN_A_LIST = re.compile(
    r"^/as_of$|^/prior_treatments/|^/intake/(sports|repetitive_tasks)/\d|/(examination|safety)/?$|trunk_flexion"
)
REQUIRED_SAFETY = {f"/intake/safety/answers/{item}" for item, question in QUESTIONS.items() if question.required}
STOPPED = ("emergency", "urgent", "incomplete")
SWAPPED = {"left": "right", "right": "left"}


@generated
@given(cases())
def test_no_valid_case_raises_and_every_verdict_is_well_formed(case: Case) -> None:
    assessment = evaluate(case)
    for verdict in assessment.verdicts:
        assert (verdict.severity is None) == (verdict.status != "present")
        assert verdict.missing or verdict.status != "undetermined"
        assert verdict.evidence or verdict.status != "absent", verdict.rule.id
        assert verdict.explanation
    assert msgspec.json.decode(assessment.to_json())["case_digest"] == assessment.case_digest


@generated
@given(cases())
def test_nothing_is_absent_on_the_grounds_of_an_answer_that_tells_nothing(case: Case) -> None:
    """That palpation was declined is a reason, and tells something."""
    for verdict in evaluate(case).verdicts:
        if verdict.status == "absent":
            told = [one.value for one in verdict.evidence if not one.pointer.endswith("/absent_reason")]
            assert not {"unknown", "not_asked", "declined"}.intersection(map(str, told)), verdict.rule.id


@generated
@given(cases(), st.integers(0, 10**6))
def test_the_order_of_recording_never_matters(case: Case, seed: int) -> None:
    assert evaluate(shuffled(case, random.Random(seed))).to_json() == evaluate(case).to_json()


@generated
@given(cases())
def test_evidence_resolves_in_the_case_and_carries_its_value(case: Case) -> None:
    plain = evaluate(case).to_plain()
    for verdict in plain["verdicts"]:
        for evidence in verdict["evidence"] + verdict["contradicting"]:
            assert at_pointer(plain["case"], evidence["pointer"]) == evidence["value"]


@generated
@given(cases(), st.data())
def test_forgetting_an_answer_never_makes_anything_absent_or_safe(case: Case, data: st.DataObject) -> None:
    """Apart from fields with a stated default, and from one side of a contradiction, which forgetting resolves."""
    whole = msgspec.to_builtins(canonical(case))
    contradictory = {evidence.pointer for evidence in evaluate(case).verdict("data_conflict").evidence}
    exempt = contradictory | {p for p in leaves(whole) if DEFAULTED.search(p) or _without_a_side(whole, p) or _of_a_hop(whole, p)}
    recorded = [p for p in leaves(whole) if p not in exempt]
    if not recorded:
        return
    pointer = data.draw(st.sampled_from(recorded))
    try:
        forgotten = read(Case, without(whole, pointer))
    except InvalidDocument:
        return
    before, after = evaluate(case), evaluate(forgotten)
    for verdict in before.verdicts:
        if verdict.status in ("present", "undetermined"):
            assert after.verdict(verdict.rule.id).status != "absent", (verdict.rule.id, pointer)
    if pointer in REQUIRED_SAFETY and before.gate in STOPPED:
        assert after.gate in STOPPED


@generated
@given(cases(), st.data())
def test_whatever_would_settle_an_undetermined_verdict_is_asked_for(case: Case, data: st.DataObject) -> None:
    """Apart from lists, whose places shift when an item is forgotten."""
    whole = msgspec.to_builtins(canonical(case))
    contradictory = {evidence.pointer for evidence in evaluate(case).verdict("data_conflict").evidence}
    recorded = [
        p
        for p in leaves(whole)
        if not (DEFAULTED.search(p) or IN_A_LIST.search(p) or p in contradictory or _without_a_side(whole, p))
    ]
    if not recorded:
        return
    pointer = data.draw(st.sampled_from(recorded))
    try:
        before, after = evaluate(case), evaluate(read(Case, without(whole, pointer)))
    except InvalidDocument:
        return
    for verdict in after.verdicts:
        if verdict.status == "undetermined" and before.verdict(verdict.rule.id).status != "undetermined":
            assert asked_as(whole, pointer) in verdict.missing, verdict.rule.id


@generated
@given(cases())
def test_swapping_left_and_right_swaps_exactly_the_sides(case: Case) -> None:
    mirrored = read(Case, mirror(msgspec.to_builtins(case)))
    straight, swapped = evaluate(case), evaluate(mirrored)
    assert swapped.gate == straight.gate
    for verdict in straight.verdicts:
        other = swapped.verdict(verdict.rule.id)
        facts = (verdict.status, verdict.severity, verdict.detail, SWAPPED.get(verdict.side or "", verdict.side))
        assert (other.status, other.severity, other.detail, other.side) == facts


@generated
@given(cases())
def test_no_text_names_a_cause(case: Case) -> None:
    plain = evaluate(case).to_plain()
    for verdict in plain["verdicts"]:
        assert not FORBIDDEN.search(f"{verdict['explanation']} {verdict['action']}"), verdict["rule"]


@generated
@given(cases())
def test_no_advice_passes_a_gate_that_is_not_passed(case: Case) -> None:
    assessment = evaluate(case)
    for verdict in assessment.verdicts:
        if assessment.gate in ("emergency", "urgent") and verdict.rule.rank not in ("red_flag", "data"):
            assert verdict.blocked_by == "gate"
            assert verdict.action is None
        if assessment.gate == "incomplete" and verdict.rule.advice == "care":
            assert verdict.action is None


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_no_declaration_names_a_cause(rule: Any) -> None:
    assert not FORBIDDEN.search(" ".join(str(value) for name, value in declaration(rule).items() if name != "responsible"))


def shuffled(case: Case, order: random.Random) -> Case:
    def mixed(items: Any) -> Any:
        return items and tuple(order.sample(items, len(items)))

    findings = {name: mixed(getattr(case.examination, name)) for name in FINDING_LISTS}
    lists = {name: mixed(getattr(case.intake, name)) for name in ("pain_locations", "sports", "repetitive_tasks")}
    safety = replace(case.intake.safety, reviews=mixed(case.intake.safety.reviews))
    return replace(
        case,
        intake=replace(case.intake, safety=safety, **lists),
        prior_treatments=mixed(case.prior_treatments),
        examination=replace(case.examination, **findings),
    )


def asked_as(document: Any, pointer: str) -> str:
    """How an input is called while it is not recorded: a finding by its site and side."""
    parts = pointer.split("/")
    if parts[1] != "examination" or parts[2] not in FINDING_LISTS:
        return pointer
    finding = document["examination"][parts[2]][int(parts[3])]
    site = next(finding[name] for name in ("muscle", "action", "motion", "test") if name in finding)
    return "/".join(["", *parts[1:3], site, finding["side"], *parts[4:]])


def _of_a_hop(whole: dict[str, Any], pointer: str) -> bool:
    """A hop test is made where something else speaks for a fracture; not having made it is no open question."""
    found = re.match(r"/examination/special_tests/(\d+)/", pointer)
    return found is not None and whole["examination"]["special_tests"][int(found[1])]["test"] == "hop"


def _without_a_side(document: Any, pointer: str) -> bool:
    """A finding whose side is not known adds what it says and is never asked for; the trunk has no side."""
    kind, _, rest = pointer.removeprefix("/examination/").partition("/")
    if kind not in FINDING_LISTS or not rest:
        return False
    finding = document["examination"][kind][int(rest.partition("/")[0])]
    return bool(finding["side"] == "unknown" or finding.get("action") == "trunk_flexion")


def leaves(value: Any, pointer: str = "") -> list[str]:
    """Pointers of the members of objects that hold a plain value or a list of codes."""
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in leaves(item, f"{pointer}/{name}")]
    if isinstance(value, list | tuple) and any(isinstance(item, dict) for item in value):
        return [leaf for index, item in enumerate(value) for leaf in leaves(item, f"{pointer}/{index}")]
    return [pointer]


def without(value: Any, pointer: str) -> Any:
    """A copy in which the member at `pointer` is not recorded."""
    first, _, rest = pointer[1:].partition("/")
    if isinstance(value, list | tuple):
        return [without(item, f"/{rest}") if index == int(first) else item for index, item in enumerate(value)]
    if not rest:
        return {name: item for name, item in value.items() if name != first}
    return {name: without(item, f"/{rest}") if name == first else item for name, item in value.items()}


def mirror(value: Any) -> Any:
    if isinstance(value, dict):
        return {_mirrored_name(name): mirror(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [mirror(item) for item in value]
    return SWAPPED.get(value, value) if isinstance(value, str) else value


def _mirrored_name(name: str) -> str:
    stem, _, side = name.rpartition("_")
    return f"{stem}_{SWAPPED[side]}" if side in SWAPPED else name


def at_pointer(value: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        value = value[int(token)] if isinstance(value, list | tuple) else value[token]
    return value


def test_a_pointer_that_does_not_resolve_is_an_error() -> None:
    with pytest.raises((AttributeError, IndexError)):
        resolved(Case(), "/intake/nothing")
