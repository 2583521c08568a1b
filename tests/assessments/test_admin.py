"""Examinations, assessments and flags in the admin: to read, and only what the role shows."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Examination
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.models import Patient
from tests.assessments.examples import clear_gate, current, flag_of, open_one, psoas
from tests.world import House, World

MODELS = ("examination", "assessment", "flag")


@pytest.fixture
def house(world: World) -> House:
    return world.north


@pytest.fixture
def patient(house: House) -> Patient:
    patient = house.patient("Keller")
    clear_gate(house, patient)
    return patient


@pytest.fixture
def examined_one(house: House, patient: Patient) -> Examination:
    found = [psoas(tenderness=3, note="nearly jumped <b>off</b>"), psoas("left", absent_reason="declined")]
    return open_one(house.therapist, patient, palpation=found, posture={"pelvic_tilt": "anterior"})


def pages(row: Examination) -> dict[str, str]:
    """The page of each kind of row."""
    ids = {"examination": row.pk, "assessment": current(row.patient).pk}
    ids["flag"] = flag_of(row.patient, "psoas_tender_on_palpation").pk
    return {model: reverse(f"admin:assessments_{model}_change", args=[pk]) for model, pk in ids.items()}


def test_a_therapist_reads_them_all_and_each_reading_is_audited(house: House, examined_one: Examination) -> None:
    browser = house.browser(Role.THERAPIST)
    for model, page in pages(examined_one).items():
        before = AuditEvent.objects.count()
        answer = browser.get(page)
        assert answer.status_code == 200
        assert AuditEvent.objects.count() == before + 1
        assert AuditEvent.objects.latest("id").action == f"{model}.read"
        assert browser.get(reverse(f"admin:assessments_{model}_changelist")).status_code == 200
        assert AuditEvent.objects.latest("id").action == f"{model}.listed"


def test_the_page_of_an_examination_shows_findings_and_escapes_them(house: House, examined_one: Examination) -> None:
    text = house.browser(Role.THERAPIST).get(pages(examined_one)["examination"]).content.decode()
    assert "tenderness: 3, " in text
    assert "absent_reason: declined" in text
    assert "posture_pelvic_tilt: anterior" in text
    assert "jumped &lt;b&gt;off" in text


def test_the_front_desk_sees_no_examination_and_nothing_that_rests_on_one(house: House, examined_one: Examination) -> None:
    desk = house.browser(Role.FRONT_DESK)
    found = pages(examined_one)
    assert desk.get(found["examination"]).status_code == 403
    for model in ("assessment", "flag"):
        text = desk.get(found[model]).content.decode()
        assert "Withheld: this rests on parts of the record" in text
        assert "jumped" not in text
        assert "withdrawal" not in text


@pytest.mark.parametrize("model", MODELS)
def test_nobody_writes_here(house: House, examined_one: Examination, model: str) -> None:
    browser = house.browser(Role.MANAGER)
    page = pages(examined_one)[model]
    assert browser.get(reverse(f"admin:assessments_{model}_add")).status_code == 403
    assert browser.post(page, {"status": "resolved"}).status_code == 403
    assert browser.post(page.replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_another_clinic_finds_nothing(world: World, examined_one: Examination, model: str) -> None:
    answer: Any = world.south.browser(Role.THERAPIST).get(pages(examined_one)[model])
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")
