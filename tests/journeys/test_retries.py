"""Retries that can be trusted: many at once, and after the server died between effect and answer."""

import json
import threading
from collections import Counter
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from clinic.models import AccessToken, AuditEvent, KeptAnswer, Role
from patients.models import IntakeHistory, Patient
from tests.house.test_races import at_once
from tests.journeys.held import HOLD, free_port, kill, server, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, ROUNDS = 16, 10
ANN = {"family_name": "Reed", "given_name": "Ann", "sex": "female"}


def keyed(client, path, body, key):
    return client.post(path, body, content_type="application/json", headers={"idempotency-key": key})


def until_answered(client, path, body, key):
    """As a client does: while the first is being answered, ask again; each answer on the way is counted."""
    on_the_way: Counter[int] = Counter()
    while (response := keyed(client, path, body, key)).status_code == 409:
        assert response.json()["code"] == "idempotency_in_progress"
        assert int(response["Retry-After"]) >= 1
        on_the_way[409] += 1
    return response, on_the_way


@pytest.mark.parametrize("what", ["patient", "intake"])
def test_sixteen_clients_with_one_key_make_one_row(world, what):
    keller = world.north.patient("Keller")
    path, body, rows = {
        "patient": ("/api/v1/patients", ANN, Patient.objects.all),
        "intake": (f"/api/v1/patients/{keller.pk}/intakes", {"pain_now": 5}, IntakeHistory.objects.all),
    }[what]
    clients = [world.north.rest(Role.THERAPIST) for _ in range(CLIENTS)]
    waited: Counter[int] = Counter()
    for turn in range(ROUNDS):
        before, audited = rows().count(), AuditEvent.objects.count()
        answers = at_once(lambda number, turn=turn: until_answered(clients[number], path, body, f"round-{turn}"), CLIENTS)
        responses = [response for response, _ in answers]
        assert len({(r.status_code, r.content, r["Location"], r["ETag"]) for r in responses}) == 1
        assert responses[0].status_code == 201
        assert Counter(r.get("Idempotent-Replayed") for r in responses) == {None: 1, "true": CLIENTS - 1}
        assert (rows().count(), AuditEvent.objects.count()) == (before + 1, audited + 1)
        waited += sum((on_the_way for _, on_the_way in answers), Counter())
    assert KeptAnswer.objects.count() == ROUNDS
    assert waited[409] > 0, "nobody ever met a running request: the race was not run"


def test_sixteen_clients_whose_request_is_refused_leave_nothing(world):
    clients = [world.north.rest(Role.THERAPIST) for _ in range(CLIENTS)]
    answers = at_once(lambda number: keyed(clients[number], "/api/v1/patients", {"sex": "z"}, "k"), CLIENTS)
    assert {answer.status_code for answer in answers} <= {409, 422}
    assert KeptAnswer.objects.count() == 0
    assert keyed(clients[0], "/api/v1/patients", ANN, "k").status_code == 201


def call(port, token, **headers):
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    asked = Request(f"http://127.0.0.1:{port}/api/v1/patients", json.dumps(ANN).encode(), sent, method="POST")
    return urlopen(asked, timeout=20)  # noqa: S310  (our own server)


def lose_an_answer(held, token, **headers):
    """Send the request to a server that is killed when it has had its effect, and before it has answered."""
    port, lost = free_port(), []

    def first_try():
        try:
            call(port, token, **{HOLD: str(held)}, **headers)
        except OSError as error:
            lost.append(error)

    with server(port) as running:
        waiting = threading.Thread(target=first_try)
        waiting.start()
        wait_for(held.exists)
        kill(running)
        waiting.join(timeout=20)
    assert lost, "the client got an answer: nothing was lost"
    assert not isinstance(lost[0], HTTPError)


@pytest.fixture
def token(world):
    return AccessToken.issue(world.north.members[Role.INTEGRATION], label="test")[1]


def reeds():
    return Patient.objects.filter(family_name="Reed")


def test_a_retry_after_the_server_was_killed_between_effect_and_answer_gets_the_first_answer(token, tmp_path):
    key = {"Idempotency-Key": "after-the-crash"}
    lose_an_answer(tmp_path / "held", token, **key)
    made = reeds().get()
    port = free_port()
    with server(port):
        for response in [call(port, token, **key) for _ in range(2)]:
            assert (response.status, response.headers["Idempotent-Replayed"]) == (201, "true")
            assert response.headers["Location"] == f"/api/v1/patients/{made.pk}"
            assert json.loads(response.read())["id"] == str(made.pk)
    assert reeds().get() == made
    assert AuditEvent.objects.filter(action="patient.registered", patient_id=made.pk).count() == 1


def test_without_a_key_the_same_crash_makes_two(token, tmp_path):
    """The control: it is the key that helps."""
    lose_an_answer(tmp_path / "held", token)
    port = free_port()
    with server(port):
        assert call(port, token).status == 201
    assert reeds().count() == 2
