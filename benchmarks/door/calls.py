"""What is measured: each piece of work as requests to our door and to the floor."""

import base64
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.door.load import Call, Calls
from benchmarks.door.world import Charted, World

CONNECTIONS = 8
_NEW = (
    b'{"family_name":"Okafor-%(n)d","given_name":"Chidinma","birth_date":"1987-02-11","sex":"female","phone":"+1 555 0134",'
    b'"identifiers":[{"system":"urn:benchmark","value":"BENCH-%(n)020d"}]}'
)
_FOUND = b'{"palpation":[{"muscle":"psoas_major","side":"left","tenderness":%(grade)d}]}'
_WITH_BODY = "Content-Type: application/json\r\nContent-Length: %(length)d\r\n"


@dataclass(frozen=True)
class Work:
    """One row of the table: for each connection, what it sends over and over."""

    name: str
    ours: Calls
    floor: Calls


def all_work(world: World, fresh: "itertools.count[int]") -> list[Work]:
    """Everything but the pages. `fresh`: counts blocks of numbers for identifiers, none of which comes twice."""
    half = len(world.charted) // 2  # two servers must not count one examination's revisions
    patients = [one.patient_id for one in world.charted]
    return [
        Work("create a patient", _creating(world, "/api/v1/patients", fresh),
             _creating(world, f"/create/{patients[0]}", fresh)),
        Work("record a finding", _recording(world, "/api/v1/examinations/", world.charted[:half]),
             _recording(world, "/record/", world.charted[half:])),
        Work("read a patient", _reading(world, [f"/api/v1/patients/{id}" for id in patients]),
             _reading(world, [f"/patient/{id}" for id in patients])),
        Work("read the current assessment", _reading(world, [f"/api/v1/patients/{id}/assessment" for id in patients]),
             _reading(world, [f"/assessment/{id}" for id in patients])),
    ]  # fmt: skip


def page_work(name: str, world: World, below: list[str]) -> Work:
    """A page of 20: the first one, and those after `below`."""
    cursors = [base64.urlsafe_b64encode(uuid.UUID(id).bytes).rstrip(b"=").decode() for id in below]
    ours = ["/api/v1/patients", *(f"/api/v1/patients?cursor={cursor}" for cursor in cursors)]
    return Work(name, _reading(world, ours), _reading(world, ["/page", *(f"/page?below={id}" for id in below)]))


def _creating(world: World, path: str, fresh: "itertools.count[int]") -> Calls:
    head = _head("POST", path, world.token, _WITH_BODY)
    return [[Call(head, _NEW, next(fresh) * 10_000_000)] for _ in range(CONNECTIONS)]


def _recording(world: World, path: str, charted: Sequence[Charted]) -> Calls:
    """Each connection has examinations of its own, and knows their revisions by counting."""
    if_match = 'If-Match: W/"%(n)d"\r\n'
    calls = [
        Call(_head("PATCH", path + one.examination_id, world.token, if_match + _WITH_BODY), _FOUND, one.revision)
        for one in charted
    ]
    return [calls[place::CONNECTIONS] for place in range(CONNECTIONS)]


def _reading(world: World, paths: list[str]) -> Calls:
    calls = [Call(_head("GET", path, world.token)) for path in paths]
    return [calls[place % len(calls) :] + calls[: place % len(calls)] for place in range(CONNECTIONS)]


def _head(method: str, path: str, token: str, headers: str = "") -> bytes:
    """As it comes through a proxy that ends TLS."""
    always = f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nX-Forwarded-Proto: https\r\nAccept: application/json\r\n"
    return f"{method} {path} HTTP/1.1\r\n{always}{headers}\r\n".encode()
