"""The Spanish catalogue: nothing is missing, nothing is stale, and what is compiled is what is written."""

import re

import pytest
from babel.messages.catalog import Message

from tests.language.catalogue import MO, PO, REFRESH, as_mo, as_po, forms, recorded, refreshed, untranslated

CATALOGUE = recorded()
MESSAGES = [message for message in CATALOGUE if message.id]
PLACES = re.compile(r"\{\w*\}|%\(\w+\)s")
CAUSE_IN_ENGLISH = re.compile(r"caus|diagnos|primary problem|due to|responsible for|leads to pain", re.IGNORECASE)
CAUSE = re.compile(
    r"\bcaus|diagn[oó]s|debid[oa]s? a|por culpa|\bprovoca(n|d[oa]s?)?\b|responsables? de|problema principal|origina|"
    r"\bproduc(e|en|id[oa]s?) (el|un)? ?dolor|(lleva|conduce)n? al dolor|a consecuencia|a ra[ií]z de",
    re.IGNORECASE,
)
"""Words that say why somebody hurts."""


def test_it_is_what_the_sources_say():
    assert PO.read_bytes() == as_po(refreshed(CATALOGUE)), f"texts changed: {REFRESH}"


def test_what_is_compiled_is_what_is_written():
    assert MO.read_bytes() == as_mo(CATALOGUE), f"compile it again: {REFRESH}"


def test_nothing_is_missing_or_doubtful():
    assert len(MESSAGES) > 1000
    assert untranslated(CATALOGUE) == []
    assert [message.id for message in MESSAGES if message.fuzzy] == []


def test_collecting_again_changes_nothing():
    once = refreshed(CATALOGUE)
    assert as_po(refreshed(once)) == as_po(once)
    assert as_mo(refreshed(once)) == as_mo(once)


def _named(message: Message) -> str:
    return str(forms(message.id)[0])[:60]


@pytest.mark.parametrize("message", MESSAGES, ids=_named)
def test_a_translation_has_the_places_and_the_edges_of_its_text(message: Message):
    wanted = {*PLACES.findall(forms(message.id)[-1])}
    for text in forms(message.string):
        assert {*PLACES.findall(text)} == wanted
        for edge in (slice(0, 1), slice(-1, None)):
            assert text[edge].isspace() == forms(message.id)[-1][edge].isspace()
        assert text.endswith(".") == forms(message.id)[-1].endswith(".")


def test_no_translation_names_a_cause_where_the_english_does_not():
    naming = [text for message in MESSAGES for text in forms(message.string) if CAUSE.search(text)]
    excused = [text for message in MESSAGES if CAUSE_IN_ENGLISH.search(forms(message.id)[0]) for text in forms(message.string)]
    assert set(naming) <= set(excused)


@pytest.mark.parametrize(
    "text",
    [
        "La causa es el psoas",
        "dolor debido a la postura",
        "El psoas provoca el dolor",
        "diagnóstico",
        "el responsable de su dolor",
    ],
)
def test_the_words_that_are_looked_for_are_found(text):
    assert CAUSE.search(text)
