"""Whatever is sent through whatever door, and whatever goes wrong: the log says what happened, and nothing of what was sent."""

import contextlib
import io
import json
import logging
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from assessments.services import acknowledge_flag
from clinic.access.roles import Role
from clinic.logs import logging_settings
from tests.house.test_routes import OPERATIONS, filled, send
from tests.world import World

SAID = "Zyxwvut"  # what a patient said, a name, a note
BODIES: list[Any] = [
    {SAID: SAID},
    {"family_name": SAID, "given_name": SAID, "sex": SAID},
    {"chief_complaint": SAID, "pain_now": SAID, "safety": {"note": SAID}},
    {"reason": SAID, "reason_code": SAID, "action": SAID, "told": SAID, "note": SAID},
    {"intake": {"chief_complaint": SAID}, "patient": {"name": SAID}},
    {"palpation": [{"muscle": SAID, "note": SAID}]},
]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is logged, as in production."""
    logging_settings(production=True)
    written = io.StringIO()
    handler: Any = logging.getLogger().handlers[0]
    handler.setStream(written)
    yield written
    logging_settings(production=False)


@pytest.fixture
def client(world: World) -> Client:
    client = world.north.rest(Role.MANAGER)
    client.raise_request_exception = False
    return client


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_no_rest_door_tells(client: Client, world: World, log: io.StringIO, method: str, path: str) -> None:
    known = path.replace("{patient_id}", str(world.north.patient("Keller").pk))
    for body in BODIES:
        send(client, method, filled(known), json.dumps(body))
    send(client, method, filled(known), f'{{"x": {SAID}')
    send(client, method, filled(path, SAID))
    send(client, method, f"{filled(known)}?name={SAID}&{SAID}={SAID}")
    send(client, method, filled(known), headers={"Authorization": f"Bearer {SAID}", "If-Match": SAID, "Accept": SAID})
    assert SAID not in log.getvalue()
    assert {line["method"] for line in lines(log) if line["event"] == "request"} == {method.upper()}


def test_no_page_tells(world: World, log: io.StringIO) -> None:
    browser = world.north.browser(Role.MANAGER)
    browser.raise_request_exception = False
    for address in ("/", "/admin/", "/admin/patients/patient/", "/admin/patients/patient/add/", "/admin/login/", "/rules/"):
        browser.get(f"{address}?q={SAID}&{SAID}=1")
        browser.post(address, {"family_name": SAID, "username": SAID, "password": SAID, "birth_date": SAID, SAID: SAID})
        browser.get(f"{address}{SAID}/change/")
    browser.get("/", headers={"Host": f"{SAID}.example"})
    Client(enforce_csrf_checks=True).post(f"/admin/login/{SAID}", {"username": SAID})
    assert SAID.lower() not in log.getvalue().lower().replace(f"{SAID.lower()}.example", "")


@pytest.mark.parametrize("error", [ValueError(SAID), OperationalError(SAID), KeyError(SAID)])
def test_no_error_tells(client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(**_: Any) -> None:
        raise error

    monkeypatch.setattr("patients.views.patients.register_patient", fail)
    sent = {"family_name": SAID, "given_name": SAID, "sex": "female"}
    answer = client.post("/api/v1/patients", sent, content_type="application/json")
    assert answer.status_code in (500, 503)
    found = lines(log)
    assert SAID not in log.getvalue()
    assert {line["request_id"] for line in found} == {answer["X-Request-Id"]}
    assert found[-1]["event"] == "request"
    assert found[-1]["status"] == answer.status_code


def test_no_command_tells(world: World, log: io.StringIO, tmp_path: Any) -> None:
    file = tmp_path / "case.json"
    for body in ({"patient": {"name": SAID}}, {SAID: 1}, SAID):
        file.write_text(json.dumps(body))
        with contextlib.suppress(CommandError, SystemExit):
            call_command("evaluate", str(file), stdout=io.StringIO(), stderr=io.StringIO())
    assert SAID not in log.getvalue()


def test_a_request_leaves_one_line(client: Client, world: World, log: io.StringIO) -> None:
    patient = world.north.patient("Keller")
    answer = client.get(f"/api/v1/patients/{patient.pk}?x={SAID}")
    (line,) = lines(log)
    assert line | {"ms": 0, "timestamp": ""} == {
        "event": "request", "level": "info", "logger": "clinic.requests", "timestamp": "", "ms": 0,
        "method": "GET", "route": "api/v1/patients/<uuid:patient_id>", "status": 422, "patient_id": str(patient.pk),
        "request_id": answer["X-Request-Id"], "role": "manager",
        "actor": str(world.north.members[Role.MANAGER].pk),
    }  # fmt: skip
    assert line["ms"] >= 0


def test_the_services_themselves_say_nothing(world: World, log: io.StringIO) -> None:
    with pytest.raises(Exception, match="no flag"):
        acknowledge_flag(by=world.north.therapist, flag_id=SAID, expected_revision=1)
    assert SAID not in log.getvalue()
