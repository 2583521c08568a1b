"""Schemathesis over every operation: valid and invalid calls made up from the OpenAPI document, every check of its own.

`make fuzz` makes at least 5,000 calls; the form that every test run has is shorter. Ids and ETags are those of real rows in most
calls, otherwise every call would end at 404 or 412.
"""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from assessments.engine import CATALOGUE
from assessments.models import Assessment, Examination, Flag
from clinic.models import AccessToken, Role
from clinic.webhooks.models import WebhookDelivery, WebhookSubscription
from clinic.webhooks.services import send_test
from clinic.wsgi import application
from patients.models import IntakeHistory, Patient, PriorTreatment
from tests.assessments.examples import open_one
from tests.house.services import subscription

LONG = settings.get_current_profile_name() == "fuzz"
EXAMPLES, FEWEST_CALLS = (120, 5_000) if LONG else (8, 250)
REFUSED = ["400", "401", "404", "405", "406", "409", "412", "413", "415", "422", "428"]
CONFIG = {
    "checks": {
        # rules that a JSON schema cannot tell: dates in the future, two findings of one site, a state
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "401", "403", "404", "409", "412", "422"]},
        "missing_required_header": {"expected-statuses": ["401", "428"]},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    },
    "generation": {"with-security-parameters": False},
    "phases": {"coverage": {"enabled": LONG}},
}
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=SchemathesisConfig.from_dict(CONFIG))
schema.config.update(base_url="http://localhost/")
ROWS = {
    "patient_id": Patient,
    "intake_id": IntakeHistory,
    "treatment_id": PriorTreatment,
    "examination_id": Examination,
    "assessment_id": Assessment,
    "flag_id": Flag,
    "subscription_id": WebhookSubscription,
    "delivery_id": WebhookDelivery,
}

NAMES = {"rule_id": [rule.id for rule in CATALOGUE]}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A call of the WSGI application must not close the connection in whose transaction the test runs."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(world: Any) -> str:
    hook = subscription(world.north)
    send_test(by=world.north.manager, subscription_id=hook.pk)
    open_one(world.north.therapist, world.north.patient("Keller"))
    return AccessToken.issue(world.north.members[Role.MANAGER], label="fuzz")[1]


def made_real(case: Any) -> None:
    """Nine calls of ten name a row that is there, and its revision; what is wrong on purpose stays wrong."""
    chance = random.Random(repr((case.body, case.query, case.path_parameters)))
    row: Any = None
    for name in case.path_parameters if valid(case, ParameterLocation.PATH) else ():
        if name in NAMES:
            case.path_parameters[name] = chance.choice(NAMES[name])
        if chance.random() < 0.9 and name in ROWS:
            row = chance.choice(ROWS[name]._base_manager.filter(clinic__slug="northside").order_by("id")[:50])
            case.path_parameters[name] = str(row.pk)
    if row is not None and valid(case, ParameterLocation.HEADER) and "If-Match" in case.headers and chance.random() < 0.9:
        case.headers["If-Match"] = f'W/"{row.revision}"'


def valid(case: Any, place: ParameterLocation) -> bool:
    """Whether this part of the call is there and as the document has it."""
    part = case.meta.components.get(place)
    return part is not None and part.mode is GenerationMode.POSITIVE


CALLS: Counter[int] = Counter()


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_operation(case: Any, token: str) -> None:
    made_real(case)
    # of a list of cases each is answered for itself: what is wrong with one is told in a 200
    excluded = [negative_data_rejection] if isinstance(case.body, list) else []
    # a client that calls the application itself does not uncompress what it gets
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    answer = case.call_and_validate(headers=headers, excluded_checks=excluded)
    CALLS[answer.status_code] += 1


def test_there_were_enough_calls_and_many_came_through() -> None:
    print(f"{CALLS.total()} calls: " + ", ".join(f"{status} {count}x" for status, count in sorted(CALLS.items())))  # noqa: T201
    assert CALLS.total() >= FEWEST_CALLS
    assert CALLS[200] + CALLS[201] >= CALLS.total() / 10
    assert not [status for status in CALLS if status >= 500]
