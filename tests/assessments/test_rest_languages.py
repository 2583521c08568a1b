"""Assessments over REST in the reader's language: what is stored is in English, what is read is in the language asked for."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from assessments import retelling
from assessments.models import Assessment
from assessments.services import assess
from clinic.access.roles import Role
from patients.models import Patient
from patients.reassessment import standing
from tests.assessments.examples import current, flag_of, open_one, psoas
from tests.assessments.rest import get, ok, problem
from tests.build import case
from tests.world import World

NEVER = "hip_flexors_never_examined"
SPANISH = {"accept-language": "es-ES,es;q=0.9"}


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


@pytest.fixture
def client(world: World) -> Client:
    return world.north.rest(Role.THERAPIST)


def of(found: Any, rule: str = NEVER) -> Any:
    return next(verdict for verdict in found["verdicts"] if verdict["rule"] == rule)


def test_nothing_changes_for_who_asks_for_no_language_or_for_one_that_is_not_ours(client: Client, patient: Patient) -> None:
    answers = [get(client, f"/patients/{patient.pk}/assessment", **asked) for asked in ({}, {"accept-language": "fi"})]
    assert answers[0].content == answers[1].content
    assert {answer["Content-Language"] for answer in answers} == {"en"}
    assert of(ok(answers[0]))["title"] == "Hip flexors never examined in earlier care"


def test_the_assessment_in_spanish(client: Client, patient: Patient) -> None:
    english = ok(get(client, f"/patients/{patient.pk}/assessment"))
    answer = get(client, f"/patients/{patient.pk}/assessment", **SPANISH)
    spanish = ok(answer)
    assert answer["Content-Language"] == "es"
    assert "Accept-Language" in answer["Vary"]
    assert of(spanish)["title"] == "Flexores de la cadera nunca explorados en la atención previa"
    assert "nadie exploró nunca los flexores de la cadera" in of(spanish)["explanation"]
    assert of(spanish)["counter_evidence"] != of(english)["counter_evidence"]
    assert of(spanish)["evidence"] == of(english)["evidence"]
    assert of(spanish)["local_defaults"][0]["note"].startswith("sin mejoría")
    assert spanish["ask_next"][0]["label"].startswith("las ")
    assert [asked["pointers"] for asked in spanish["ask_next"]] == [asked["pointers"] for asked in english["ask_next"]]
    for verdict in spanish["verdicts"]:
        assert verdict["explanation"] != of(english, verdict["rule"])["explanation"]
    by_id = ok(get(client, f"/assessments/{spanish['id']}", **SPANISH))
    assert by_id["verdicts"] == spanish["verdicts"]


def test_what_is_stored_is_english_whoever_made_it(world: World, patient: Patient) -> None:
    with translation.override("es"):
        open_one(world.north.therapist, patient, palpation=[psoas()])
        assert not assess(by=world.north.therapist, patient_id=patient.pk).is_new
    stored = f"{json.loads(bytes(current(patient).verdicts))}{json.loads(bytes(current(patient).ask_next))}"
    assert "nobody ever examined the hip flexors" in stored
    assert "flexores" not in stored


def test_a_reader_who_has_one_language_is_given_the_other(client: Client, patient: Patient) -> None:
    address = f"/patients/{patient.pk}/assessment"
    english, spanish = get(client, address), get(client, address, **SPANISH)
    assert spanish["ETag"] == english["ETag"].removesuffix('"') + '-es"'
    assert get(client, address, **SPANISH, **{"if-none-match": english["ETag"]}).status_code == 200
    assert get(client, address, **SPANISH, **{"if-none-match": spanish["ETag"]}).status_code == 304
    assert get(client, address, **{"if-none-match": spanish["ETag"]}).status_code == 200


def test_flags_in_spanish(client: Client, patient: Patient) -> None:
    items = ok(get(client, f"/flags?patient_id={patient.pk}", **SPANISH))["items"]
    assert "Flexores de la cadera nunca explorados en la atención previa" in {item["title"] for item in items}
    answer = get(client, f"/flags/{flag_of(patient, NEVER).pk}", **SPANISH)
    assert "nadie exploró nunca" in ok(answer)["verdict"]["explanation"]
    address = f"/api/v1/flags/{flag_of(patient, NEVER).pk}/acknowledge"
    acted = client.post(address, "{}", "application/json", headers={"if-match": answer["ETag"], **SPANISH})
    assert ok(acted)["status"] == "acknowledged"


def test_an_etag_of_no_language_of_ours_is_stale(client: Client, patient: Patient) -> None:
    address = f"/api/v1/flags/{flag_of(patient, NEVER).pk}/acknowledge"
    problem(client.post(address, "{}", "application/json", headers={"if-match": 'W/"1-spanish"'}), 412, "stale")


def test_an_assessment_of_other_rules_is_given_as_it_was_stored(
    client: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retelling, "RULE_SET_VERSION", "another")
    found = ok(get(client, f"/patients/{patient.pk}/assessment", **SPANISH))
    assert "nobody ever examined the hip flexors" in of(found)["explanation"]


def test_a_verdict_that_its_rule_would_not_give_today_is_given_as_it_was_stored(patient: Patient) -> None:
    said = of({"verdicts": json.loads(bytes(current(patient).verdicts))})
    other = retelling.Retelling(case(), "incomplete", {})
    with translation.override("es"):
        assert other.verdict(said) == said
        assert other.verdict({"rule": "retired"}) == {"rule": "retired"}


def test_a_language_costs_no_query_more(
    client: Client, patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/flags/{flag_of(patient, NEVER).pk}"
    ok(get(client, address, **SPANISH))
    with CaptureQueriesContext(connection) as english:
        ok(get(client, address))
    with django_assert_num_queries(len(english)):
        ok(get(client, address, **SPANISH))


def test_red_flags_are_told_at_the_desk_in_spanish(world: World, patient: Patient) -> None:
    sex = {"abdomen": {"guarding": "yes"}}
    open_one(world.north.therapist, patient, **sex)
    with translation.override("es"):
        found = standing(patient, by=world.north.therapist)
        assert found is not None
        assert found.reasons == ("Defensa abdominal",)


def test_a_role_that_does_not_see_why_is_told_so_in_spanish(world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, palpation=[psoas(tenderness=4)])
    found = ok(get(world.north.rest(Role.FRONT_DESK), f"/patients/{patient.pk}/assessment", **SPANISH))
    assert of(found, "psoas_tender_on_palpation")["explanation"].startswith("Oculto: ")


def test_rules_and_an_evaluation_in_spanish(client: Client) -> None:
    rules = ok(get(client, "/rules", **SPANISH))
    assert rules["items"][0]["title"] == "Signo de alarma: derivar antes de tratar"
    one = ok(get(client, "/rules/psoas_asymmetry", **SPANISH))
    assert one["statement"].startswith("El dolor a la palpación o la longitud del psoas difieren")
    answer = client.post("/api/v1/evaluate", "{}", "application/json", headers=SPANISH)
    assert ok(answer)["verdicts"][0]["title"] == "Cribado de seguridad incompleto"
    assert Assessment.objects.filter(patient__isnull=True).count() == 0
