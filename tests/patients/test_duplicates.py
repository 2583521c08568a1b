"""Who may be here twice: what is alike, why, and how much; never across clinics, never more than advice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import Identifier, PatientDocument, read
from patients.matching import POINTS, REASONS, likeness
from patients.models import Patient
from patients.services import register_patient
from tests.house.test_services import state
from tests.world import KELLER, World

ADDRESS = "/api/v1/patients/possible-duplicates"
BASE = {"family_name": "García Lorca", "given_name": "María José", "birth_date": "1980-03-04", "sex": "female"}


def document(**fields):
    return read(PatientDocument, {name: value for name, value in {**BASE, **fields}.items() if value is not None})


def reasons(**fields):
    return set(likeness(document(), document(**fields)).reasons)


@pytest.mark.parametrize(
    "fields",
    [
        {"family_name": "Smith", "given_name": "Ann"},  # the birth date alone
        {"birth_date": "1951-11-30"},  # the name alone, born another day
        {"family_name": "Smith", "given_name": "Ann", "birth_date": "1951-11-30", "sex": "male"},
        {"given_name": "Pedro", "birth_date": "2011-11-30", "phone": "555 010 1234"},  # a child at the same number
    ],
)
def test_one_thing_alone_is_not_worth_showing(fields):
    assert not likeness(document(phone="555 010 1234"), document(**fields)).is_worth_showing


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"same_name", "same_birth_date"}),
        ({"family_name": "garcia lorca", "given_name": "MARIA JOSE"}, {"same_name", "same_birth_date"}),
        ({"family_name": "María José", "given_name": "García Lorca"}, {"swapped_names", "same_birth_date"}),
        ({"family_name": "Lorca", "given_name": "García María José"}, {"swapped_names", "same_birth_date"}),
        ({"family_name": "Garcia Lorka"}, {"similar_name", "same_birth_date"}),
        ({"given_name": "Maria"}, {"similar_name", "same_birth_date"}),
        ({"birth_date": "1980-04-03"}, {"same_name", "day_month_swapped"}),
        ({"birth_date": "1980-03-05"}, {"same_name", "similar_birth_date"}),
        ({"birth_date": "1980-03-05", "family_name": "Garcia Lorka"}, {"similar_name", "similar_birth_date"}),
        ({"birth_date": None}, {"same_name"}),
    ],
)
def test_what_is_alike_is_told_with_its_reasons(fields, expected):
    found = likeness(document(), document(**fields))
    assert set(found.reasons) == expected
    assert found.is_worth_showing


def test_contacts_and_identifiers_count():
    both = {"phone": "+1 555 010 1234", "email": "A@b.org", "identifiers": [{"system": "x", "value": "12345"}]}
    other = {"phone": "(555) 010-1234", "email": "a@B.org", "identifiers": [{"system": "y", "value": "12345"}]}
    found = likeness(document(**both), document(**other, family_name="Other", given_name="Name", birth_date=None))
    assert set(found.reasons) == {"same_phone", "same_email", "same_identifier_value"}
    same = likeness(document(**both), document(**{**other, "identifiers": both["identifiers"]}, family_name="O", birth_date=None))
    assert "same_identifier" in same.reasons
    assert same.is_worth_showing


def test_a_short_number_in_another_system_means_nothing():
    assert "same_identifier_value" not in reasons(identifiers=[{"system": "y", "value": "1"}])


def test_another_sex_counts_against_it():
    assert likeness(document(), document(sex="male")).score < likeness(document(), document()).score
    assert "other_sex" not in reasons(sex="unknown")


TEXT = st.text("aáb -'", max_size=8) | st.none()
DOCUMENTS = st.builds(
    PatientDocument,
    family_name=TEXT,
    given_name=TEXT,
    birth_date=st.dates() | st.none(),
    phone=st.text("0123456789+ ", max_size=12) | st.none(),
    sex=st.sampled_from(["male", "female", "unknown", None]),
)


@given(DOCUMENTS, DOCUMENTS)
def test_it_does_not_matter_which_comes_first(one, other):
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found.score <= 1
    assert list(found.reasons) == [reason for reason in REASONS if reason in found.reasons]
    assert set(POINTS) == set(REASONS)


# --- over REST ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def twin(world: World):
    """Keller, registered again with day and month of his birth... unlike him in nothing but the spelling."""
    twice = {**KELLER, "given_name": "Martín", "family_name": "Kellr", "phone": None}
    del twice["phone"]
    return register_patient(by=world.north.front_desk, document=read(PatientDocument, twice)).row


def check(client, body):
    answer = client.post(ADDRESS, body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


@pytest.mark.django_db
def test_a_record_is_not_its_own_duplicate(world: World):
    client = world.north.rest(Role.FRONT_DESK)
    assert client.get(f"/api/v1/patients/{world.north.patient('Keller').pk}/possible-duplicates").json() == {"items": []}


@pytest.mark.django_db
def test_the_duplicate_is_found_with_score_and_reasons(world: World, twin: Patient):
    client = world.north.rest(Role.FRONT_DESK)
    (item,) = client.get(f"/api/v1/patients/{world.north.patient('Keller').pk}/possible-duplicates").json()["items"]
    assert (item["patient"]["id"], item["score"]) == (str(twin.pk), 0.65)
    assert item["reasons"] == ["similar_name", "same_birth_date"]


@pytest.mark.django_db
def test_somebody_is_looked_for_before_registering(world: World):
    client, before = world.north.rest(Role.FRONT_DESK), state()
    items = check(client, {"family_name": "Martin", "given_name": "Keller", "birth_date": "1979-03-14"})
    assert [item["patient"]["family_name"] for item in items] == ["Keller"]
    assert items[0]["reasons"] == ["swapped_names", "same_birth_date"]
    identified = check(client, {"identifiers": [{"system": "urn:mrn", "value": "N-4432"}]})
    assert identified[0]["reasons"] == ["same_identifier"]
    assert check(client, {"phone": "555 010 1234", "family_name": "Keller"})[0]["patient"]["given_name"] == "Martin"
    assert check(client, {}) == check(client, {"family_name": "%"}) == []
    after = state()
    label = AuditEvent._meta.label
    assert after.pop(label) == before.pop(label) + 5
    assert after == before


@pytest.mark.django_db
def test_another_clinics_people_are_never_told(world: World):
    client = world.south.rest(Role.FRONT_DESK)
    assert check(client, {**KELLER, "identifiers": [{"system": "urn:mrn", "value": "N-4432"}]}) == []
    assert client.get(f"/api/v1/patients/{world.north.patient('Keller').pk}/possible-duplicates").status_code == 404


@pytest.mark.django_db
def test_a_merged_record_is_no_duplicate(world: World, twin: Patient):
    Patient.objects.filter(pk=twin.pk).update(merged_into=world.north.patient("Keller"))
    assert [item["patient"]["id"] for item in check(world.north.rest(), KELLER)] == [str(world.north.patient("Keller").pk)]


@pytest.mark.django_db
def test_it_costs_the_same_for_many(world: World):
    client, counts = world.north.rest(Role.FRONT_DESK), []
    for number in range(0, 30, 15):
        for place in range(15):
            identifiers = (Identifier(system=f"s{number}", value=str(place)),)
            fields = {"family_name": "Keller", "given_name": f"M{place}", "birth_date": "1979-03-14"}
            same = read(PatientDocument, fields)
            register_patient(by=world.north.front_desk, document=PatientDocument(**{
                name: getattr(same, name) for name in fields
            }, identifiers=identifiers))  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            check(client, KELLER)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{"phone": 5}, {"birth_date": "yesterday"}, {"no_such": 1}])
def test_what_is_no_person_is_refused_by_name(world: World, body):
    answer = world.north.rest(Role.FRONT_DESK).post(ADDRESS, body, content_type="application/json")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{next(iter(body))}"]
