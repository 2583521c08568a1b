"""Where a webhook may go: public addresses only, so that nobody can make this server call into its own network.

A name is looked up at the time of sending, every address it stands for must be public, and the connection is made to the address
that was looked at: a name that means another address a moment later gains nothing.
"""

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LONGEST_URL = 2_000
LOOKUP_SECONDS = 5.0
PORTS = frozenset({443, 8443})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Closed whatever this version of Python holds of them: IANA's special-purpose registries, and one provider's metadata service.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "2001:2::/48", "2001:10::/28", "2001:20::/28", "3fff::/20",
            "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ),
    )
)  # fmt: skip
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")


class AddressRefused(Exception):
    """The URL may not be called.  ``kind``: a stable word for the delivery log; the message: a sentence for who chose the URL."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be called as far as can be told without looking its name up.  ``path`` with the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """What goes into the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """The parts of ``url``; ``AddressRefused`` (``url_refused``) where it is none that may be called."""
    if len(url) > LONGEST_URL or not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url):
        raise AddressRefused("url_refused", f"must be at most {LONGEST_URL} characters of ASCII, without spaces.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("url_refused", "must be an address such as https://example.org/hooks.") from None
    if parts.scheme not in (("https", "http") if settings.WEBHOOK_LOOPBACK else ("https",)):
        raise AddressRefused("url_refused", "must begin with https://.")
    if "@" in parts.netloc or parts.fragment:
        raise AddressRefused("url_refused", "must hold no user name, password or fragment.")
    host = (parts.hostname or "").rstrip(".")
    if not _HOST.fullmatch(host):
        raise AddressRefused("url_refused", "must name a host.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _with_open_port(Target(secure, host, (443 if secure else 80) if port is None else port, path))


def _with_open_port(target: Target) -> Target:
    ports = PORTS | set(settings.WEBHOOK_PORTS)
    if target.port not in ports and not settings.WEBHOOK_LOOPBACK:
        raise AddressRefused("url_refused", f"must use one of the ports {', '.join(map(str, sorted(ports)))}.")
    return target


def public_addresses(target: Target) -> list[str]:
    """The addresses that the target's host stands for now, each of them checked.

    Raises ``AddressRefused``: ``name_not_found``, or ``address_refused`` as soon as one of them is not public.  With
    ``settings.WEBHOOK_LOOPBACK`` this machine itself may be called too, and only it without TLS.
    """
    found = _looked_up(target.host, target.port)
    if not found:
        raise AddressRefused("name_not_found", "names a host that cannot be found.")
    if not all(_may_be_called(ipaddress.ip_address(address), target) for address in found):
        raise AddressRefused("address_refused", "must lead to public addresses only.")
    return found


def _looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name.  Bounded: the system's own resolver may take far longer than a delivery may."""
    found: list[str] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(place[0]) for *_, place in answers))

    looking = threading.Thread(target=look, daemon=True, name="look-up")
    looking.start()
    looking.join(LOOKUP_SECONDS)
    return [] if looking.is_alive() else found


def _may_be_called(address: Address, target: Target) -> bool:
    if settings.WEBHOOK_LOOPBACK and address.is_loopback:
        return True
    return target.secure and is_public(address)


def is_public(address: Address) -> bool:
    """Whether ``address``, and every IPv4 address it may stand for (mapped, 6to4, Teredo, NAT64), is open to the public."""
    if isinstance(address, ipaddress.IPv4Address):
        return _is_open(address)
    within = _within(address)  # such an address leads where the inner one does; its own range says nothing
    return address.scope_id is None and (all(map(_is_open, within)) if within else _is_open(address))


def _within(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def _is_open(address: Address) -> bool:
    closed = any(address in network for network in _CLOSED if network.version == address.version)
    return address.is_global and not address.is_multicast and not closed
