"""The front desk's intake page: real pages, real form posts."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import Intake, MovementDifficulty, SafetyAnswers, SafetyReview, Sport, read
from patients.documents.safety_questions import SAFETY_ITEMS
from patients.models import IntakeHistory, PriorTreatment
from patients.reassessment import Standing
from patients.services import change_intake, mark_intake_ready, record_intake
from tests.patients.pages import Page
from tests.world import Recorder, World, screened_clear

ADD = "/admin/patients/intakehistory/add/"


def change(row):
    return reverse("admin:patients_intakehistory_change", args=[row.pk])


def writes():
    return AuditEvent.objects.exclude(action__regex=r"\.(read|listed)$")


def all_no():
    return {f"safety_answers_{item}": "no" for item in SAFETY_ITEMS}


def newest(patient):
    return IntakeHistory.objects.filter(patient=patient).latest("id")


def test_nothing_is_chosen_before_somebody_answers(world: World):
    page = Page(world.north.browser().get(ADD))
    assert {name for name, _, _ in page.radios} >= {f"safety_answers_{item}" for item in SAFETY_ITEMS}
    assert not [name for name, _, checked in page.radios if checked]
    values = {value for name, value, _ in page.radios if name == "safety_answers_fever_unwell"}
    assert values == {"yes", "no", "unknown", "declined"}
    assert "None" not in page.words.replace("None of these", "")


def test_what_was_not_answered_never_becomes_no(world: World):
    browser, patient = world.north.browser(), world.north.patient("Núñez Ortega")
    page = Page(browser.get(ADD, {"patient": str(patient.pk)}))
    answer = browser.post(ADD, page.sent(safety_answers_cancer_history="unknown", pain_now="0"))
    assert answer.status_code == 302
    document = newest(patient).document()
    assert document.safety.answers == SafetyAnswers(cancer_history="unknown")
    assert (document.pain_now, document.pain_worst, document.sports, document.pain_locations) == (0, None, None, None)


def test_one_save_is_one_audit_event_with_all_its_lists(world: World, recorder: Recorder):
    browser, patient = world.north.browser(), world.north.patient("Keller")
    page = Page(browser.get(ADD, {"patient": str(patient.pk)}))
    before = writes().count()
    answer = browser.post(
        ADD,
        page.sent(
            chief_complaint="It hurts",
            pain_locations=["low_back", "groin"],
            repetitive_tasks_none="on",
            **page.added("sport", sport="running", sessions_per_week="2.5"),
            **page.added("movementdifficulty", movement="steps", ability="3", provokes_pain="yes"),
            **page.added("prior_treatments", provider_kind="chiropractor", hip_flexors_examined="unknown"),
        ),
    )
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:patients_patient_change", args=[patient.pk])
    document = newest(patient).document()
    assert document.sports == (Sport(sport="running", sessions_per_week=2.5),)
    assert document.movement_difficulties == (MovementDifficulty(movement="steps", ability=3, provokes_pain="yes"),)
    assert document.repetitive_tasks == ()
    assert document.pain_locations == ("low_back", "groin")
    treatment = PriorTreatment.objects.filter(patient=patient).latest("id").document()
    assert (treatment.provider_kind, treatment.hip_flexors_examined) == ("chiropractor", "unknown")
    assert writes().count() == before + 1
    assert writes().latest("id").action == "intake.recorded"
    assert len(recorder.assessed) == 1


def test_sending_a_page_back_unchanged_changes_nothing_recorded(world: World):
    patient = world.north.patient("Keller")
    document = read(Intake, {**screened_clear(), **FULL})
    row = record_intake(by=world.north.therapist, patient_id=patient.pk, document=document).row
    browser = world.north.browser(Role.THERAPIST)
    treatment = PriorTreatment.objects.get(patient=patient)
    answer = browser.post(change(row), Page(browser.get(change(row))).sent())
    assert answer.status_code == 302
    assert newest(patient).document() == document
    assert newest(patient).revision == row.revision + 1
    assert PriorTreatment.objects.get(patient=patient).revision == treatment.revision


FULL = {
    "source": "patient",
    "chief_complaint": "It hurts\nwhen I sit",
    "pain_locations": [],
    "duration_weeks": 0,
    "sitting": {"workday": {"work": 0, "tv": 90}, "workdays_per_week": 5},
    "sports": [{"sport": "running", "years": 0.5}, {"sport": "other", "plane": "mixed", "side_dominant": "declined"}],
    "stairs": {"lead_leg": "unsure"},
    "repetitive_tasks": [],
    "movement_difficulties": [{"movement": "other", "ability": 0}],
    "odi": {"percent": 33.3, "version": "2.1a"},
    "prior_care_any": "declined",
}


def test_a_treatment_on_the_page_is_corrected_with_it(world: World):
    browser, patient, row = world.north.browser(), world.north.patient("Keller"), world.north.intake("Keller")
    page = Page(browser.get(change(row)))
    answer = browser.post(change(row), page.sent(**{"prior_treatments-0-hip_flexors_examined": "unknown"}))
    assert answer.status_code == 302
    treatment = PriorTreatment.objects.get(patient=patient)
    assert (treatment.hip_flexors_examined, treatment.revision) == ("unknown", 2)
    assert treatment.document().sessions_max == 12


def test_problems_are_told_at_their_fields_and_nothing_is_lost(world: World):
    browser, patient = world.north.browser(), world.north.patient("Keller")
    page = Page(browser.get(ADD, {"patient": str(patient.pk)}))
    tomorrow = str(datetime.date.today() + datetime.timedelta(days=2))
    count = IntakeHistory.objects.count()
    answer = browser.post(
        ADD,
        page.sent(
            pain_now="11",
            chief_complaint="Kept as typed",
            safety_answers_fever_unwell="no",
            **page.added("sport", sport="running", minutes_per_session="601"),
            **page.added("prior_treatments", sessions_min="12", sessions_max="11"),
        ),
    )
    assert answer.status_code == 200
    again = Page(answer)
    assert again.fields["chief_complaint"] == ["Kept as typed"]
    chosen = {radio for radio in page.radios if radio[2]}
    assert {radio for radio in again.radios if radio[2]} == {*chosen, ("safety_answers_fever_unwell", "no", True)}
    assert "pain_locations" not in again.fields
    form = answer.context["adminform"].form
    assert set(form.errors) == {"pain_now"}
    assert "0 to 10" in str(form.errors["pain_now"])
    told = {name for inline in answer.context["inline_admin_formsets"] for f in inline.formset.forms for name in f.errors}
    assert told == {"minutes_per_session", "sessions_max"}
    assert '<a href="#id_pain_now">' in answer.content.decode()
    assert '<a href="#id_sport-0-minutes_per_session">' in answer.content.decode()
    answer = browser.post(ADD, page.sent(onset_on=tomorrow, **page.added("prior_treatments", started_on=tomorrow)))
    assert set(answer.context["adminform"].form.errors) == {"onset_on", "__all__"}
    told = {name for inline in answer.context["inline_admin_formsets"] for f in inline.formset.forms for name in f.errors}
    assert told == {"started_on"}
    assert IntakeHistory.objects.count() == count


def test_ready_is_refused_with_a_link_to_each_open_question(world: World):
    browser, row = world.north.browser(), world.north.intake("Keller")
    page = Page(browser.get(change(row)))
    answers = {**all_no(), "safety_answers_fever_unwell": None, "safety_screened_on": str(row.created_at.date())}
    del answers["safety_answers_pregnant"]  # a man is not asked
    answer = browser.post(change(row), page.sent(**answers, _ready="Ready"))
    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {"safety_answers_fever_unwell"}
    assert '<a href="#id_safety_answers_fever_unwell">' in answer.content.decode()
    assert "id_safety_answers_fever_unwell" in Page(answer).ids
    row.refresh_from_db()
    assert (row.status, row.revision) == ("draft", 1)


def test_ready_saves_and_closes_in_one_event(world: World):
    browser, row = world.north.browser(), world.north.intake("Keller")
    before = writes().count()
    sent = Page(browser.get(change(row))).sent(**all_no(), safety_screened_on=str(row.created_at.date()), _ready="Ready")
    assert browser.post(change(row), sent).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.safety_answers_fever_unwell) == ("ready", "no")
    assert writes().count() == before + 1
    assert writes().latest("id").action == "intake.made_ready"


def test_what_is_ready_is_shown_and_corrected_by_a_new_version(world: World):
    browser, row = world.north.browser(), world.north.intake("Okafor")
    shown = browser.get(change(row))
    assert shown.status_code == 200
    assert not Page(shown).radios
    link = f"{ADD}?corrects={row.pk}"
    assert link in shown.content.decode()
    page = Page(browser.get(link))
    assert ("safety_answers_fever_unwell", "no", True) in page.radios
    assert browser.post(link, page.sent(safety_answers_fever_unwell="not_asked", pain_now="4")).status_code == 302
    version = newest(row.patient)
    assert (version.corrects, version.status, version.episode) == (row, "draft", row.episode)
    assert version.document().safety.answers.fever_unwell == "not_asked"
    assert version.document().safety.answers.cancer_history == "no"
    assert link not in browser.get(change(row)).content.decode()


def test_a_page_that_was_open_too_long_says_so_and_keeps_what_was_typed(world: World):
    browser, row = world.north.browser(), world.north.intake("Keller")
    sent = Page(browser.get(change(row))).sent(chief_complaint="Mine")
    change_intake(by=world.north.therapist, intake_id=row.pk, document=Intake(chief_complaint="Theirs"), expected_revision=1)
    answer = browser.post(change(row), sent)
    assert answer.status_code == 200
    assert "Somebody else changed this" in Page(answer).words
    assert Page(answer).fields["chief_complaint"] == ["Mine"]
    assert newest(row.patient).chief_complaint == "Theirs"


def test_a_page_of_what_became_ready_meanwhile_says_so(world: World):
    browser, patient = world.north.browser(), world.north.patient("Okafor")
    row = record_intake(by=world.north.front_desk, patient_id=patient.pk, document=read(Intake, screened_clear())).row
    sent = Page(browser.get(change(row))).sent(chief_complaint="Mine")
    sent["expected_revision"] = ["2"]
    mark_intake_ready(by=world.north.front_desk, intake_id=row.pk, expected_revision=1)
    answer = browser.post(change(row), sent)
    assert answer.status_code == 200
    assert "record a new one that corrects it" in Page(answer).words


def test_a_treatment_changed_meanwhile_stops_the_page(world: World):
    browser, row = world.north.browser(), world.north.intake("Keller")
    page = Page(browser.get(change(row)))
    PriorTreatment.objects.filter(patient=row.patient).update(revision=2, outcome="better")
    answer = browser.post(change(row), page.sent(chief_complaint="Mine"))
    assert "Somebody else changed this" in Page(answer).words
    assert newest(row.patient).chief_complaint != "Mine"


def test_another_clinics_rows_do_not_exist(world: World):
    browser, row, baker = world.south.browser(), world.north.intake("Keller"), world.south.patient("Baker")
    assert browser.get(change(row)).status_code == 302  # the admin's "does not exist", at the index
    assert browser.get(f"{ADD}?corrects={row.pk}").status_code == 404
    assert browser.get(f"{ADD}?patient={row.patient_id}").status_code == 404
    page = Page(browser.get(ADD, {"patient": str(baker.pk)}))
    answer = browser.post(ADD, page.sent(patient=str(row.patient_id)))
    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {"patient"}
    treatment = PriorTreatment.objects.get(patient=row.patient)
    sent = page.sent(**{"prior_treatments-INITIAL_FORMS": "1", "prior_treatments-TOTAL_FORMS": "1"})
    assert browser.post(ADD, {**sent, "prior_treatments-0-id": [str(treatment.pk)]}).status_code == 404
    assert browser.post(ADD, {**page.sent(), "replaces": [str(row.pk)]}).status_code == 200
    assert not IntakeHistory.objects.filter(patient=baker).exists()


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.THERAPIST, 200)])
def test_who_may_see_it(world: World, role, status):
    assert world.north.browser(role).get(change(world.north.intake("Keller"))).status_code == status


def test_reviews_are_kept_by_the_front_desk_and_changed_by_a_clinician(world: World):
    review = SafetyReview(item="cancer_history", disposition="cleared", reason="Twenty years ago", reviewed_by="Dr. Who")
    patient = world.north.patient("Núñez Ortega")
    document = read(Intake, {"safety": {"answers": {"cancer_history": "yes"}}})
    document = read(Intake, {"safety": {"answers": {"cancer_history": "yes"}, "reviews": [vars_of(review)]}})
    row = record_intake(by=world.north.therapist, patient_id=patient.pk, document=document).row
    desk = world.north.browser()
    page = Page(desk.get(change(row)))
    assert "safetyreview-TOTAL_FORMS" not in page.fields
    assert desk.post(change(row), page.sent(pain_now="2")).status_code == 302
    assert newest(patient).document().safety.reviews == (review,)
    clinician = world.north.browser(Role.THERAPIST)
    page = Page(clinician.get(change(row)))
    assert page.fields["safetyreview-0-reason"] == ["Twenty years ago"]
    assert clinician.post(change(row), page.sent(**{"safetyreview-0-disposition": "monitor"})).status_code == 302
    assert newest(patient).document().safety.reviews[0].disposition == "monitor"


def vars_of(review):
    return {"item": review.item, "disposition": review.disposition, "reason": review.reason, "reviewed_by": review.reviewed_by}


def test_a_red_flag_cannot_be_overlooked(world: World, recorder: Recorder):
    recorder.stands = Standing(gate="emergency", reasons=("Bladder: new trouble holding urine.",))
    browser, row = world.north.browser(), world.north.intake("Keller")
    for address in (change(row), reverse("admin:patients_patient_change", args=[row.patient_id])):
        words = Page(browser.get(address)).words
        assert "Tell a clinician now" in words
        assert "Bladder: new trouble holding urine." in words
    sent = Page(browser.get(change(row))).sent()
    assert "Tell a clinician now" in Page(browser.post(change(row), sent, follow=True)).words


def test_recorded_by_mistake_needs_a_reason(world: World):
    browser, row = world.north.browser(), world.north.intake("Okafor")
    address = reverse("admin:patients_intakehistory_in_error", args=[row.pk])
    assert address in browser.get(change(row)).content.decode()
    assert browser.post(address, {"reason": " ", "expected_revision": row.revision}).status_code == 200
    assert "This field is required" in Page(browser.post(address, {"expected_revision": row.revision})).words
    assert "Read it again" in Page(browser.post(address, {"reason": "Twin sister", "expected_revision": 9})).words
    assert browser.post(address, {"reason": "Twin sister", "expected_revision": row.revision}).status_code == 302
    row.refresh_from_db()
    assert (row.is_in_error, row.error_reason) == (True, "Twin sister")
    assert world.south.browser().get(address).status_code == 404


def test_lists_find_by_the_patient_and_cost_the_same_for_many(world: World):
    browser = world.north.browser()
    address = reverse("admin:patients_intakehistory_changelist")
    assert "Keller" in Page(browser.get(address, {"q": "martin kel"})).words
    assert "Keller" not in Page(browser.get(address, {"q": "nunez"})).words
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
        for _ in range(5):
            record_intake(by=world.north.front_desk, patient_id=world.north.patient("Okafor").pk, document=Intake())
    assert counts[0] == counts[1]
