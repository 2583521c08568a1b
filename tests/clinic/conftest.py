"""What the tests of the ground start from."""

import pytest

from tests.clinic.people import make_actor, make_clinic, make_member


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
