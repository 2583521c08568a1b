"""People, intakes and earlier treatments over REST."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients import examples
from patients.documents import Intake, PriorTreatment, read
from patients.models import IntakeHistory, Patient
from patients.models import PriorTreatment as PriorTreatmentRow
from patients.reassessment import FlagChange
from patients.services import record_intake, record_prior_treatment
from tests.world import ALL_NO, Recorder, World, screened_clear

API = "/api/v1"


def send(client, method, path, body=None, **headers):
    data = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method, API + path, data, content_type="application/json", headers=named)


def get(client, path, **headers):
    return client.get(API + path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def problem(answer, status, code, *pointers):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    told = answer.json()
    assert told["code"] == code
    assert [error["pointer"] for error in told.get("errors", [])] == list(pointers)
    return told


def path_of(row):
    names = {Patient: "patients", IntakeHistory: "intakes", PriorTreatmentRow: "prior-treatments"}
    return f"/{names[type(row)]}/{row.pk}"


@pytest.fixture
def rows(world: World):
    keller = world.north.patient("Keller")
    return [keller, world.north.intake("Keller"), PriorTreatmentRow.objects.get(patient=keller)]


def test_a_person_is_registered_read_and_corrected(world: World, recorder: Recorder):
    flag = FlagChange(flag_id=uuid.uuid4(), rule="r", side=None, detail=None, severity="high", change="raised")
    recorder.flags_changed = (flag,)
    client = world.north.rest()
    made = send(client, "POST", "/patients", examples.PATIENT.value)
    assert made.status_code == 201
    body = made.json()
    assert made["Location"] == f"{API}/patients/{body['id']}"
    assert made["ETag"] == 'W/"1"'
    assert body["flags_changed"] == [json.loads(json.dumps({**_plain(flag)}))]
    assert {name: body[name] for name in examples.PATIENT.value} == examples.PATIENT.value
    read_back = get(client, f"/patients/{body['id']}")
    assert (read_back.status_code, read_back["ETag"], read_back["Cache-Control"]) == (200, 'W/"1"', "no-store")
    assert "flags_changed" not in read_back.json()
    patched = send(client, "PATCH", f"/patients/{body['id']}", {"phone": None, "sex": "unknown"}, If_Match='W/"1"')
    assert (patched.status_code, patched["ETag"]) == (200, 'W/"2"')
    assert "phone" not in patched.json()
    assert (patched.json()["sex"], patched.json()["given_name"]) == ("unknown", "Martin")


def _plain(flag):
    return {"flag_id": str(flag.flag_id), "rule": "r", "side": None, "detail": None, "severity": "high", "change": "raised"}


def test_an_intake_goes_from_draft_to_ready_to_a_corrected_version(world: World):
    client, patient = world.north.rest(Role.FRONT_DESK), world.north.patient("Keller")
    made = send(client, "POST", f"/patients/{patient.pk}/intakes", examples.INTAKE.value)
    assert made.status_code == 201
    body = made.json()
    path = f"/intakes/{body['id']}"
    assert made["Location"] == API + path
    assert (body["status"], body["patient_id"], body["episode"]) == ("draft", str(patient.pk), body["id"])
    assert {name: body[name] for name in examples.INTAKE.value} == examples.INTAKE.value
    told = problem(send(client, "POST", f"{path}/ready", If_Match='W/"1"'), 409, "safety_unanswered", *_open_questions())
    assert told["type"].endswith("/problems/safety_unanswered")
    safety = {"screened_on": screened_clear()["safety"]["screened_on"], "answers": ALL_NO}
    patched = send(client, "PATCH", path, {"safety": safety, "pain_now": None}, If_Match='W/"1"')
    assert patched.status_code == 200
    assert "pain_now" not in patched.json()
    assert patched.json()["sports"] == examples.INTAKE.value["sports"]
    ready = send(client, "POST", f"{path}/ready", If_Match='W/"2"')
    assert (ready.status_code, ready.json()["status"], ready["ETag"]) == (200, "ready", 'W/"3"')
    problem(send(client, "PATCH", path, {"pain_now": 1}, If_Match='W/"3"'), 409, "intake_is_ready")
    again = send(client, "POST", f"/patients/{patient.pk}/intakes", {"corrects": body["id"], "pain_now": 1})
    assert (again.status_code, again.json()["corrects"], again.json()["episode"]) == (201, body["id"], body["id"])
    second = send(client, "POST", f"/patients/{patient.pk}/intakes", {"corrects": body["id"]})
    problem(second, 409, "intake_already_corrected")
    listed = get(client, f"/patients/{patient.pk}/intakes").json()["items"]
    assert [item["id"] for item in listed][:2] == [again.json()["id"], body["id"]]
    gone = send(client, "POST", f"/intakes/{again.json()['id']}/enter-in-error", examples.REASON.value, If_Match='W/"1"')
    assert (gone.json()["status"], gone.json()["error_reason"]) == ("entered_in_error", examples.REASON.value["reason"])


def _open_questions():
    answered = examples.INTAKE.value["safety"]["answers"]
    left_out = {"sexual_sensation_loss", "claudication", "inflammatory_pattern", "urinary_symptoms", "pregnant"}
    open_items = [item for item in ALL_NO if item not in answered and item not in left_out | {"pregnancy_pain_bleeding"}]
    return ["/safety/screened_on", *(f"/safety/answers/{item}" for item in open_items)]


def test_a_treatment_is_recorded_corrected_and_entered_in_error(world: World):
    client, patient = world.north.rest(Role.FRONT_DESK), world.north.patient("Keller")
    made = send(client, "POST", f"/patients/{patient.pk}/prior-treatments", examples.TREATMENT.value)
    assert made.status_code == 201
    path = f"/prior-treatments/{made.json()['id']}"
    assert made["Location"] == API + path
    assert made.json()["status"] == "recorded"
    patched = send(client, "PATCH", path, examples.TREATMENT_PATCH.value, If_Match='W/"1"')
    assert (patched.status_code, patched.json()["sessions_max"], patched.json()["sessions_min"]) == (200, 14, 11)
    told = problem(send(client, "PATCH", path, {"sessions_max": 3}, If_Match='W/"2"'), 422, "invalid", "/sessions_max")
    assert "at least sessions_min" in told["errors"][0]["detail"]
    gone = send(client, "POST", f"{path}/enter-in-error", {"reason": "Twice"}, If_Match='W/"2"')
    assert (gone.status_code, gone.json()["status"]) == (200, "entered_in_error")
    problem(send(client, "PATCH", path, {"sessions_max": 20}, If_Match='W/"3"'), 409, "entered_in_error")
    assert len(get(client, f"/patients/{patient.pk}/prior-treatments").json()["items"]) == 2


def test_unusual_values_are_kept_and_named(world: World):
    client, patient = world.north.rest(), world.north.patient("Keller")
    sitting = {"workday": {"work": 1000, "tv": 500}, "non_workday": {"tv": 961}}
    made = send(client, "POST", f"/patients/{patient.pk}/intakes", {"sitting": sitting})
    assert made.status_code == 201
    told = [(warning["pointer"], warning["code"]) for warning in made.json()["warnings"]]
    assert told == [("/sitting/workday", "impossible_total"), ("/sitting/non_workday", "unusual_total")]


@pytest.mark.parametrize("place", range(3))
def test_preconditions(world: World, rows, place):
    client, path = world.north.rest(), path_of(rows[place])
    problem(send(client, "PATCH", path, {}), 428, "precondition_required")
    problem(send(client, "PATCH", path, {}, If_Match='W/"7"'), 412, "stale")
    assert get(client, path, If_None_Match='W/"1"').status_code == 304
    assert get(client, path, If_None_Match='W/"2"').status_code == 200


@pytest.mark.parametrize("place", range(3))
def test_another_clinics_rows_do_not_exist(world: World, rows, place):
    client, path = world.south.rest(), path_of(rows[place])
    problem(get(client, path), 404, "not_found")
    problem(send(client, "PATCH", path, {}, If_Match='W/"1"'), 404, "not_found")


def test_another_clinics_patient_has_no_lists(world: World, rows):
    client, before = world.south.rest(), AuditEvent.objects.count()
    for path in (f"/patients/{rows[0].pk}/intakes", f"/patients/{rows[0].pk}/prior-treatments"):
        problem(get(client, path), 404, "not_found")
        problem(send(client, "POST", path, {}), 404, "not_found")
    for path in (f"/intakes/{rows[1].pk}/ready", f"/intakes/{rows[1].pk}/enter-in-error"):
        problem(send(client, "POST", path, {} if "ready" in path else {"reason": "x"}, If_Match='W/"1"'), 404, "not_found")
    mine = world.south.patient("Baker")
    problem(send(client, "POST", f"/patients/{mine.pk}/intakes", {"corrects": str(rows[1].pk)}), 404, "not_found")
    assert AuditEvent.objects.count() == before
    assert [item["family_name"] for item in get(client, "/patients").json()["items"]] == ["Baker"]


def test_every_field_at_fault_is_named_at_once(world: World):
    client, patient = world.north.rest(), world.north.patient("Keller")
    wrong = {
        "pain_now": 11,
        "recorded_on": "yesterday",
        "psoas": True,
        "sports": [{"sport": "chess"}, {"years": 81}],
        "safety": {"answers": {"fever_unwell": None, "hot_joint": "maybe"}},
        "sitting": {"workday": {"work": -1}},
        "corrects": "no-id",
    }
    answer = send(client, "POST", f"/patients/{patient.pk}/intakes", wrong)
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/pain_now", "/recorded_on", "/psoas", "/sports/0/sport", "/sports/1/years", "/sports/1/sport",
        "/safety/answers/hot_joint", "/sitting/workday/work", "/corrects",
    }  # fmt: skip
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        (b'{"given_name": "\\ud800", "family_name": "x"}', 400),
        (b'{"family_name": 1e400}', 400),
        (b'{"a":' * 5000, 400),
        (b"[]", 422),
        (b'"x"', 422),
        (b"null", 422),
        (b"[" * 50 + b"]" * 50, 422),
        (b'{"family_name":"a\\u0000b"}', 422),
        (b'{"family_name":"a","language":"en\\n"}', 422),
        (b'{"family_name": "' + b"x" * 5_000_000 + b'"}', 413),
    ],
)
def test_bodies_that_cannot_be_read(world: World, body, status):
    client, count = world.north.rest(), Patient.objects.count()
    keller = world.north.patient("Keller")
    for method, path in (("POST", "/patients"), ("PATCH", f"/patients/{keller.pk}")):
        answer = send(client, method, path, body, If_Match='W/"1"')
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content[:300]
    assert Patient.objects.count() == count


def test_who_may_do_what(world: World, rows):
    auditor, desk = world.north.rest(Role.AUDITOR), world.north.rest(Role.FRONT_DESK)
    for row in rows:
        problem(get(auditor, path_of(row)), 403, "not_permitted")
        problem(send(auditor, "PATCH", path_of(row), {}, If_Match='W/"1"'), 403, "not_permitted")
    review = {"item": "cancer_history", "disposition": "cleared", "reason": "Long ago", "reviewed_by": "Dr. Who"}
    body = {"safety": {"reviews": [review]}}
    problem(send(desk, "PATCH", path_of(rows[1]), body, If_Match='W/"1"'), 403, "not_permitted", "/safety/reviews")
    assert send(world.north.rest(), "PATCH", path_of(rows[1]), body, If_Match='W/"1"').status_code == 200
    assert get(world.north.rest(), "/nothing-here").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=mar", {"Keller", "Núñez Ortega"}),
        ("name=kel+martin", {"Keller"}),
        ("identifier=urn:mrn|N-4432", {"Núñez Ortega"}),
        ("identifier=urn:mrn|S-1", set()),
        ("phone=010-1234", {"Keller"}),
        ("birth_date=1961-11-30", {"Okafor"}),
        ("updated_since=2020-01-01T00:00:00Z", {"Keller", "Núñez Ortega", "Okafor"}),
        ("updated_since=2999-01-01T00:00:00%2B01:00", set()),
        ("name=mar&birth_date=1990-07-02", {"Núñez Ortega"}),
    ],
)
def test_finding_people(world: World, query, found):
    items = get(world.north.rest(), f"/patients?{query}").json()["items"]
    assert {item["family_name"] for item in items} == found


@pytest.mark.parametrize(
    "query",
    [
        "nmae=x",
        "name=x&name=y",
        "name=!!",
        "phone=x",
        "identifier=x",
        "birth_date=1.2.1990",
        "updated_since=2020-01-01T00:00:00",
        "limit=0",
        "limit=101",
        "cursor=x",
    ],
)
def test_parameters_that_cannot_be_accepted_are_named(world: World, query):
    problem(get(world.north.rest(), f"/patients?{query}"), 422, "invalid", query.split("=")[0])


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_unknown_parameters_are_refused_everywhere(world: World, rows, method):
    for row in rows:
        answer = send(world.north.rest(), method, f"{path_of(row)}?fields=x", {}, If_Match='W/"1"')
        problem(answer, 422, "invalid", "fields")


def test_pages_follow_one_another(world: World):
    client = world.north.rest()
    first = get(client, "/patients?limit=2&updated_since=2020-01-01T00:00:00Z").json()
    assert len(first["items"]) == 2
    assert first["next"].startswith("http")
    second = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert second["next"] is None
    assert not {item["id"] for item in first["items"]} & {item["id"] for item in second["items"]}


def test_each_read_is_one_audit_event(world: World, rows):
    client = world.north.rest()
    lists = ["/patients", f"/patients/{rows[0].pk}/intakes", f"/patients/{rows[0].pk}/prior-treatments"]
    actions = ["patient.listed", "intake.listed", "prior_treatment.listed", "patient.read", "intake.read", "prior_treatment.read"]
    for path, action in zip([*lists, *map(path_of, rows)], actions, strict=True):
        before = AuditEvent.objects.count()
        assert get(client, path).status_code == 200
        assert AuditEvent.objects.count() == before + 1
        assert AuditEvent.objects.latest("id").action == action


def test_lists_cost_the_same_for_one_and_for_many(world: World):
    client, patient, by = world.north.rest(), world.north.patient("Keller"), world.north.front_desk
    document = read(Intake, {"sports": [{"sport": "golf"}], "repetitive_tasks": [{"task": "lifting"}]})

    def counts():
        found = []
        for path in ("/patients", f"/patients/{patient.pk}/intakes", f"/patients/{patient.pk}/prior-treatments"):
            with CaptureQueriesContext(connection) as queries:
                assert get(client, path).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for _ in range(19):
        record_intake(by=by, patient_id=patient.pk, document=document)
        record_prior_treatment(by=by, patient_id=patient.pk, document=PriorTreatment())
    assert counts() == before
    assert max(before) <= 11


def test_the_description_knows_every_address_and_its_bodies():
    described = SchemaGenerator().get_schema(public=True)
    paths = described["paths"]
    for path, methods in {
        "/patients": {"get", "post"},
        "/patients/{patient_id}": {"get", "patch"},
        "/patients/{patient_id}/intakes": {"get", "post"},
        "/intakes/{intake_id}": {"get", "patch"},
        "/intakes/{intake_id}/ready": {"post"},
        "/intakes/{intake_id}/enter-in-error": {"post"},
        "/patients/{patient_id}/prior-treatments": {"get", "post"},
        "/prior-treatments/{treatment_id}": {"get", "patch"},
        "/prior-treatments/{treatment_id}/enter-in-error": {"post"},
    }.items():
        assert methods <= set(paths[API + path])
        for method in methods:
            answers = paths[API + path][method]["responses"]
            assert {"200", "201"} & set(answers)
            assert {"401", "403"} <= set(answers)
    intake = described["components"]["schemas"]["Intake"]["properties"]
    assert set(intake) == set(Intake.__struct_fields__)


def test_head_takes_the_parameters_of_get(world: World) -> None:
    client = world.north.rest()
    assert client.head("/api/v1/patients?limit=1&name=keller").status_code == 200
    assert client.head("/api/v1/patients?limit=0").status_code == 422


def test_a_method_that_is_not_offered_is_told_before_its_parameters(world: World) -> None:
    assert world.north.rest().put("/api/v1/patients?colour=red").status_code == 405


def test_the_description_tells_every_conflict() -> None:
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    for path in ("/api/v1/patients", "/api/v1/patients/{patient_id}/intakes"):
        assert "409" in paths[path]["post"]["responses"]


def test_a_change_of_state_needs_no_body_and_a_document_does(world: World):
    client, intake = world.north.rest(), world.north.intake("Okafor")
    path = f"/api/v1/patients/{intake.patient_id}/assessments"
    assert client.post(path, b"", content_type="application/json").status_code in (200, 201)
    told = client.post(path, b'{"pain_now": 3}', content_type="application/json")
    assert (told.status_code, told.json()["errors"][0]["pointer"]) == (422, "/pain_now")
    before = PriorTreatmentRow.objects.count()
    empty = client.post(f"/api/v1/patients/{intake.patient_id}/prior-treatments", b"", content_type="application/json")
    assert (empty.status_code, empty.json()["code"]) == (400, "malformed")
    assert PriorTreatmentRow.objects.count() == before
