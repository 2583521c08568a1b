import pytest

from tests.build import said

RULE = "ql_trigger_point_or_spasm"
QUIET = {"tenderness": 0, "tone": "normal", "trigger_point": {"taut_band": "no"}}


def exam(left: dict[str, object], right: dict[str, object] = QUIET) -> dict[str, object]:
    sides = {"left": left, "right": right}
    return {"palpation": [{"muscle": "quadratus_lumborum", "side": side} | finding for side, finding in sides.items()]}


def test_absent_when_both_sides_are_quiet_and_no_spasms_are_told():
    assert said(RULE, intake={"back_spasms": "no"}, exam=exam(QUIET)).status == "absent"


def test_mild_tenderness_that_is_not_recognised_is_nothing():
    mild = QUIET | {"tenderness": 2, "trigger_point": {"taut_band": "no", "patient_recognition": "no"}}
    assert said(RULE, intake={"back_spasms": "no"}, exam=exam(mild)).status == "absent"


def test_undetermined_while_something_is_open():
    assert said(RULE, exam=exam(QUIET)).missing == ("/intake/back_spasms",)
    untold = said(RULE, intake={"back_spasms": "no"}, exam=exam({"tenderness": 0}))
    assert untold.status == "undetermined"
    assert untold.missing[0] == "/examination/palpation/quadratus_lumborum/left/tone"


@pytest.mark.parametrize(
    "finding",
    [
        {"tenderness": 3},
        {"tenderness": 1, "trigger_point": {"patient_recognition": "yes"}},
        {"trigger_point": {"taut_band": "yes", "hypersensitive_spot": "yes", "referred_pain": "yes"}},
        {"tone": "spasm"},
    ],
)
def test_present_on_its_side(finding):
    verdict = said(RULE, exam=exam(finding))
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "low", "left")


@pytest.mark.parametrize("lacking", ["taut_band", "hypersensitive_spot", "referred_pain"])
def test_a_trigger_point_needs_all_three_signs(lacking):
    signs = {"taut_band": "yes", "hypersensitive_spot": "yes", "referred_pain": "yes", "patient_recognition": "no"} | {
        lacking: "no"
    }
    finding = {"tenderness": 2, "tone": "normal", "trigger_point": signs}
    assert said(RULE, intake={"back_spasms": "no"}, exam=exam(finding)).status == "absent"


def test_no_tenderness_is_no_trigger_point_although_recognised():
    finding = QUIET | {"trigger_point": {"taut_band": "no", "patient_recognition": "yes"}}
    assert said(RULE, intake={"back_spasms": "no"}, exam=exam(finding)).status == "absent"


def test_told_spasms_have_no_side():
    verdict = said(RULE, intake={"back_spasms": "yes"})
    assert (verdict.status, verdict.severity, verdict.side) == ("present", "low", None)


def test_a_trigger_point_and_spasm_are_moderate():
    assert said(RULE, intake={"back_spasms": "yes"}, exam=exam({"tenderness": 3})).severity == "moderate"
    assert said(RULE, exam=exam({"tenderness": 3}, {"tone": "spasm"})).side == "both"


def test_a_missing_sign_is_asked_for_by_site_and_side():
    verdict = said(RULE, intake={"back_spasms": "no"}, exam=exam(QUIET | {"trigger_point": {"taut_band": "yes"}}))
    assert verdict.missing == (
        "/examination/palpation/quadratus_lumborum/left/trigger_point/hypersensitive_spot",
        "/examination/palpation/quadratus_lumborum/left/trigger_point/referred_pain",
    )
    found = said(RULE, exam=exam({"tenderness": 1, "trigger_point": {"patient_recognition": "yes"}}))
    assert "/examination/palpation/0/trigger_point/patient_recognition" in [one.pointer for one in found.evidence]


def test_a_finding_without_a_side_is_not_absent_on_a_missing_answer():
    def beside(finding: dict[str, object]) -> dict[str, object]:
        unsided = {"muscle": "quadratus_lumborum", "side": "unknown"} | finding
        sided = [{"muscle": "quadratus_lumborum", "side": side} | QUIET for side in ("left", "right")]
        return {"palpation": [*sided, unsided]}

    verdict = said(RULE, intake={"back_spasms": "no"}, exam=beside({"tenderness": 2}))
    assert verdict.status == "undetermined"
    assert "/examination/palpation/quadratus_lumborum/unknown/trigger_point/patient_recognition" in verdict.missing
    assert said(RULE, intake={"back_spasms": "no"}, exam=beside(QUIET)).status == "absent"
