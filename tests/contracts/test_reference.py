"""The reference: every operation, parameter, error and schema on a page that needs no script; every link leads somewhere."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.test import Client

from clinic.http.catalogue import CATALOGUE
from clinic.http.reference import openapi_document
from clinic.wsgi import application

PAGES = ["/", "/api/v1/docs/", "/api/v1/docs/try/", "/problems/", "/problems/stale"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def page() -> str:
    return Client().get("/api/v1/docs/").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_is_told_to_load_nothing_from_elsewhere(address: str) -> None:
    policy = dict(rule.strip().split(" ", 1) for rule in Client().get(address)["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in "".join(policy.values())
    assert set(policy) <= {"default-src", "base-uri", "form-action", "frame-ancestors", "object-src", "img-src"}


def test_every_operation_and_schema_is_there(page: str) -> None:
    document = json.loads(openapi_document())
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert f'<h3 id="{operation["operationId"]}"><span class="method">{method.upper()}</span> {path}</h3>' in page
            for given in operation.get("parameters", ()):
                assert f"<code>{given['name']}</code>" in page
    for name in document["components"]["schemas"]:
        assert f'<h3 id="{name}">' in page


def test_every_link_within_the_page_leads_somewhere_once(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_every_other_link_opens(page: str) -> None:
    links = set(re.findall(r'href="(/[^"]*)"', page))
    assert {f"/problems/{code}" for code in CATALOGUE} - links <= {"/problems/method_not_allowed"}
    for link in links:
        if not link.startswith("/static/"):
            assert Client().get(link).status_code == 200, link


def test_every_error_has_a_page_that_the_catalogue_lists() -> None:
    listing = Client().get("/problems/").content.decode()
    for code, entry in CATALOGUE.items():
        answer = Client().get(f"/problems/{code}").content.decode()
        assert f'href="/problems/{code}"' in listing
        assert f"<code>{code}</code>" in answer
        assert str(entry.status) in answer
    assert Client().get("/problems/no_such_code").status_code == 404


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, _Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def browsed(address: str) -> tuple[str, str]:
    """The page as a browser has it after its scripts ran, and what the browser had to say."""
    assert CHROMIUM is not None, "CI needs Chromium: .ci/run installs it"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=15000"]
    options += ["--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--dump-dom"]
    ran = subprocess.run([CHROMIUM, *options, address], capture_output=True, text=True, timeout=120, check=True)
    return ran.stdout, "\n".join(line for line in ran.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine")
@pytest.mark.parametrize("address", PAGES)
def test_a_browser_has_nothing_to_complain_about(served: str, address: str) -> None:
    page, said = browsed(served + address)
    assert said == ""
    if address.endswith("/try/"):
        assert page.count('class="opblock ') > 35
