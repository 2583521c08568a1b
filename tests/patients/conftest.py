"""The tests of this app ask what the services write; the assessment takes notes only."""

import pytest

from tests.world import Recorder


@pytest.fixture(autouse=True)
def _assessment_takes_notes(recorder: Recorder) -> None:
    """Use the stand-in in every test here."""
