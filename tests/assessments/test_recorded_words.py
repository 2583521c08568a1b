"""What is recorded, in words."""

import pytest

from assessments.recorded_words import recorded, told
from tests.build import case, psoas, safe, strength, thomas

FULL = case(
    intake=safe(pain_locations=["groin", "low_back"], back_spasms="yes"),
    exam={"palpation": psoas(right=2, unknown=3), "length_tests": thomas(-7.5), "strength": strength("hip_extension", "4-")},
)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/examination/palpation/0/tenderness", "psoas major right tenderness 2"),
        ("/examination/palpation/1/tenderness", "psoas major tenderness 3"),
        ("/examination/length_tests/0/hip_extension_deg", "modified Thomas test left hip extension -7.5 degrees"),
        ("/examination/length_tests/0/pelvis_stabilised", "modified Thomas test left pelvis stabilised: yes"),
        ("/examination/strength/0/grade", "hip extension left grade 4-"),
        ("/intake/back_spasms", "back spasms: yes"),
        ("/intake/pain_locations", "where it hurts: groin and low back"),
        ("/intake/safety/answers/fever_unwell", "fever or feeling ill: no"),
    ],
)
def test_one_value(pointer, text):
    assert told(FULL, pointer) == text


def test_several_values():
    assert recorded(FULL, ("/intake/back_spasms", "/examination/strength/0/grade")) == (
        "back spasms: yes and hip extension left grade 4-"
    )
