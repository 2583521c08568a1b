"""Whole stories in Spanish: everything said is said in Spanish, about the same verdicts, and names no cause."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from assessments.case import Case
from assessments.engine import evaluate
from assessments.plain_text import as_text
from assessments.rules import CATALOGUE
from assessments.wording import listed, words
from patients.documents import language, read
from tests.build import case, said, treatment
from tests.language.test_catalogue import CAUSE

STORIES = {
    path.stem: json.loads(path.read_bytes())["case"]
    for path in sorted((Path(__file__).parent.parent / "vignettes").glob("*.json"))
}
WORDED = ("title", "explanation", "action", "counter_evidence")
ENGLISH = {rule.title for rule in CATALOGUE}
each_story = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


def in_language(code, story):
    with translation.override(code):
        return evaluate(read(Case, story)).to_plain()


@each_story
def test_only_words_differ(story):
    english, spanish = (in_language(code, story) for code in ("en", "es"))
    for one, other in zip(english["verdicts"], spanish["verdicts"], strict=True):
        assert one["rule"] == other["rule"]
        decided = [name for name in one if name not in (*WORDED, "local_defaults")]
        assert [one[name] for name in decided] == [other[name] for name in decided]
        assert one["title"] != other["title"]
        assert one["explanation"] != other["explanation"]
        assert bool(one["action"]) == bool(other["action"])
    assert english["case_digest"] == spanish["case_digest"]
    assert [asked["pointers"] for asked in english["ask_next"]] == [asked["pointers"] for asked in spanish["ask_next"]]


@each_story
def test_no_cause_is_named(story):
    for verdict in in_language("es", story)["verdicts"]:
        assert not CAUSE.search(f"{verdict['explanation']} {verdict['action']}"), verdict["rule"]


@each_story
def test_the_text_at_a_terminal_is_spanish(story):
    with translation.override("es"):
        text = as_text(evaluate(read(Case, story)))
    assert not [title for title in ENGLISH if title in text]
    for english in ("Ask next", "Safety gate", "not recorded", "Next:", " and "):
        assert english not in text


def test_an_episode_with_its_values_dates_and_source():
    told = treatment(
        8, "no_change", provider_kind="physical_therapist", provider_name="Calle Norte", started_on="2025-12-01", source="letter",
        reported_on="2026-01-10",
    )  # fmt: skip
    with translation.override("es"):
        verdict = said("prior_care_non_response", treatments=[told])
        assert verdict.explanation.startswith(
            "Consta que no hubo mejoría tras: fisioterapeuta Calle Norte, 8 sesiones desde el 2025-12-01, sin cambios "
            "(según una carta, el 2026-01-10)."
        )


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["uno"], "uno"),
        (["uno", "dos"], "uno y dos"),
        (["ingle", "cadera", "inflamación"], "ingle, cadera e inflamación"),
        (["fiebre", "hinchazón"], "fiebre e hinchazón"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)
def test_lists(items, text):
    with translation.override("es"):
        assert listed(items) == text


def test_one_and_several():
    for number, text in ((1, "1 episodio previo de atención: "), (2, "2 episodios previos de atención (al menos")):
        with translation.override("es"):
            verdict = said("hip_flexor_exam_history_unknown", treatments=[treatment(8, "no_change")] * number)
            assert verdict.explanation.startswith(text)


def test_the_language_is_read_when_words_are_made_not_when_a_case_is_evaluated():
    contradictory = case(intake={"start_back": {"total": 1, "distress": 4}}, treatments=[treatment(8, examined="no")])
    with translation.override("es"):
        assessment = evaluate(contradictory)
    assert "is greater than the total" in assessment.verdict("data_conflict").explanation
    with translation.override("es"):
        assert "es mayor que el total" in evaluate(contradictory).verdict("data_conflict").explanation


def test_a_code_that_nobody_knows_stays_as_it_is():
    with translation.override("es"):
        assert words("psoas_major") == "psoas mayor"
        assert words("something_new") == "something new"


def test_without_a_catalogue_texts_stay_as_they_are_written():
    plain = language.AsWritten()
    assert plain.gettext("Rule") == plain.pgettext("code", "Rule") == "Rule"
    assert [plain.ngettext("one", "many", number) for number in (0, 1, 2)] == ["many", "one", "many"]
