"""Sixteen clients change the same thing at the same moment, each with the ETag they read: one wins, fifteen are told."""

from collections import Counter

import pytest
from django.db.models import Q

from assessments.models import Examination
from clinic.models import AuditEvent, Role
from clinic.webhooks.models import WebhookSubscription
from clinic.webhooks.services import subscribe
from patients.models import IntakeHistory, Patient, PriorTreatment
from tests.assessments.examples import open_one
from tests.house.test_races import at_once
from tests.house.test_routes import OPERATIONS

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, ROUNDS = 16, 10
# What a PATCH changes → its rows, and a change that differs from client to client.
CHANGES = {
    "/api/v1/patients/{patient_id}": (Patient, lambda number: {"given_name": f"Martin {number}"}),
    "/api/v1/intakes/{intake_id}": (IntakeHistory, lambda number: {"chief_complaint": f"Pain {number}"}),
    "/api/v1/prior-treatments/{treatment_id}": (PriorTreatment, lambda number: {"provider_name": f"Elm Street {number}"}),
    "/api/v1/webhook-subscriptions/{subscription_id}": (WebhookSubscription, lambda number: {"description": f"EHR {number}"}),
    "/api/v1/examinations/{examination_id}": (Examination, lambda number: {"examiner": f"A. Rivera {number}"}),
}


def test_everything_that_can_be_changed_is_tried():
    assert {path for method, path in OPERATIONS if method == "patch"} == set(CHANGES)


@pytest.mark.parametrize("path", CHANGES)
def test_one_of_sixteen_changes_wins(world, path):
    model, change = CHANGES[path]
    patient = world.north.patient("Keller")
    open_one(world.north.therapist, patient)
    subscribe(by=world.north.manager, url="https://93.184.216.34/", events=["flag.raised"])
    about = Q() if model is WebhookSubscription else Q(patient=patient)
    row = patient if model is Patient else model._base_manager.filter(about).latest("id")
    address = f"{path[: path.index('{')]}{row.pk}"
    clients = [world.north.rest(Role.MANAGER) for _ in range(CLIENTS)]
    etag = clients[0].get(address)["ETag"]
    for turn in range(ROUNDS):
        audited = AuditEvent.objects.count()
        sent = {"content_type": "application/json", "headers": {"if-match": etag}}
        answers = at_once(
            lambda number, turn=turn, sent=sent: clients[number].patch(address, change(number + 100 * turn), **sent), CLIENTS
        )
        assert Counter(answer.status_code for answer in answers) == {200: 1, 412: CLIENTS - 1}
        assert AuditEvent.objects.count() == audited + 1
        (place,) = (place for place, answer in enumerate(answers) if answer.status_code == 200)
        now = clients[0].get(address)
        etag = now["ETag"]
        assert etag == answers[place]["ETag"] == f'W/"{row.revision + turn + 1}"'
        assert now.json().items() >= change(place + 100 * turn).items()
