"""What the tests of the ground start from."""

import pytest

from tests.clinic.people import make_actor, make_clinic, make_member
from tests.clinic.receiver import listening


@pytest.fixture
def harbour(db):
    return make_clinic("harbour")


@pytest.fixture
def summit(db):
    return make_clinic("summit")


@pytest.fixture
def therapist(harbour):
    return make_actor(harbour)


@pytest.fixture
def member(harbour):
    return make_member(harbour, username="thea")


@pytest.fixture
def loopback(settings):
    """Webhooks may go to this machine."""
    settings.WEBHOOK_LOOPBACK = True


@pytest.fixture
def receiver(loopback):
    """Somebody who takes webhooks, on this machine."""
    with listening() as found:
        yield found
