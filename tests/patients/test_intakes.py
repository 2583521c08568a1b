"""Intake histories: drafts, Ready, versions, mistakes, reviews, two writers."""

import datetime

import pytest

from clinic.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from clinic.models import AuditEvent
from patients import reassessment
from patients.documents import Intake, read, required_items
from patients.models import IntakeHistory
from patients.reassessment import FlagChange, NothingInstalled
from patients.services import (
    change_intake,
    correct_demographics,
    enter_intake_in_error,
    mark_intake_ready,
    record_intake,
)
from tests.patients.racing import at_once
from tests.world import ALL_NO, Recorder, World, screened_clear

REVIEW = {"item": "cancer_history", "disposition": "cleared", "reason": "Long ago", "reviewed_by": "Dr. Who"}


def pointers(refusal):
    return [problem.pointer for problem in refusal.value.problems]


def draft(world: World, family_name="Okafor", data=None):
    patient = world.north.patient(family_name)
    document = read(Intake, screened_clear() if data is None else data)
    return record_intake(by=world.north.front_desk, patient_id=patient.pk, document=document).row


def ready(world: World, row):
    return mark_intake_ready(by=world.north.front_desk, intake_id=row.pk, expected_revision=row.revision).row


def test_recording_audits_once_assesses_once_and_tells_the_flags(world: World, recorder: Recorder):
    told = FlagChange(flag_id=world.north.clinic.pk, rule="r", side=None, detail=None, severity="high", change="raised")
    recorder.flags_changed = (told,)
    before = AuditEvent.objects.count()
    patient = world.north.patient("Keller")
    document = read(Intake, {"pain_now": 3, "sports": [], "safety": {"answers": {"hot_joint": "no"}}})
    written = record_intake(by=world.north.front_desk, patient_id=patient.pk, document=document)
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.subject_id, event.patient_id) == ("intake.recorded", written.row.pk, patient.pk)
    assert {"pain_now", "sports", "safety_answers_hot_joint"} <= set(event.details["fields"])
    assert written.flags_changed == (told,)
    assert recorder.assessed == [patient]


def test_without_an_assessment_nothing_is_written(world: World, monkeypatch):
    monkeypatch.setattr(reassessment._port, "reassess", None)
    count = IntakeHistory.objects.count()
    with pytest.raises(NothingInstalled):
        draft(world)
    assert IntakeHistory.objects.count() == count


def test_the_assessment_is_installed_once():
    with pytest.raises(reassessment.AlreadyInstalled):
        reassessment.install(Recorder().reassess, Recorder().standing)


def test_a_draft_changes_under_its_revision(world: World):
    row = draft(world)
    changed = change_intake(
        by=world.north.front_desk, intake_id=row.pk, document=Intake(pain_now=0), expected_revision=row.revision
    ).row
    assert (changed.revision, changed.document()) == (2, Intake(pain_now=0))
    with pytest.raises(Stale):
        change_intake(by=world.north.front_desk, intake_id=row.pk, document=Intake(), expected_revision=1)


def test_ready_names_every_question_not_asked(world: World):
    answers = {**ALL_NO, "cancer_history": "not_asked", "hot_joint": "not_asked", "claudication": "not_asked"}
    row = draft(world, data={"safety": {"answers": {**answers, "fever_unwell": "unknown", "weight_loss": "declined"}}})
    with pytest.raises(Conflict) as refusal:
        ready(world, row)
    assert refusal.value.code == "safety_unanswered"
    assert pointers(refusal) == [
        "/safety/screened_on",
        "/safety/answers/cancer_history",
        "/safety/answers/hot_joint",
    ]


@pytest.mark.parametrize(
    ("sex", "age", "asked"),
    [
        ("male", 30, False),
        ("male", None, False),
        ("female", 11, False),
        ("female", 12, True),
        ("female", 55, True),
        ("female", 56, False),
        ("unknown", 30, True),
        ("intersex", None, True),
        (None, None, True),
    ],
)
def test_pregnancy_is_asked_unless_it_cannot_be(sex, age, asked):
    items = required_items(sex, age)
    assert {"pregnant", "pregnancy_pain_bleeding"} <= set(items) if asked else "pregnant" not in items
    assert len(items) == (25 if asked else 23)
    assert not {"sexual_sensation_loss", "claudication", "inflammatory_pattern", "urinary_symptoms"} & set(items)


def test_what_is_ready_is_never_rewritten(world: World):
    row = ready(world, draft(world))
    assert (row.status, row.revision, row.ready_at is None) == ("ready", 2, False)
    for attempt in (
        lambda: change_intake(by=world.north.therapist, intake_id=row.pk, document=Intake(), expected_revision=2),
        lambda: ready(world, row),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "intake_is_ready"


def test_a_correction_is_a_new_version_of_the_same_episode(world: World):
    first = ready(world, draft(world))
    second = record_intake(
        by=world.north.front_desk, patient_id=first.patient_id, document=Intake(pain_now=1), corrects=first.pk
    ).row
    assert (second.corrects, second.episode, second.status) == (first, first.pk, "draft")
    assert world.north.intake("Okafor") == second
    with pytest.raises(Conflict) as refusal:
        record_intake(by=world.north.front_desk, patient_id=first.patient_id, document=Intake(), corrects=first.pk)
    assert refusal.value.code == "intake_already_corrected"
    with pytest.raises(Conflict) as refusal:
        record_intake(by=world.north.front_desk, patient_id=first.patient_id, document=Intake(), corrects=second.pk)
    assert refusal.value.code == "intake_is_draft"
    assert IntakeHistory.objects.get(pk=first.pk).document() == first.document()


def test_correcting_an_old_episode_does_not_make_it_the_current_one(world: World):
    old = ready(world, draft(world))
    new = draft(world)
    record_intake(by=world.north.front_desk, patient_id=old.patient_id, document=Intake(), corrects=old.pk)
    assert world.north.intake("Okafor") == new


def test_a_mistaken_correction_lets_the_version_before_count_again(world: World):
    first = ready(world, draft(world))
    second = record_intake(by=world.north.front_desk, patient_id=first.patient_id, document=Intake(), corrects=first.pk).row
    mistaken = enter_intake_in_error(
        by=world.north.front_desk, intake_id=second.pk, reason="Wrong person", expected_revision=1
    ).row
    assert (mistaken.shown_status, mistaken.error_reason, mistaken.revision) == ("entered_in_error", "Wrong person", 2)
    assert world.north.intake("Okafor") == first
    with pytest.raises(Conflict) as refusal:
        change_intake(by=world.north.front_desk, intake_id=second.pk, document=Intake(), expected_revision=2)
    assert refusal.value.code == "entered_in_error"
    third = record_intake(by=world.north.front_desk, patient_id=first.patient_id, document=Intake(), corrects=first.pk).row
    assert world.north.intake("Okafor") == third


@pytest.mark.parametrize("reason", ["", " \n", "x" * 4001])
def test_a_mistake_needs_a_reason(world: World, reason):
    with pytest.raises(Invalid) as refusal:
        enter_intake_in_error(by=world.north.front_desk, intake_id=draft(world).pk, reason=reason, expected_revision=1)
    assert pointers(refusal) == ["/reason"]


def test_nothing_was_told_tomorrow(world: World, time_machine):
    row = draft(world, data={})
    time_machine.move_to("2030-03-02T03:00:00Z", tick=False)  # 1 March in Chicago
    tomorrow = "2030-03-02"
    data = {
        "recorded_on": tomorrow,
        "onset_on": tomorrow,
        "symptoms_changed_on": tomorrow,
        "odi": {"on": tomorrow},
        "safety": {"screened_on": tomorrow, "reviews": [{**REVIEW, "reviewed_on": tomorrow}]},
    }
    with pytest.raises(Invalid) as refusal:
        change_intake(by=world.north.therapist, intake_id=row.pk, document=read(Intake, data), expected_revision=1)
    assert set(pointers(refusal)) == {
        "/recorded_on", "/onset_on", "/symptoms_changed_on", "/odi/on", "/safety/screened_on", "/safety/reviews/0/reviewed_on",
    }  # fmt: skip
    today = read(Intake, {"recorded_on": "2030-03-01"})
    change_intake(by=world.north.therapist, intake_id=row.pk, document=today, expected_revision=1)


def test_only_a_clinician_reviews_safety_answers(world: World):
    reviewed = read(Intake, {"safety": {"reviews": [REVIEW]}})
    row = draft(world)
    for by in (world.north.front_desk,):
        with pytest.raises(NotPermitted, match="review_safety") as refusal:
            change_intake(by=by, intake_id=row.pk, document=reviewed, expected_revision=1)
        assert pointers(refusal) == ["/safety/reviews"]
    change_intake(by=world.north.therapist, intake_id=row.pk, document=reviewed, expected_revision=1)
    kept = read(Intake, {"safety": {"reviews": [REVIEW]}, "pain_now": 2})
    change_intake(by=world.north.front_desk, intake_id=row.pk, document=kept, expected_revision=2)
    with pytest.raises(NotPermitted):
        change_intake(by=world.north.front_desk, intake_id=row.pk, document=Intake(), expected_revision=3)
    with pytest.raises(NotPermitted):
        record_intake(by=world.north.front_desk, patient_id=row.patient_id, document=reviewed)


def test_another_clinics_intake_and_patient_do_not_exist(world: World):
    row, south = draft(world), world.south.front_desk
    attempts = (
        lambda: record_intake(by=south, patient_id=row.patient_id, document=Intake()),
        lambda: record_intake(by=south, patient_id=world.south.patient("Baker").pk, document=Intake(), corrects=row.pk),
        lambda: change_intake(by=south, intake_id=row.pk, document=Intake(), expected_revision=1),
        lambda: mark_intake_ready(by=south, intake_id=row.pk, expected_revision=1),
        lambda: enter_intake_in_error(by=south, intake_id=row.pk, reason="x", expected_revision=1),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert IntakeHistory.objects.get(pk=row.pk).revision == 1


def test_an_auditor_writes_nothing(world: World):
    row, auditor = draft(world), world.north.auditor
    attempts = (
        lambda: record_intake(by=auditor, patient_id=row.patient_id, document=Intake()),
        lambda: change_intake(by=auditor, intake_id=row.pk, document=Intake(), expected_revision=1),
        lambda: mark_intake_ready(by=auditor, intake_id=row.pk, expected_revision=1),
        lambda: enter_intake_in_error(by=auditor, intake_id=row.pk, reason="x", expected_revision=1),
    )
    for attempt in attempts:
        with pytest.raises(NotPermitted, match="write_intake"):
            attempt()


def test_of_two_who_change_one_draft_one_wins(transactional_db, world: World):
    row = draft(world)

    def change(pain):
        change_intake(by=world.north.front_desk, intake_id=row.pk, document=Intake(pain_now=pain), expected_revision=1)

    outcomes = at_once(lambda: change(1), lambda: change(2))
    assert sorted(outcomes, key=str) == [None, "stale"]
    row.refresh_from_db()
    assert (row.revision, row.pain_now) == (2, 1 + outcomes.index(None))


def test_of_two_who_correct_one_version_one_wins(transactional_db, world: World):
    row = ready(world, draft(world))

    def correct():
        record_intake(by=world.north.front_desk, patient_id=row.patient_id, document=Intake(), corrects=row.pk)

    assert sorted(at_once(correct, correct), key=str) == [None, "intake_already_corrected"]


def test_age_is_counted_in_the_clinics_days(world: World, time_machine):
    time_machine.move_to("2030-11-30T05:00:00Z", tick=False)  # 29 November in Chicago: the last day she is 55
    patient = world.north.patient("Okafor")
    document = patient.document()
    born = type(document)(family_name="Okafor", sex="female", birth_date=datetime.date(1974, 11, 30))
    correct_demographics(by=world.north.front_desk, patient_id=patient.pk, document=born, expected_revision=1)
    answers = {item: answer for item, answer in ALL_NO.items() if "pregnan" not in item}
    row = draft(world, data={"safety": {"screened_on": "2030-11-29", "answers": answers}})
    with pytest.raises(Conflict) as refusal:
        ready(world, row)
    assert pointers(refusal) == ["/safety/answers/pregnant", "/safety/answers/pregnancy_pain_bleeding"]
    time_machine.move_to("2030-11-30T07:00:00Z", tick=False)
    assert ready(world, row).status == "ready"
