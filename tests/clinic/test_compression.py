"""gzip: for the answers that are worth it and safe; and no compressed bodies in."""

import gzip
import json

import pytest
from django.test import Client

from clinic.models import Role
from patients.documents import PatientDocument, read
from patients.services import register_patient
from tests.clinic.people import session_client
from tests.house.test_routes import assert_problem

pytestmark = pytest.mark.django_db
PATIENTS = "/api/v1/patients"
GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture
def client(world):
    for number in range(10):
        register_patient(by=world.north.front_desk, document=read(PatientDocument, {"family_name": f"Longname{number}"}))
    return world.north.rest(Role.MANAGER)


class TestAnswers:
    def test_say_the_same_compressed_and_not(self, client):
        plain, small = client.get(PATIENTS), client.get(PATIENTS, headers=GZIP)
        assert "Content-Encoding" not in plain
        assert small["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in small["Vary"]
        assert json.loads(gzip.decompress(small.content)) == plain.json()
        assert len(small.content) < len(plain.content) / 2
        assert int(small["Content-Length"]) == len(small.content)

    def test_keep_their_weak_etag_by_which_they_are_known_again(self, world, client):
        path = f"{PATIENTS}/{world.north.patient('Keller').pk}/assessment"
        small = client.get(path, headers=GZIP)
        assert (small["Content-Encoding"], small["ETag"][:2]) == ("gzip", "W/")
        again = client.get(path, headers={**GZIP, "if-none-match": small["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/patients?limit=0"])
    def test_that_are_short_stay_as_they_are(self, client, path):
        assert "Content-Encoding" not in client.get(path, headers=GZIP)

    def test_in_a_session_stay_as_they_are(self, world, client):
        browser = session_client(world.north.members[Role.MANAGER])
        response = browser.get(PATIENTS, headers=GZIP)
        assert len(response.content) > 1_000
        assert "Content-Encoding" not in response

    def test_that_are_pages_stay_as_they_are(self, client):
        assert "Content-Encoding" not in Client().get("/problems/", headers=GZIP)

    def test_that_are_kept_are_replayed_compressed_too(self, world, client):
        path = f"{PATIENTS}/{world.north.patient('Keller').pk}/assessments"
        sent = {"content_type": "application/json", "headers": {**GZIP, "idempotency-key": "k"}}
        first, again = (client.post(path, "{}", **sent) for _ in range(2))
        assert again["Idempotent-Replayed"] == "true"
        assert gzip.decompress(first.content) == gzip.decompress(again.content)


class TestBodies:
    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "gzip, gzip", "x"])
    def test_that_are_compressed_are_refused(self, client, encoding):
        body = gzip.compress(b'{"family_name": "Reed"}')
        response = client.post(PATIENTS, body, content_type="application/json", headers={"content-encoding": encoding})
        assert "Content-Encoding" in assert_problem(response, 415)["detail"]

    def test_that_would_become_huge_are_refused_before_they_do(self, client):
        body = gzip.compress(b" " * 50_000_000)
        response = client.post(PATIENTS, body, content_type="application/json", headers={"content-encoding": "gzip"})
        assert_problem(response, 415)

    def test_that_say_identity_are_plain(self, client):
        sent = {"content_type": "application/json", "headers": {"content-encoding": "identity"}}
        assert client.post(PATIENTS, {"family_name": "Reed"}, **sent).status_code == 201
