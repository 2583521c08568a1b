"""Where a webhook may go: no form of address leads into our own network."""

import ipaddress
import socket
import threading

import pytest

from clinic.webhooks import addresses
from clinic.webhooks.addresses import AddressRefused, is_public, public_addresses, target_of


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "https://", "https:///path", "http://example.org/", "ftp://example.org/", "file:///etc/passwd",
        "gopher://example.org/", "//example.org/", "https://user@example.org/", "https://user:pass@example.org/",
        "https://@example.org/", "https://example.org/#part", "https://example.org:22/", "https://example.org:0/",
        "https://example.org:99999/", "https://example.org:x/", "https://example.org/a b", "https://example.org/\r\nHost: x",
        "https://exam\x00ple.org/", "https://example.org\\@127.0.0.1/", "https://[::1/", "https://[fe80::1%25eth0]/",
        "https://exämple.org/", "https://example.org/" + "x" * 2_000, "https://exa_$mple.org/",
    ],
)  # fmt: skip
def test_what_is_no_url_for_a_receiver(url):
    with pytest.raises(AddressRefused) as refusal:
        target_of(url)
    assert refusal.value.kind == "url_refused"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "localhost", "0", "10.0.0.1",
        "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16",
        "192.0.0.192", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]",
        "[ff02::1]", "[2001:db8::1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]",
        "[2002:a00:1::1]", "[2002:a9fe:a9fe::]", "[2001:0:7f00:1::]", "[2001:0:4136:e378:8000:63bf:f5ff:fffe]", "[fec0::1]",
        "[2001:0:808:808:0:0:f5ff:fffe]", "[100::1]",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(host):
    with pytest.raises(AddressRefused) as refusal:
        public_addresses(target_of(f"https://{host}/"))
    assert refusal.value.kind == "address_refused"


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_addresses_that_are_public(address):
    assert is_public(ipaddress.ip_address(address))


def answers(monkeypatch, *found):
    def look(host, port, **_):
        if not found:
            raise socket.gaierror("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", look)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    answers(monkeypatch, "93.184.216.34", "10.0.0.7")
    with pytest.raises(AddressRefused):
        public_addresses(target_of("https://receiver.example/"))


def test_the_checked_addresses_are_the_answer(monkeypatch):
    answers(monkeypatch, "93.184.216.34", "93.184.216.34", "1.1.1.1")
    assert public_addresses(target_of("https://receiver.example/")) == ["93.184.216.34", "1.1.1.1"]


def test_a_name_that_cannot_be_found(monkeypatch):
    answers(monkeypatch)
    with pytest.raises(AddressRefused) as refusal:
        public_addresses(target_of("https://receiver.example/"))
    assert refusal.value.kind == "name_not_found"


def test_a_look_up_that_takes_too_long_is_given_up(monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr(addresses, "LOOKUP_SECONDS", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: waiting.wait(5) and [])
    with pytest.raises(AddressRefused) as refusal:
        public_addresses(target_of("https://receiver.example/"))
    waiting.set()
    assert refusal.value.kind == "name_not_found"


def test_ports_are_named_by_the_settings(settings):
    with pytest.raises(AddressRefused):
        target_of("https://example.org:9443/")
    settings.WEBHOOK_PORTS = [9443]
    assert target_of("https://example.org:9443/a?b=1").path == "/a?b=1"
    assert target_of("https://example.org:8443/").host_header == "example.org:8443"
    assert target_of("https://example.org").host_header == "example.org"


def test_with_loopback_allowed_this_machine_may_be_called_and_nothing_else_that_is_private(settings):
    settings.WEBHOOK_LOOPBACK = True
    assert public_addresses(target_of("http://127.0.0.1:8123/")) == ["127.0.0.1"]
    for url in ("http://10.0.0.1/", "https://192.168.0.1/", "http://8.8.8.8/"):
        with pytest.raises(AddressRefused):
            public_addresses(target_of(url))
