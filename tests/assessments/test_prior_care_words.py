"""Earlier care in words."""

import pytest

from assessments.case import canonical
from assessments.concepts.prior_care import episodes
from assessments.concepts.prior_care_words import care_in_words, episode_in_words, sessions_of
from patients.documents import PriorTreatment, read
from tests.build import case, treatment


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"sessions_min": 11, "sessions_max": 12}, "11 to 12 sessions"),
        ({"sessions_min": 8, "sessions_max": 8}, "8 sessions"),
        ({"sessions_min": 8}, "8 sessions"),
        ({"sessions_min": 1}, "1 session"),
        ({"sessions_min": 11, "sessions_max": 12, "sessions_approximate": True}, "about 11 to 12 sessions"),
        ({"sessions_max": 3}, "at most 3 sessions"),
        ({}, "an unrecorded number of sessions"),
    ],
)
def test_how_often(told, text):
    assert sessions_of(read(PriorTreatment, told)) == text


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({}, "an unrecorded provider, an unrecorded number of sessions, result not recorded"),
        ({"provider_kind": "unknown", "provider_name": "Dr. Ash"}, "an unrecorded provider Dr. Ash, an"),
        ({"provider_kind": "chiropractor", "facility": "North"}, "chiropractor (North), an"),
        ({"started_on": "2025-01-02"}, "sessions from 2025-01-02, result"),
        ({"outcome": "worse", "pain_before": 3, "pain_after": 7}, "worse afterwards, pain 3 before and 7 after"),
        ({"outcome": "resolved", "pain_before": 3}, "the complaint resolved"),
        ({"source": "letter"}, "(told by a letter)"),
        ({"reported_on": "2025-01-02"}, "(on 2025-01-02)"),
    ],
)
def test_one_episode(told, text):
    (episode,) = episodes(canonical(case(treatments=[told])))
    assert text in episode_in_words(episode)
    assert ("before and" in episode_in_words(episode)) == ("pain_after" in told)


def test_all_of_it():
    assert care_in_words(()) == "Earlier care is recorded without its details."
    one = episodes(canonical(case(treatments=[treatment(8, "no_change")])))
    assert care_in_words(one).startswith("1 earlier episode of care: ")
    two = episodes(canonical(case(treatments=[treatment(8, "no_change"), treatment(6, "slightly_better")])))
    assert care_in_words(two).startswith("2 earlier episodes of care (at least 14 sessions in all): ")
    assert care_in_words(two).endswith("Only slight improvement is recorded.")
