"""Two writers at the same moment on the same row: one wins, the other is told, and the row is as the winner left it."""

import inspect
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from clinic.errors import ClinicError
from clinic.models import AuditEvent, Role
from patients.models import IntakeHistory
from tests.house.services import READY, performer

WRITERS = 4
CONDITIONAL = [service for service in READY if "expected_revision" in inspect.signature(service).parameters]


def at_once(act, count=WRITERS):
    """Call ``act(number)`` in ``count`` threads that begin together, each on a connection of its own; return the outcomes."""
    barrier = Barrier(count)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [running.result(timeout=60) for running in [pool.submit(run, number) for number in range(count)]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("service", [s for s in CONDITIONAL if s.__name__ != "record_intake_visit"], ids=lambda s: s.__name__)
def test_one_writer_wins(world, service):
    call = READY[service](world.north)
    by = performer(world.north)
    before = AuditEvent.objects.count()

    def act(_):
        try:
            call(by=by)
        except ClinicError as error:
            return error.status
        return 200

    outcomes = Counter(at_once(act))
    assert outcomes[200] == 1, outcomes
    assert set(outcomes) <= {200, 404, 409, 412}  # 404: the winner removed it
    assert AuditEvent.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_one_writer_wins_over_rest(world):
    row = world.north.intake("Keller")
    client_of = [world.north.rest(Role.THERAPIST) for _ in range(WRITERS)]

    def act(number):
        return client_of[number].patch(
            f"/api/v1/intakes/{row.pk}",
            {"pain_now": number},
            content_type="application/json",
            headers={"if-match": f'W/"{row.revision}"'},
        )

    responses = at_once(act)
    won = [response for response in responses if response.status_code == 200]
    assert Counter(response.status_code for response in responses) == {200: 1, 412: WRITERS - 1}
    stored = IntakeHistory.objects.get(pk=row.pk)
    assert stored.revision == row.revision + 1
    assert won[0].json()["pain_now"] == stored.pain_now
    assert won[0]["ETag"] == f'W/"{stored.revision}"'


@pytest.mark.django_db(transaction=True)
def test_the_same_identifier_is_given_once(world):
    client_of = [world.north.rest(Role.FRONT_DESK) for _ in range(WRITERS)]
    sent = {"family_name": "New", "given_name": "Ann", "sex": "female", "identifiers": [{"system": "urn:mrn", "value": "R-1"}]}
    responses = at_once(lambda number: client_of[number].post("/api/v1/patients", sent, content_type="application/json"))
    assert Counter(response.status_code for response in responses) == {201: 1, 409: WRITERS - 1}
