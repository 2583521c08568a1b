"""The rules pages: everything a rule declares, for anybody to read, with nothing on them but text and one style sheet."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from assessments.rules import CATALOGUE, RULE_SET_VERSION
from assessments.safety import CONDITIONS, safety_of
from clinic.web.input_words import input_words
from clinic.web.rule_sheets import NOTICE, sheet_of
from clinic.web.safety_sheets import COMBINED
from patients.documents.safety_questions import QUESTIONS
from tests.build import answers, case

each_rule = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)


class Reading(HTMLParser):
    """What a page holds: ids, links, and the text as it is read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(found)
        self.ids += filter(None, [found.get("id")])
        self.links += filter(None, [found.get("href") if tag == "a" else None])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def page(path: str = "/rules/", **headers: str) -> str:
    response = Client(headers=headers).get(path)
    assert response.status_code == 200
    return response.content.decode()


def declared(rule):
    yield from (rule.title, rule.statement, rule.logic, rule.responsible, rule.reviewed_on.isoformat())
    yield from (*rule.sources, *rule.counter_evidence, *rule.inputs)
    for default in rule.local_defaults:
        yield from (default.note, f"{default.value} {default.unit}")


def test_nobody_needs_to_sign_in_and_the_database_is_not_asked():
    """Without the mark of a test that may use the database: a query would fail here."""
    assert "Rules" in page()
    assert "Psoas asymmetry" in page("/rules/psoas_asymmetry")


def test_it_begins_with_who_must_confirm_it():
    text = Reading(page()).text
    for line in NOTICE:
        assert text.index(line) < text.index("Contents")
    assert "A clinician must confirm these tables before clinical use." in text
    assert "precautions for palpating the psoas rest on informal sources" in text
    assert RULE_SET_VERSION in text


def test_every_rule_has_its_anchor_in_the_order_of_the_catalogue():
    ids = Reading(page()).ids
    assert len(set(ids)) == len(ids)
    assert [found for found in ids if found in {rule.id for rule in CATALOGUE}] == [rule.id for rule in CATALOGUE]


@each_rule
def test_everything_declared_is_said_on_both_pages(rule):
    alone = page(f"/rules/{rule.id}")
    together = re.search(rf'<article class="rule" id="{rule.id}">.*?</article>', page(), re.DOTALL)
    assert together
    for html in (alone, together[0]):
        text = Reading(html).text
        assert [said for said in declared(rule) if " ".join(said.split()) not in text] == []
        assert f"Evidence: {rule.evidence_grade}" in text
        assert sheet_of(rule).grade in text
        assert ("nobody has validated it" in text) == bool(rule.local_defaults)
    assert NOTICE[0] in Reading(alone).text


def test_what_outranks_a_rule_is_said_on_both_sides():
    hip_joint, thomas = (Reading(page(f"/rules/{name}")) for name in ("hip_joint_alternative", "hip_flexor_length_restricted"))
    assert "/rules/hip_flexor_length_restricted" in hip_joint.links
    assert "Its own reading is withheld while one of these is present: The hip joint as an alternative." in thomas.text


def test_the_safety_tables_are_there():
    text = Reading(page()).text
    for question in QUESTIONS.values():
        assert question.asks in text
    for condition in CONDITIONS:
        assert condition.title in text
        assert condition.action in text
    assert "yes, unless recorded as male or outside 12 to 55 years (local default)" in text


@pytest.mark.parametrize("condition", [c for c in CONDITIONS if c.needs_yes], ids=lambda condition: condition.id)
def test_a_condition_that_is_said_to_need_one_yes_needs_no_more(condition):
    for item in condition.needs_yes:
        state = safety_of(case(intake={"safety": answers(**{item: "yes"})}))
        assert (condition.id in {held.condition for held in state.conditions}) == (condition.id not in COMBINED)


def test_combinations_are_worded_for_conditions_that_exist():
    assert set(COMBINED) <= {condition.id for condition in CONDITIONS}
    assert {condition.id for condition in CONDITIONS if not condition.needs_yes} <= set(COMBINED)


def test_every_link_leads_somewhere():
    reading = Reading(page())
    assert len(reading.links) > 2 * len(CATALOGUE)
    for link in set(reading.links):
        if link.startswith("#"):
            assert link[1:] in reading.ids
        else:
            assert Client().get(link).status_code == 200


@pytest.mark.parametrize("path", ["/rules/", "/rules/psoas_asymmetry"])
def test_nothing_needs_more_than_a_style_sheet_of_ours(path):
    response = Client().get(path)
    reading = Reading(response.content.decode())
    assert "script" not in reading.tags
    assert "style" not in {*reading.tags, *reading.attributes}
    assert [name for name in reading.attributes if name.startswith("on")] == []
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "unsafe" not in policy
    assert "Set-Cookie" not in response
    sheet = re.search(r'<link rel="stylesheet" href="/static/([^"]+)">', response.content.decode())
    assert sheet
    assert finders.find(sheet[1])


def test_every_cell_says_its_column_for_narrow_screens():
    """On a phone the head of a table is not seen."""
    for cell in re.findall(r"<td[^>]*>", page()):
        assert 'data-label="' in cell


def test_spanish_for_a_reader_of_spanish():
    response = Client(headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"}).get("/rules/")
    text = response.content.decode()
    assert response["Content-Language"] == "es"
    assert "Accept-Language" in response["Vary"]
    assert '<html lang="es">' in text
    for said in (
        "Asimetría del psoas",
        "Un profesional clínico debe confirmar estas tablas",
        "Signos de alarma (banderas rojas)",
    ):
        assert said in text
    for rule in CATALOGUE:
        assert rule.statement not in text
    for question in QUESTIONS.values():
        assert question.asks not in text


def test_english_for_a_language_that_is_not_ours():
    response = Client(headers={"accept-language": "fi"}).get("/rules/")
    assert response["Content-Language"] == "en"
    assert response.content.decode() == page()


@pytest.mark.parametrize("path", ["/rules/", "/rules/psoas_asymmetry"])
def test_it_is_only_read(path):
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200


@pytest.mark.parametrize("name", ["nothing", "psoas-asymmetry", "0"])
def test_there_is_no_such_rule(name):
    assert Client().get(f"/rules/{name}").status_code == 404


def test_the_address_without_its_slash():
    assert Client().get("/rules")["Location"] == "/rules/"


@pytest.mark.parametrize("pointer", sorted({pointer for rule in CATALOGUE for pointer in rule.inputs}))
def test_inputs_are_said_in_words(pointer):
    words = input_words(pointer)
    assert len(words) > 3
    assert words[0].isupper()
    assert not set("/*_") & set(words)
