"""Finding people: by parts of the name in any order, by the telephone number as somebody dials it, by a number; page by page."""

import pytest
from django.db import connection

from clinic.access.roles import Role
from patients.documents import Identifier, PatientDocument
from patients.models import Patient
from patients.services import register_patient
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world: World):
    """Register people by their names (family, given) and telephone numbers."""

    def add(*named, by=world.north.front_desk):
        for family, given, *phone in named:
            register_patient(by=by, document=PatientDocument(family_name=family, given_name=given, phone=(phone or [None])[0]))

    return add


MANY = """
    INSERT INTO patients_patient
        (id, clinic_id, created_at, updated_at, revision, identifiers_recorded, search_name, search_phone)
    SELECT gen_random_uuid(), %s, now(), now(), 1, false, ' ' || md5(n::text), (15550000000 + n)::text
    FROM generate_series(1, 25000) AS n
"""


def found(world, **asked):
    answer = world.north.rest(Role.FRONT_DESK).get("/api/v1/patients", asked)
    assert answer.status_code == 200, answer.content
    return {f"{item['family_name']}, {item.get('given_name', '')}" for item in answer.json()["items"]}


@pytest.mark.parametrize("asked", ["zzz", "lorca anna", "arcia", "garcialorca", "maria jose pilar"])
def test_who_is_not_called_so_is_not_found(world: World, people, asked):
    people(("García Lorca", "María José"))
    assert found(world, name=asked) == set()


@pytest.mark.parametrize(
    "asked",
    [
        "Garcia Lorca",
        "lorca garcia",
        "Lorca García, Maria José",
        "JOSÉ LORCA",
        "mar gar",
        "García-Lorca",
        "  lorca   jose ",
        "Garci\u0301a",
    ],
)
def test_double_surnames_are_found_in_any_order_without_accents(world: World, people, asked):
    people(("García Lorca", "María José"), ("García", "Ana"), ("Lorca", "Pilar"))
    assert "García Lorca, María José" in found(world, name=asked)


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        ("O'Neill", "oneill"),
        ("O'Neill", "O’Neill"),
        ("O'Neill", "neill"),
        ("Smith-Jones", "smithjones"),
        ("Smith-Jones", "jones smith"),
        ("Łukasiewicz", "lukas"),
        ("Sørensen", "sorensen"),
        ("Großmann", "grossmann"),
        ("山田", "山"),
        ("Иванова", "иван"),
    ],
)
def test_names_are_found_as_people_type_them(world: World, people, family, asked):
    people((family, "X"))
    assert found(world, name=asked) == {f"{family}, X"}


def test_signs_with_a_meaning_to_the_database_have_none_here(world: World, people):
    people(("A_b", "Ann"), ("Acb", "Ann"))
    assert found(world, name="a_b") == {"A_b, Ann"}
    for odd in ("%", "_", "\\"):
        status = world.north.rest(Role.FRONT_DESK).get("/api/v1/patients", {"name": odd}).status_code
        assert status in (200, 422)
        assert status == 422 or found(world, name=odd) == set()


@pytest.mark.parametrize(
    ("recorded", "asked"),
    [
        ("+49 171 2345678", "0171 2345678"),
        ("0171 2345678", "+49 171 2345678"),
        ("(555) 010-9876", "+1 555 010 9876"),
        ("+1 555 010 9876", "0109876"),
        ("010-9876", "+1 (555) 010-9876"),
        ("+45 12 34 56 78", "12345678"),
        ("12345678", "0045 12 34 56 78"),
        ("٥٥٥١٢٣٤٥", "555 123 45"),
    ],
)
def test_a_number_is_found_with_and_without_the_code_of_the_country(world: World, people, recorded, asked):
    people(("Caller", "C", recorded), ("Other", "O", "+1 555 777 7777"), ("Silent", "S"))
    assert found(world, phone=asked) == {"Caller, C"}


def test_other_numbers_are_not_found(world: World, people):
    people(("Caller", "C", "+49 171 2345678"))
    assert found(world, phone="+49 171 2345679") == set()
    assert found(world, phone="99") == set()


def test_every_filter_narrows(world: World, people):
    people(("Keller", "Anna", "+1 555 010 1234"))
    assert found(world, name="keller", phone="0101234") == {"Keller, Martin", "Keller, Anna"}
    assert found(world, name="keller", birth_date="1979-03-14") == {"Keller, Martin"}
    assert found(world, identifier="urn:mrn|N-4432", name="keller") == set()


def test_another_clinics_people_are_not_found(world: World, people):
    people(("Keller", "Southern"), by=world.south.front_desk)
    assert found(world, name="keller") == {"Keller, Martin"}


def test_pages_of_a_search_show_everybody_once_while_others_register(world: World, people):
    people(*((f"Page{number}", "P") for number in range(7)))
    client, seen, address = world.north.rest(Role.FRONT_DESK), [], "/api/v1/patients?name=page&limit=3"
    while address:
        answer = client.get(address).json()
        seen += [item["family_name"] for item in answer["items"]]
        people(("Page", "newcomer"))
        address = answer["next"]
    assert seen == [f"Page{number}" for number in reversed(range(7))]


def test_the_admin_finds_the_same_people(world: World, people):
    people(("García Lorca", "María José", "+49 171 2345678"))
    browser = world.north.browser()
    for term in ("lorca garcia", "0171 2345678"):
        rows = browser.get("/admin/patients/patient/", {"q": term}).context["cl"].result_list
        assert [row.family_name for row in rows] == ["García Lorca"]


def test_the_admin_lists_by_the_family_name(world: World, people):
    people(("Aab", "Zoe"), ("Zzz", "Abe"))
    rows = world.north.browser().get("/admin/patients/patient/").context["cl"].result_list
    assert [row.family_name for row in rows] == ["Aab", "Keller", "Núñez Ortega", "Okafor", "Zzz"]


def test_a_search_reads_the_index_not_the_table(world: World):
    with connection.cursor() as cursor:
        cursor.execute(MANY, [world.north.clinic.pk])
        cursor.execute("ANALYZE patients_patient")
    people = Patient.objects.visible_to(world.north.front_desk).order_by("-id")
    for rows in (people.named("lorca garc"), people.reached_by("+1 555 010 1234")):
        plan = rows[:21].explain()
        assert "patient_by_trigram" in plan
        assert "Seq Scan" not in plan


def test_an_identifier_is_found_in_the_admin(world: World):
    row = register_patient(
        by=world.north.front_desk,
        document=PatientDocument(family_name="Numbered", identifiers=(Identifier(system="a", value="77 88"),)),
    ).row
    rows = world.north.browser().get("/admin/patients/patient/", {"q": " 77 88 "}).context["cl"].result_list
    assert list(rows) == [row]
