"""The case document: its one order, its digest, its age, and what makes it invalid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from assessments.case import Case, canonical, digest, encoded
from assessments.document import Examination
from patients.documents import InvalidDocument, read
from tests.build import case, psoas, safe, treatment
from tests.strategies import cases

NAMES = {"family_name": "Doe", "given_name": "J", "phone": "1", "email": "e", "address": "a", "language": "en",
         "identifiers": [{"system": "s", "value": "1"}]}  # fmt: skip


def test_names_and_contacts_are_dropped():
    seen = canonical(case(patient=NAMES | {"sex": "male", "birth_date": "1970-01-01"}))
    assert encoded(seen.patient) == b'{"birth_date":"1970-01-01","sex":"male"}'
    assert canonical(case(patient=NAMES)) == canonical(case())


def test_empty_parts_say_no_more_than_nothing():
    assert digest(case(intake={"sitting": {"workday": {}}}, exam={"posture": {}})) == digest(case())


def test_recorded_none_is_not_the_same_as_not_recorded():
    assert digest(case(intake={"sports": []})) != digest(case())


def test_the_digest_does_not_depend_on_the_moment_nor_on_the_order():
    one, other = treatment(3, started_on="2025-01-01"), treatment(5, started_on="2025-02-01")
    first = case(treatments=[one, other], exam={"palpation": psoas(1, 2)})
    second = read(Case, {"as_of": "2027-01-01T00:00:00+02:00", "prior_treatments": [other, one],
                         "examination": {"palpation": psoas(1, 2)[::-1]}})  # fmt: skip
    assert digest(first) == digest(second)
    assert digest(first) != digest(case(treatments=[one, other], exam={"palpation": psoas(1, 3)}))


def test_treatments_stand_by_their_start_undated_last():
    ordered = canonical(
        case(treatments=[treatment(1), treatment(2, started_on="2025-02-01"), treatment(3, started_on="2025-01-01")])
    )
    assert [item.sessions_min for item in ordered.prior_treatments or ()] == [3, 2, 1]


def test_a_location_named_twice_counts_once():
    assert canonical(case(intake={"pain_locations": ["hip", "groin", "hip"]})).intake.pain_locations == ("groin", "hip")


def test_an_examination_entered_in_error_holds_nothing():
    assert canonical(case(exam={"status": "entered_in_error", "palpation": psoas(4)})).examination == Examination()


def test_an_examination_entered_in_error_leaves_nothing_behind():
    seen = canonical(case(exam={"status": "entered_in_error", "palpation": psoas(4)}))
    assert encoded(seen) == encoded(canonical(case()))


@given(cases(), st.booleans())
def test_the_canonical_form_of_any_case_is_its_own(one, in_error):
    if in_error:
        one = replace(one, examination=replace(one.examination, status="entered_in_error"))
    seen = canonical(one)
    again = canonical(read(Case, encoded(seen)))
    assert again == seen
    assert encoded(again) == encoded(seen) == encoded(canonical(seen))


def test_what_is_canonical_already_is_not_copied():
    seen = canonical(case(intake=safe(sports=[{"sport": "yoga_mobility"}, {"sport": "running"}]), treatments=[treatment(1)]))
    assert canonical(seen) is seen


def test_canonical_is_its_own_canonical_form():
    seen = canonical(case(treatments=[treatment(2), treatment(1)], exam={"palpation": psoas(1, 2)}))
    assert canonical(seen) == seen


@pytest.mark.parametrize(("born", "age"), [("1960-03-02", 66), ("1960-03-03", 65), ("2026-03-02", 0)])
def test_age_in_whole_years(born, age):
    assert case(patient={"birth_date": born}).age() == age


def test_age_without_a_birth_date_or_a_moment():
    assert case(patient={"age_years": 40}).age() == 40
    assert read(Case, {"patient": {"birth_date": "1960-01-01"}}).age() is None
    assert case().age() is None


@pytest.mark.parametrize(
    ("parts", "pointer"),
    [
        ({"patient": {"birth_date": "2026-03-03"}}, "/patient/birth_date"),
        ({"intake": {"recorded_on": "2026-03-03"}}, "/intake/recorded_on"),
        ({"intake": {"symptoms_changed_on": "2026-03-03"}}, "/intake/symptoms_changed_on"),
        ({"intake": {"safety": {"screened_on": "2026-03-03"}}}, "/intake/safety/screened_on"),
        ({"treatments": [treatment(1, started_on="2026-03-03")]}, "/prior_treatments/0/started_on"),
        ({"exam": {"examined_at": "2026-03-03T00:00:00Z"}}, "/examination/examined_at"),
        ({"exam": {"palpation": psoas(1) + psoas(2)}}, "/examination/palpation/1"),
        ({"exam": {"palpation": [{"muscle": "psoas_major", "side": "left"}]}}, "/examination/palpation/0/tenderness"),
        ({"intake": {"pain_now": 11}}, "/intake/pain_now"),
        ({"intake": {"unheard_of": 1}}, "/intake/unheard_of"),
    ],
)
def test_an_invalid_case_names_its_field(parts, pointer):
    with pytest.raises(InvalidDocument) as caught:
        case(**parts)
    assert [problem.pointer for problem in caught.value.problems] == [pointer]


def test_null_means_not_recorded():
    assert read(Case, {"intake": {"pain_now": None}, "examination": None}) == Case()
