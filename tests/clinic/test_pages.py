import re

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from clinic.models import Role

pytestmark = pytest.mark.django_db


def test_the_landing_page_leads_to_every_door():
    client = Client()
    page = client.get("/").content.decode()
    links = re.findall(r'href="([^"]+)"', page)
    assert {"/admin/", "/rules/", "/api/v1/docs/", "/api/v1/openapi.json", "/problems/"} <= set(links)
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_alive_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert "no-store" in response["Cache-Control"]


def test_ready_when_the_database_is(django_assert_num_queries):
    Client().get("/readyz")
    with django_assert_num_queries(1):
        response = Client().get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ready")


def test_not_ready_without_the_database(monkeypatch):
    def refuse():
        raise OperationalError("password of the database")

    monkeypatch.setattr("clinic.http.health.migrations_applied", refuse)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "unreachable")
    assert "password" not in response.content.decode()


def test_not_ready_while_a_migration_waits():
    MigrationRecorder(connection).record_unapplied("assessments", "0003_flag_reasons")
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["migrations_waiting"]) == (503, 1)


def test_not_ready_with_an_empty_database():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO gone")
    response = Client().get("/readyz")
    assert response.status_code == 503


@pytest.mark.parametrize("path", ["/admin/", "/admin/patients/patient/"])
def test_pages_say_so_while_the_database_is_away(world, monkeypatch, path):
    browser = world.north.browser()
    browser.raise_request_exception = False

    def refuse(*_, **__):
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr("clinic.access.middleware.actor_of_session", refuse)
    response = browser.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    text = response.content.decode()
    assert "try again in a moment" in text
    assert "10.0.0.1" not in text
    assert response["X-Request-Id"] in text


class TestMetrics:
    TOKEN = "a-token-for-the-watcher"

    def ask(self, token=None, **options):
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return Client().get("/metrics", headers=headers, **options)

    def test_are_not_there_without_a_token_of_ours(self, settings):
        settings.METRICS_TOKEN = ""
        for given in (None, "", self.TOKEN):
            assert self.ask(given).status_code == 404

    @pytest.mark.parametrize("given", [None, "", "a-token-for-the-watche", "gw_nothing", "ä"])
    def test_are_for_who_knows_the_token(self, settings, given):
        settings.METRICS_TOKEN = self.TOKEN
        response = self.ask(given)
        assert response.status_code == 401
        assert "guywire_requests" not in response.content.decode()

    def test_count_by_route_and_never_by_address(self, settings, world):
        settings.METRICS_TOKEN = self.TOKEN
        patient = world.north.patient("Keller")
        client = world.north.rest(Role.THERAPIST)
        client.get(f"/api/v1/patients/{patient.pk}?name=Keller")
        client.get("/api/v1/patients/Keller")
        client.get("/Keller")
        client.generic("KELLER", "/healthz")
        response = self.ask(self.TOKEN)
        text = response.content.decode()
        assert response["Content-Type"].startswith("text/plain; version=")
        assert 'guywire_requests_total{method="GET",route="api/v1/patients/<uuid:patient_id>",status="422"}' in text
        for said in (str(patient.pk), "Keller", "KELLER"):
            assert said not in text

    def test_tell_how_many_webhooks_wait(self, settings, monkeypatch):
        settings.METRICS_TOKEN = self.TOKEN
        assert 'guywire_webhook_deliveries{state="waiting"} 0.0' in self.ask(self.TOKEN).content.decode()

        def refuse(*_, **__):
            raise OperationalError("password of the database")

        monkeypatch.setattr("clinic.webhooks.backlog.WebhookDelivery.objects.filter", refuse)
        response = self.ask(self.TOKEN)
        assert response.status_code == 200
        assert "guywire_webhook_deliveries{" not in response.content.decode()
        assert "guywire_requests" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/rules/", "/problems/", "/problems/stale", "/healthz", "/readyz"])
def test_pages_are_only_read(path):
    client = Client()
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
