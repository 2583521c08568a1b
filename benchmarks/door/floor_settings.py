"""The settings of the floor: ours, without middleware, and with its own five addresses."""

from clinic.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.door.floor"
