"""The life of a flag, decided without a database."""

from typing import Any

import pytest

from assessments.case import Case
from assessments.engine import Verdict, evaluate
from assessments.flag_life import FlagState, evidence_kind, identity, on_other, on_present
from patients.documents import read

OPEN = FlagState("open", "moderate", ("/a",), is_present=True)


def verdict_on(palpation: list[dict[str, Any]], rule: str = "psoas_tender_on_palpation") -> Verdict:
    return evaluate(read(Case, {"examination": {"palpation": palpation}})).verdict(rule)


def tender(grade: int, side: str = "right") -> Verdict:
    return verdict_on([{"muscle": "psoas_major", "side": side, "tenderness": grade}])


def state_of(verdict: Verdict, status: str) -> FlagState:
    first = on_present(None, verdict).state
    return FlagState(status, first.severity, first.evidence_kind, is_present=True)


def test_a_present_verdict_raises_a_flag() -> None:
    step = on_present(None, tender(3))
    assert (step.change, step.state.status, step.state.severity) == ("raised", "open", "moderate")


@pytest.mark.parametrize("status", ["open", "acknowledged", "overridden", "resolved"])
def test_the_same_again_changes_nothing(status: str) -> None:
    step = on_present(state_of(tender(3), status), tender(3))
    assert (step.change, step.state.status) == (None, status)


@pytest.mark.parametrize("status", ["acknowledged", "overridden", "resolved"])
def test_a_higher_severity_reopens(status: str) -> None:
    step = on_present(state_of(tender(2), status), tender(4))
    assert (step.change, step.state.status, step.reason) == ("reopened", "open", "severity_rose")


@pytest.mark.parametrize("status", ["acknowledged", "overridden"])
def test_a_lower_severity_leaves_it(status: str) -> None:
    step = on_present(state_of(tender(4), status), tender(2))
    assert (step.change, step.state.status, step.state.severity) == (None, status, "low")


def test_other_evidence_reopens() -> None:
    before = state_of(tender(3), "acknowledged")
    told = verdict_on([{"muscle": "psoas_major", "side": "right", "tenderness": 3, "reproduces_familiar_pain": "no"}])
    other = FlagState("acknowledged", "moderate", ("/intake/back_spasms=yes",), is_present=True)
    assert on_present(before, tender(3)).change is None
    assert on_present(other, told).reason == "evidence_changed"


def test_what_comes_back_reopens() -> None:
    both = [{"muscle": "psoas_major", "side": side, "tenderness": 0} for side in ("left", "right")]
    gone = on_other(state_of(tender(3), "acknowledged"), [verdict_on(both)]).state
    step = on_present(gone, tender(3))
    assert (step.change, step.reason) == ("reopened", "present_again")


def test_undetermined_leaves_it_as_it_is() -> None:
    undetermined = verdict_on([])
    assert undetermined.status == "undetermined"
    assert on_other(OPEN, [undetermined]) == (OPEN, None, "")


@pytest.mark.parametrize("status", ["open", "acknowledged", "overridden"])
def test_another_side_resolves_it(status: str) -> None:
    step = on_other(state_of(tender(3, "left"), status), [tender(3, "right")])
    assert (step.change, step.state.status, step.reason) == ("resolved", "resolved", "other_side_or_detail")


def test_absent_resolves_it() -> None:
    both = [{"muscle": "psoas_major", "side": side, "tenderness": 0} for side in ("left", "right")]
    step = on_other(OPEN, [verdict_on(both)])
    assert (step.change, step.reason) == ("resolved", "absent")


def test_a_rule_that_no_longer_exists_resolves_it() -> None:
    assert on_other(OPEN, []).reason == "rule_retired"


def test_what_a_person_resolved_stays_closed_while_its_verdict_is_unchanged() -> None:
    closed = state_of(tender(3), "resolved")
    assert on_present(on_other(closed, [verdict_on([])]).state, tender(3)).change is None


def test_the_kind_of_evidence_knows_codes_and_no_numbers_places_or_free_text() -> None:
    case = {
        "intake": {"prior_care_any": "yes", "hip_flexors_ever_examined": "no"},
        "prior_treatments": [{"sessions_min": 11, "outcome": "no_change", "provider_name": "Elm Street"}],
    }
    kinds = evidence_kind(evaluate(read(Case, case)).verdict("hip_flexors_never_examined").evidence)
    assert "/intake/hip_flexors_ever_examined=no" in kinds
    assert not any("Elm" in kind or "=11" in kind or "/0/" in kind for kind in kinds)


def test_more_sessions_of_the_same_severity_are_the_same_kind() -> None:
    def kinds(sessions: int) -> tuple[str, ...]:
        case = {"intake": {"prior_care_any": "yes"}, "prior_treatments": [{"sessions_min": sessions, "outcome": "no_change"}]}
        return evidence_kind(evaluate(read(Case, case)).verdict("prior_care_non_response").evidence)

    assert kinds(11) == kinds(14)


def test_side_and_detail_are_part_of_what_a_flag_is() -> None:
    assert identity(tender(3, "left")) != identity(tender(3, "right"))
