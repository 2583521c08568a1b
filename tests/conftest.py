"""Settings of the test run: its database, and how many examples hypothesis tries."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from clinic.database import server, var_folder
from clinic.database.connection import is_embedded
from clinic.database.place import Place

pytest_plugins = ["tests.world"]

# No deadline: two cores are shared with the database. In CI the same examples each time.
hypothesis_settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.register_profile("fuzz", deadline=None)  # `make fuzz`: many calls, others each time
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Before the first test that needs a database: have the embedded server run, and be quick.

    The test database dies with the run, so a commit need not wait for the disk, nor a password be hard to guess.
    """
    if is_embedded(os.environ):
        server.start(Place(var_folder(os.environ)), print)
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
    settings.RATE_LIMIT = settings.FAILED_SIGN_IN_LIMIT = 1_000_000  # counted, but a run of tests is no attack
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _spoken_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test begins with ours."""
    yield
    translation.activate(settings.LANGUAGE_CODE)
