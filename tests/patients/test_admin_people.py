"""People and earlier treatments in the admin: real pages, real form posts."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import Identifier, PatientDocument
from patients.models import Patient, PriorTreatment
from patients.services import register_patient
from tests.patients.pages import Page
from tests.world import Recorder, World

PEOPLE = "/admin/patients/patient/"
TREATMENTS = "/admin/patients/priortreatment/"


def page_of(row):
    return reverse(f"admin:patients_{row._meta.model_name}_change", args=[row.pk])


def writes():
    return AuditEvent.objects.exclude(action__regex=r"\.(read|listed)$")


def found(browser, term):
    answer = browser.get(PEOPLE, {"q": term})
    return {row.family_name for row in answer.context["cl"].result_list}


def test_the_front_desk_registers_somebody(world: World, recorder: Recorder):
    browser = world.north.browser()
    page, before = Page(browser.get(f"{PEOPLE}add/")), writes().count()
    sent = page.sent(
        family_name="Ávila", birth_date="1980-02-03", sex="female", **page.added("patientidentifier", system="mrn", value="7")
    )
    answer = browser.post(f"{PEOPLE}add/", sent)
    row = Patient.objects.latest("id")
    assert answer.status_code == 302
    assert row.document().identifiers == (Identifier(system="mrn", value="7"),)
    assert (row.family_name, row.sex, row.given_name, row.email) == ("Ávila", "female", None, None)
    assert writes().count() == before + 1
    assert recorder.assessed == [row]


def test_problems_are_told_at_their_fields(world: World):
    browser = world.north.browser()
    page = Page(browser.get(f"{PEOPLE}add/"))
    answer = browser.post(f"{PEOPLE}add/", page.sent(birth_date="2999-01-01", language="english", given_name="Kept"))
    assert set(answer.context["adminform"].form.errors) == {"family_name", "language"}
    answer = browser.post(f"{PEOPLE}add/", page.sent(family_name="A", birth_date="2999-01-01"))
    assert set(answer.context["adminform"].form.errors) == {"birth_date"}
    taken = page.added("patientidentifier", system="urn:mrn", value="N-4432")
    answer = browser.post(f"{PEOPLE}add/", page.sent(family_name="A", **taken))
    (inline,) = answer.context["inline_admin_formsets"]
    assert "Names another patient" in str(inline.formset.forms[0].errors)
    assert Page(answer).fields["patientidentifier-0-value"] == ["N-4432"]


def test_correcting_keeps_what_was_not_touched(world: World):
    browser, row = world.north.browser(), world.north.patient("Núñez Ortega")
    before = row.document()
    page = Page(browser.get(page_of(row)))
    assert browser.post(page_of(row), page.sent()).status_code == 302
    assert Patient.objects.get(pk=row.pk).document() == before
    page = Page(browser.get(page_of(row)))
    sent = {name: values for name, values in page.sent(phone="1").items() if not name.startswith("patientidentifier-0")}
    sent["patientidentifier-TOTAL_FORMS"] = ["0"]
    assert browser.post(page_of(row), sent).status_code == 302
    changed = Patient.objects.get(pk=row.pk).document()
    assert (changed.identifiers, changed.phone, changed.given_name) == ((), "1", "María-José")


def test_a_page_that_was_open_too_long_changes_nobody(world: World):
    browser, row = world.north.browser(), world.north.patient("Keller")
    sent = Page(browser.get(page_of(row))).sent(given_name="Mine")
    Patient.objects.filter(pk=row.pk).update(revision=2)
    answer = browser.post(page_of(row), sent)
    assert "Somebody else changed this" in Page(answer).words
    assert Page(answer).fields["given_name"] == ["Mine"]


def test_finding_people(world: World):
    browser, nunez = world.north.browser(), world.north.patient("Núñez Ortega")
    for term in ("nunez", "ortega mar", "N-4432", str(nunez.pk)):
        assert found(browser, term) == {"Núñez Ortega"}
    assert found(browser, "555 010") == {"Keller"}
    assert found(browser, "%") == found(browser, "baker") == set()
    assert found(browser, "") == {"Keller", "Núñez Ortega", "Okafor"}


def test_choosing_a_patient_offers_the_clinics_own(world: World):
    browser = world.north.browser()
    asked = {"app_label": "patients", "model_name": "intakehistory", "field_name": "patient"}
    answer = browser.get("/admin/autocomplete/", {**asked, "term": "e"}).json()
    assert "Baker" not in str(answer)
    answer = browser.get("/admin/autocomplete/", {**asked, "term": "kel"}).json()
    assert [result["text"] for result in answer["results"]] == ["Keller, Martin"]


def test_lists_cost_the_same_for_many(world: World):
    browser, counts = world.north.browser(), []
    for system in ("x", "y"):
        for address in (PEOPLE, TREATMENTS):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
        for place in range(10):
            identifiers = (Identifier(system=system, value=str(place)),)
            register_patient(by=world.north.front_desk, document=PatientDocument(family_name="A", identifiers=identifiers))
    assert counts[:2] == counts[2:]


def test_nobody_reaches_another_clinic_or_deletes(world: World):
    row = world.north.patient("Keller")
    treatment = PriorTreatment.objects.get(patient=row)
    south = world.south.browser(Role.MANAGER)
    for address in (page_of(row), page_of(treatment)):
        assert south.get(address).status_code == 302
        assert south.post(address, {}).status_code == 302
    manager = world.north.browser(Role.MANAGER)
    assert manager.post(reverse("admin:patients_patient_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert world.north.browser(Role.AUDITOR).get(PEOPLE).status_code == 403
    assert Patient.objects.filter(pk=row.pk).exists()


def test_the_patients_page_leads_on(world: World):
    browser, row = world.north.browser(), world.north.patient("Keller")
    text = browser.get(page_of(row)).content.decode()
    assert f"/admin/patients/intakehistory/add/?patient={row.pk}" in text
    assert page_of(world.north.intake("Keller")) in text
    assert page_of(PriorTreatment.objects.get(patient=row)) in text


def test_a_treatment_on_its_own_page(world: World):
    browser, row = world.north.browser(), world.north.patient("Keller")
    page = Page(browser.get(f"{TREATMENTS}add/", {"patient": str(row.pk)}))
    assert not [name for name, _, checked in page.radios if checked]
    before = writes().count()
    sent = page.sent(hip_flexors_examined="no", sessions_approximate="False", interventions=["none"])
    assert browser.post(f"{TREATMENTS}add/", sent).status_code == 302
    treatment = PriorTreatment.objects.latest("id")
    document = treatment.document()
    assert (document.hip_flexors_examined, document.sessions_approximate, document.interventions) == ("no", False, ())
    assert (document.outcome, document.regions_examined) == ("not_asked", None)
    page = Page(browser.get(page_of(treatment)))
    assert browser.post(page_of(treatment), page.sent(outcome="no_change", interventions=["massage"])).status_code == 302
    treatment.refresh_from_db()
    assert (treatment.outcome, treatment.interventions, treatment.hip_flexors_examined) == ("no_change", ["massage"], "no")
    answer = browser.post(page_of(treatment), page.sent(interventions=["massage", "none"], expected_revision="2"))
    assert set(answer.context["adminform"].form.errors) == {"interventions"}
    assert writes().count() == before + 2


def test_a_treatment_recorded_by_mistake(world: World):
    browser, treatment = world.north.browser(), PriorTreatment.objects.get(patient=world.north.patient("Keller"))
    address = reverse("admin:patients_priortreatment_in_error", args=[treatment.pk])
    assert browser.post(address, {"reason": "Twice", "expected_revision": 1}).status_code == 302
    shown = browser.get(page_of(treatment))
    assert not Page(shown).radios
    assert address not in shown.content.decode()
    assert "Elm Street Physio" not in browser.get(page_of(treatment.patient)).content.decode()
