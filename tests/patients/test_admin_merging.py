"""Duplicates in the admin: the panel, the page with the preview, the merge, and its undoing: real pages, real form posts."""

import pytest
from django.urls import reverse

from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import PatientDocument, read
from patients.models import Patient, PatientMerge
from patients.services import register_patient
from tests.house.test_services import state
from tests.patients.pages import Page
from tests.patients.test_admin_people import page_of, writes
from tests.world import KELLER, World


@pytest.fixture
def keller(world: World):
    return world.north.patient("Keller")


@pytest.fixture
def twin(world: World, keller):
    twice = {**KELLER, "given_name": "Martyn", "email": "m@example.org", "phone": "1"}
    return register_patient(by=world.north.front_desk, document=read(PatientDocument, twice)).row


def address(name, row, duplicate):
    return reverse(f"admin:patients_patient_{name}", args=[row.pk], query={"duplicate": duplicate.pk})


def test_the_page_tells_who_else_it_may_be(world: World, twin):
    row = world.north.patient("Okafor")
    assert "Perhaps registered twice" not in Page(world.north.browser().get(page_of(row))).words
    for role, may in ((Role.FRONT_DESK, False), (Role.MANAGER, True)):
        answer = world.north.browser(role).get(page_of(twin))
        assert "Keller, Martin" in Page(answer).words
        assert "similar name, same birth date" in Page(answer).words
        assert ("/merge/?duplicate=" in answer.content.decode()) == may


def test_registering_somebody_again_says_so(world: World):
    browser = world.north.browser()
    page = Page(browser.get("/admin/patients/patient/add/"))
    sent = page.sent(family_name="Keller", given_name="Martin", birth_date="1979-03-14")
    answer = browser.post("/admin/patients/patient/add/", sent, follow=True)
    assert "Perhaps registered before: Keller, Martin" in Page(answer).words


def test_merging_with_a_preview_and_undoing(world: World, keller, twin):
    browser, row = world.north.browser(Role.MANAGER), keller
    merge, before = address("merge", row, twin), state()
    shown = browser.get(merge)
    assert state() | {AuditEvent._meta.label: 0} == before | {AuditEvent._meta.label: 0}
    page = Page(shown)
    assert page.fields["take"] == ["email"]
    assert "Telephone: 1 (+1 (555) 010-1234)" in page.words
    count = writes().exclude(action="patient.merge_previewed").count()
    answer = browser.post(merge, page.sent(take=["email", "phone"]), follow=True)
    assert "The two records are one now." in Page(answer).words
    assert "Merged into this record" in Page(answer).words
    assert (Patient.objects.get(pk=row.pk).phone, Patient.objects.get(pk=row.pk).email) == ("1", "m@example.org")
    assert "That record was merged into this one." in Page(browser.get(page_of(twin), follow=True)).words
    unmerge = address("unmerge", row, twin)
    answer = browser.post(unmerge, Page(browser.get(unmerge)).sent(), follow=True)
    assert "There are two records again." in Page(answer).words
    assert Patient.objects.get(pk=row.pk).document() == read(PatientDocument, KELLER)
    assert Patient.objects.get(pk=twin.pk).given_name == "Martyn"
    assert writes().exclude(action="patient.merge_previewed").count() == count + 2


def test_a_page_that_was_open_too_long_merges_nobody(world: World, keller, twin):
    browser, row = world.north.browser(Role.MANAGER), keller
    sent = Page(browser.get(address("merge", row, twin))).sent()
    Patient.objects.filter(pk=row.pk).update(revision=7)
    answer = browser.post(address("merge", row, twin), sent)
    assert answer.status_code == 200
    assert "revision 7" in Page(answer).words
    assert not PatientMerge.objects.exists()


@pytest.mark.parametrize("name", ["merge", "unmerge"])
def test_what_cannot_be_done_is_told(world: World, name):
    browser, row, other = world.north.browser(Role.MANAGER), world.north.patient("Keller"), world.south.patient("Baker")
    assert browser.get(address(name, row, other)).status_code == 404
    assert browser.get(address(name, other, row)).status_code == 404
    assert browser.get(reverse(f"admin:patients_patient_{name}", args=[row.pk])).status_code == 404
    assert browser.get(reverse(f"admin:patients_patient_{name}", args=["no-id"])).status_code == 404
    for role in (Role.FRONT_DESK, Role.THERAPIST, Role.AUDITOR):
        assert world.north.browser(role).get(address(name, row, world.north.patient("Okafor"))).status_code == 403
    answer = browser.post(address(name, row, row), Page(browser.get(address(name, row, row))).sent())
    assert answer.status_code == 200
    assert not PatientMerge.objects.exists()
