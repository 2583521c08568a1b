import re

import pytest
from django.db import OperationalError
from django.test import Client

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


def test_ready_when_the_database_is():
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ready")


def test_not_ready_without_the_database(monkeypatch):
    def refuse(*_):
        raise OperationalError("password of the database")

    monkeypatch.setattr("clinic.http.health.MigrationExecutor", refuse)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "unreachable")
    assert "password" not in response.content.decode()


def test_not_ready_while_a_migration_waits(monkeypatch):
    monkeypatch.setattr("clinic.http.health.MigrationExecutor.migration_plan", lambda *_: [1, 2])
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["migrations_waiting"]) == (503, 2)


@pytest.mark.parametrize("path", ["/", "/rules/", "/problems/", "/problems/stale", "/healthz", "/readyz"])
def test_pages_are_only_read(path):
    client = Client()
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
