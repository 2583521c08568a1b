"""Settings of a server under test: the test database, and an answer that can be held back after its effect is committed."""

import os

from clinic.settings import *  # noqa: F403
from clinic.settings import DATABASES, MIDDLEWARE

DATABASES["default"]["NAME"] = os.environ["HELD_DATABASE"]
MIDDLEWARE.insert(0, "tests.journeys.held.HoldMiddleware")
