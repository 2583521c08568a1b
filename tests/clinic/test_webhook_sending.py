"""One POST to one receiver: what it says, what it never does, and that it ends."""

import socket
import ssl
import time

import pytest
import trustme

from clinic.webhooks import sending
from tests.clinic.receiver import babble, drip, hang_up, listening

pytestmark = pytest.mark.usefixtures("loopback")


def test_what_arrives_is_what_was_sent(receiver):
    outcome = sending.post(receiver.url, b'{"a": 1}', {"webhook-id": "7", "Content-Type": "application/json"})
    assert (outcome.status, outcome.error, outcome.delivered) == (204, None, True)
    headers, body = receiver.got[0]
    assert body == b'{"a": 1}'
    assert headers["webhook-id"] == "7"
    assert headers["Host"] == f"127.0.0.1:{receiver.server.server_port}"


@pytest.mark.parametrize(
    ("answer", "error"),
    [(200, None), (202, None), (301, "redirect"), (307, "redirect"), (400, "status"), (410, "gone"), (500, "status"),
     (hang_up, "connection_lost"), (babble, "not_http")],
)  # fmt: skip
def test_how_it_went(receiver, answer, error):
    receiver.answers = [answer]
    assert sending.post(receiver.url, b"{}", {}).error == error
    assert len(receiver.got) == 1  # no redirect is followed


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert sending.post(f"http://127.0.0.1:{port}/", b"{}", {}).error == "connection_refused"


@pytest.mark.parametrize("slow", [drip, lambda handler: time.sleep(1)])
def test_a_slow_receiver_is_left_in_time(receiver, slow):
    receiver.answers = [slow]
    began = time.monotonic()
    outcome = sending.post(receiver.url, b"{}", {}, seconds=0.4)
    assert (outcome.status, outcome.error) == (None, "timeout")
    assert time.monotonic() - began < 0.9


def test_an_endless_answer_is_not_read(receiver):
    def pour(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65_536)

    receiver.answers = [pour]
    assert sending.post(receiver.url, b"{}", {}).delivered


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "http://169.254.169.254/latest/", "ftp://127.0.0.1/"])
def test_an_address_that_may_not_be_called_is_not_called(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", None)
    assert sending.post(url, b"{}", {}).error in ("address_refused", "url_refused")


def test_the_connection_goes_to_the_address_that_was_checked(receiver, monkeypatch):
    """The name means another address as soon as it was looked at: it is not looked up again."""
    asked = []

    def look(host, port, *more, **named):
        asked.append(host)
        if host == "rebinding.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]
        return real(host, port, *more, **named)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", look)
    url = receiver.url.replace("127.0.0.1", "rebinding.example")
    assert sending.post(url, b"{}", {}).delivered
    assert asked.count("rebinding.example") == 1
    assert receiver.got[0][0]["Host"].startswith("rebinding.example:")


def test_proxies_of_the_environment_are_not_used(receiver, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert sending.post(receiver.url, b"{}", {}).delivered


@pytest.fixture
def authority(monkeypatch):
    """A certificate authority that we trust; and a name that means this machine."""
    ca = trustme.CA()
    context = ssl.create_default_context()
    ca.configure_trust(context)
    monkeypatch.setattr(sending, "tls_context", lambda: context)
    monkeypatch.setattr(sending, "public_addresses", lambda target: ["127.0.0.1"])
    return ca


def served_as(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_tls_asks_for_the_name_in_the_url(authority):
    names = []
    context = served_as(authority, "receiver.example")
    context.sni_callback = lambda channel, name, _: names.append(name)
    with listening(context) as receiver:
        url = f"https://receiver.example:{receiver.server.server_port}/hooks"
        assert sending.post(url, b"{}", {}).delivered
        assert names == ["receiver.example"]
        assert receiver.got[0][0]["Host"] == f"receiver.example:{receiver.server.server_port}"


def test_tls_with_another_name_is_refused(authority):
    with listening(served_as(authority, "other.example")) as receiver:
        assert sending.post(f"https://receiver.example:{receiver.server.server_port}/", b"{}", {}).error == "tls"
        assert receiver.got == []


def test_tls_of_an_authority_that_nobody_knows_is_refused(authority):
    with listening(served_as(trustme.CA(), "receiver.example")) as receiver:
        assert sending.post(f"https://receiver.example:{receiver.server.server_port}/", b"{}", {}).error == "tls"
