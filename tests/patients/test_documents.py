"""Reading documents from outside: everything that is wrong is said at once, and what is unusual is kept and named."""

import datetime
from typing import Any

import msgspec
import pytest

from assessments.case import Case
from assessments.document import Examination
from patients.documents import (
    Intake,
    InvalidDocument,
    MalformedDocument,
    PatientDocument,
    PriorTreatment,
    SafetyReview,
    folded,
    parse,
    plain,
    read,
    warnings_of,
    without_nulls,
)
from patients.documents.merging import patched

DOCUMENTS = (PatientDocument, Intake, PriorTreatment, Examination, Case)


def problems(kind: Any, data: object) -> dict[str, str]:
    """Pointer → code of everything that is wrong."""
    with pytest.raises(InvalidDocument) as caught:
        read(kind, data)
    assert all(problem.detail for problem in caught.value.problems)
    return {problem.pointer: problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.__name__)
def test_everything_is_optional(kind):
    assert plain(read(kind, {})) == {}
    assert read(kind, b"{}") == kind()


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.__name__)
def test_every_field_refuses_a_wrong_type_and_names_itself(kind):
    for field in msgspec.structs.fields(kind):
        assert f"/{field.name}" in {
            pointer[: len(field.name) + 1] for pointer in problems(kind, {field.name: object_of_no_type()})
        }


def object_of_no_type() -> object:
    """Fits no field: neither text, number, list, nor an object with known members."""
    return {"no such field": True}


def test_everything_wrong_is_said_at_once():
    wrong = {
        "pain_now": 11,
        "pain_side": "up",
        "onset_on": "soon",
        "sitting": {"workday": {"work": -1}},
        "odd": 1,
        "sports": [{}],
    }
    assert problems(Intake, wrong) == {
        "/pain_now": "out_of_range",
        "/pain_side": "not_in_set",
        "/onset_on": "wrong_type",
        "/sitting/workday/work": "out_of_range",
        "/odd": "unknown_field",
        "/sports/0/sport": "required",
    }


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("pain_now", 3.5, "wrong_type"),
        ("pain_now", True, "wrong_type"),
        ("pain_now", "3", "wrong_type"),
        ("duration_weeks", 5201, "out_of_range"),
        ("chief_complaint", "x" * 4001, "wrong_length"),
        ("chief_complaint", 7, "wrong_type"),
        ("back_spasms", "maybe", "not_in_set"),
        ("pain_locations", "groin", "wrong_type"),
        ("sitting", [], "wrong_type"),
    ],
)
def test_each_bound_has_its_code(field, value, code):
    assert problems(Intake, {field: value}) == {f"/{field}": code}


def test_a_field_name_is_escaped_in_its_pointer():
    assert problems(Intake, {"a/b~c": 1}) == {"/a~1b~0c": "unknown_field"}


def test_bounds_are_inclusive():
    assert read(Intake, {"pain_now": 0, "pain_worst": 10}).pain_now == 0
    assert problems(Intake, {"pain_now": -1}) == {"/pain_now": "out_of_range"}


def test_null_and_absent_are_the_same_and_an_empty_list_is_neither():
    assert read(Intake, {"pain_now": None, "sports": None, "stairs": {"lead_leg": None}}) == Intake()
    assert read(Intake, {"sports": []}).sports == ()
    assert without_nulls({"a": None, "b": [{"c": None}]}) == {"b": [{}]}


def test_unanswered_is_never_no():
    for answer in ("unknown", "not_asked", "declined"):
        assert read(Intake, {"back_spasms": answer}).back_spasms == answer
    assert Intake().back_spasms == "not_asked"


def test_what_is_not_json_is_malformed():
    for bad in (b"{", b'{"pain_now": NaN}', b"\xff"):
        with pytest.raises(MalformedDocument):
            read(Intake, bad)
    with pytest.raises(MalformedDocument, match="nested too deeply"):
        parse(b"[" * 100_000)


def test_an_empty_nested_part_says_no_more_than_nothing():
    assert folded(read(Intake, {"sitting": {"workday": {}}, "safety": {"answers": {}}})) == Intake()
    assert folded(read(Intake, {"safety": {"reviews": []}})).safety.reviews == ()


def test_fields_that_contradict_one_another():
    assert problems(PriorTreatment, {"sessions_min": 12, "sessions_max": 11}) == {"/sessions_max": "contradiction"}
    assert problems(PriorTreatment, {"started_on": "2026-02-02", "ended_on": "2026-02-01"}) == {"/ended_on": "contradiction"}
    assert read(PriorTreatment, {"sessions_min": 12, "sessions_max": 12}).sessions_max == 12


def test_a_review_needs_a_reason_and_a_clinician():
    review = {"item": "osteoporosis", "disposition": "cleared", "reason": "known", "reviewed_by": "A. Rivera"}
    assert read(SafetyReview, review).reviewed_on is None
    assert problems(SafetyReview, review | {"reason": " "}) == {"/reason": "wrong_length"}
    assert problems(SafetyReview, {name: value for name, value in review.items() if name != "reviewed_by"}) == {
        "/reviewed_by": "required"
    }


@pytest.mark.parametrize(
    ("kind", "data", "pointer"),
    [
        (Intake, {"sitting": {"workday": {"work": 900, "tv": 100}}}, "/sitting/workday"),
        (Intake, {"sitting": {"non_workday": {"work": 1400, "tv": 100}}}, "/sitting/non_workday"),
        (Intake, {"sports": [{"sport": "golf", "minutes_per_session": 241}]}, "/sports/0/minutes_per_session"),
        (Intake, {"start_back": {"total": 2, "distress": 3}}, "/start_back/distress"),
        (PriorTreatment, {"sessions_min": 101}, "/sessions_min"),
        (Examination, {"length_tests": [{"test": "modified_thomas", "side": "left", "hip_extension_deg": -31}]},
         "/length_tests/0/hip_extension_deg"),
        (Examination, {"length_tests": [{"test": "modified_thomas", "side": "left", "knee_flexion_deg": 29}]},
         "/length_tests/0/knee_flexion_deg"),
    ],
)  # fmt: skip
def test_unusual_values_are_kept_and_named(kind, data, pointer):
    assert [problem.pointer for problem in warnings_of(read(kind, data))] == [pointer]


def test_usual_values_are_not_named():
    assert warnings_of(read(Intake, {"sitting": {"workday": {"work": 960}}})) == ()


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        ({"test": "modified_thomas", "side": "left"}, {"/length_tests/0/hip_extension_deg": "required"}),
        ({"test": "modified_thomas", "side": "left", "hip_extension_deg": -5, "absent_reason": "declined"},
         {"/length_tests/0/absent_reason": "contradiction"}),
        ({"test": "modified_thomas", "side": "both", "hip_extension_deg": 1}, {"/length_tests/0/side": "not_in_set"}),
        ({"test": "modified_thomas", "hip_extension_deg": 1}, {"/length_tests/0/side": "required"}),
        ({"test": "modified_thomas", "side": "left", "hip_extension_deg": 46},
         {"/length_tests/0/hip_extension_deg": "out_of_range"}),
    ],
)  # fmt: skip
def test_a_finding_has_a_side_and_either_a_value_or_a_reason(finding, code):
    assert problems(Examination, {"length_tests": [finding]}) == code


def test_the_sign_of_hip_extension_is_kept():
    """Negative is above the horizontal, restricted; a lost sign would turn the finding round."""
    test = {"test": "modified_thomas", "side": "left", "hip_extension_deg": -12}
    exam = read(Examination, {"length_tests": [test]})
    assert exam.length_tests is not None
    assert exam.length_tests[0].hip_extension_deg == -12
    assert plain(exam)["length_tests"][0] == test


def test_a_range_of_motion_has_the_bounds_of_its_motion():
    rotation = {"motion": "hip_internal_rotation", "side": "left", "degrees": -1}
    assert problems(Examination, {"range_of_motion": [rotation]}) == {"/range_of_motion/0/degrees": "out_of_range"}
    assert read(Examination, {"range_of_motion": [rotation | {"motion": "hip_extension"}]}).range_of_motion


def test_a_plane_is_defaulted_by_the_sport():
    sports = (
        read(Intake, {"sports": [{"sport": "running"}, {"sport": "golf"}, {"sport": "running", "plane": "mixed"}]}).sports or ()
    )
    assert [sport.effective_plane() for sport in sports] == ["sagittal", None, "mixed"]


def test_plain_is_json_data():
    assert plain(Intake(recorded_on=datetime.date(2026, 3, 2), sports=())) == {"recorded_on": "2026-03-02", "sports": ()}


def test_an_unknown_field_is_refused_even_when_it_is_null():
    with pytest.raises(InvalidDocument) as caught:
        read(Intake, {"zip": None, "sitting": {"workday": {"nap": None}}, "pain_now": None})
    assert {p.code for p in caught.value.problems} == {"unknown_field"}
    assert [p.pointer for p in caught.value.problems] == ["/zip", "/sitting/workday/nap"]


def test_a_patch_cannot_take_away_a_field_that_does_not_exist():
    with pytest.raises(InvalidDocument) as caught:
        read(Intake, patched(Intake(pain_now=3), {"pain_now": None, "zip": None}))
    assert [p.pointer for p in caught.value.problems] == ["/zip"]


REVIEW = {"item": "osteoporosis", "disposition": "cleared", "reason": "imaging", "reviewed_by": "R. Meyer"}


@pytest.mark.parametrize(
    ("kind", "pointer", "document"),
    [
        (Intake, "/sports", {"sports": [{"sport": "golf"}] * 101}),
        (Intake, "/safety/reviews", {"safety": {"reviews": [REVIEW] * 101}}),
        (PatientDocument, "/identifiers", {"identifiers": [{"system": "a", "value": "b"}] * 101}),
    ],
)
def test_no_list_is_longer_than_anybody_tells(kind: type[Intake], pointer: str, document: dict[str, Any]):
    with pytest.raises(InvalidDocument) as caught:
        read(kind, document)
    assert [(p.pointer, p.code) for p in caught.value.problems] == [(pointer, "too_many")]
