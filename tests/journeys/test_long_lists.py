"""Every list: a page costs the same however many rows there are, and who follows ``next`` sees every stable row exactly once."""

import os
import random
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.models import Model, Q
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from assessments.models import Assessment, Examination, Flag
from clinic.models import Role
from clinic.webhooks import services as webhooks
from clinic.webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription
from patients.models import IntakeHistory, Patient, PriorTreatment
from tests.assessments.examples import open_one

pytestmark = pytest.mark.django_db

ROWS = int(os.environ.get("LIST_ROWS", "3000"))  # 100000 takes about half a minute a list
# The n-th id, all of them older than the world, so that what is made while somebody reads comes on top as it does in life.
ID = "(lpad(to_hex(1600000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid"
# The list → its rows, and what must differ from row to row beside the id.
LISTS: dict[str, tuple[type[Model], dict[str, str]]] = {
    "/api/v1/patients": (Patient, {}),
    "/api/v1/patients/{patient_id}/intakes": (IntakeHistory, {"episode": ID}),
    "/api/v1/patients/{patient_id}/prior-treatments": (PriorTreatment, {}),
    "/api/v1/patients/{patient_id}/examinations": (Examination, {}),
    "/api/v1/patients/{patient_id}/assessments": (Assessment, {"number": "1000 + n"}),
    "/api/v1/webhook-subscriptions": (WebhookSubscription, {}),
    "/api/v1/webhook-subscriptions/{subscription_id}/deliveries": (WebhookDelivery, {"event_id": ID}),
    "/api/v1/flags": (Flag, {"detail": "'d' || n"}),
}
EVENTS = "what deliveries deliver"
lists = pytest.mark.parametrize("path", LISTS)


class Rows:
    """The rows of one list: copies of one that a service made, numbered."""

    def __init__(self, path, patient):
        self.model, self.different = LISTS.get(path, (WebhookEvent, {}))
        self.table = connection.ops.quote_name(self.model._meta.db_table)
        about = Q(patient=patient) if any(field.name == "patient" for field in self.model._meta.fields) else Q()
        rows = self.model._base_manager.filter(about, clinic=patient.clinic_id)
        self.template = patient if self.model is Patient else rows.latest("id")
        self.events = Rows(EVENTS, patient) if self.model is WebhookDelivery else None

    def add(self, numbers):
        """``numbers``: SQL that answers rows with a column ``n``."""
        if self.events is not None:
            self.events.add(numbers)
        columns = [f.column for f in self.model._meta.local_concrete_fields if not getattr(f, "generated", False)]
        values = {"id": ID, **self.different}
        picked = ", ".join(values.get(str(column), f'kind."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        self.run(
            f"INSERT INTO {self.table} ({names}) SELECT {picked} FROM {self.table} kind, ({numbers}) numbered"  # noqa: S608
            " WHERE kind.id = %s ON CONFLICT DO NOTHING",
            [self.template.pk],
        )

    def remove(self, numbers):
        self.run(f"DELETE FROM {self.table} WHERE id IN (SELECT {ID} FROM ({numbers}) numbered)", [])  # noqa: S608

    def ids(self, numbers):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {ID} FROM ({numbers}) numbered")  # noqa: S608
            return [str(row[0]) for row in cursor.fetchall()]

    def run(self, statement, values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def some(odd):
    return f"SELECT unnest(ARRAY{sorted(odd)}) AS n"


@pytest.fixture
def patient(world):
    patient = world.north.patient("Keller")
    open_one(world.north.therapist, patient)
    hook = webhooks.subscribe(by=world.north.manager, url="https://93.184.216.34/", events=["flag.raised"])
    webhooks.send_test(by=world.north.manager, subscription_id=hook.pk)
    return patient


@pytest.fixture
def client(world):
    return world.north.rest(Role.MANAGER)


def test_every_list_is_tried():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert {path for path, item in paths.items() if takes_a_cursor(item.get("get", {}))} == set(LISTS)


def takes_a_cursor(operation):
    return "cursor" in [given.get("name") for given in operation.get("parameters", ())]


@lists
def test_a_page_costs_the_same_for_one_row_and_for_twenty(client, patient, path):
    rows = Rows(path, patient)
    counted = []
    address = address_of(path, patient)
    client.get(address)  # what a process loads once
    for number in ("SELECT 1 AS n", "SELECT generate_series(2, 21) AS n"):
        rows.add(number)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200
        counted.append(len(queries))
    assert len(answer.json()["items"]) == 20
    assert counted[0] == counted[1]


@lists
def test_every_stable_row_is_seen_exactly_once_while_others_come_and_go(client, patient, path):
    """Rows with an even number stay; odd ones come and go at any place, and new ones on top, between any two pages."""
    rows, chance = Rows(path, patient), random.Random(7)
    rows.add(f"SELECT generate_series(1, {ROWS}) AS n")
    rows.run(f"ANALYZE {rows.table}", [])
    seen: list[str] = []
    address = f"{address_of(path, patient)}?limit=100"
    pages = 0
    while address:
        answer = client.get(address).json()
        seen += [item["id"] for item in answer["items"]]
        address, pages = follow(answer["next"]), pages + 1
        if pages % 5 == 0:
            rows.remove(some({2 * chance.randrange(ROWS // 2) + 1 for _ in range(5)}))
            rows.add(some({2 * chance.randrange(ROWS // 2 + 500) + 1 for _ in range(50)}))
    assert len(seen) == len(set(seen))
    assert seen == sorted(seen, reverse=True)
    assert set(rows.ids(f"SELECT generate_series(2, {ROWS}, 2) AS n")) <= set(seen)
    assert pages > ROWS // 110


def address_of(path, patient):
    hook = WebhookSubscription.objects.filter(clinic=patient.clinic_id).latest("created_at")
    return path.format(patient_id=patient.pk, subscription_id=hook.pk)


def follow(address):
    """``next`` is absolute; the test client wants the path."""
    if address is None:
        return None
    parts = urlsplit(address)
    assert (parts.scheme, bool(parts.netloc)) == ("http", True)
    return f"{parts.path}?{parts.query}"
