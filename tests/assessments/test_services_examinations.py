"""Opening, changing, signing, amending and taking back an examination."""

import datetime

import pytest
import time_machine

from assessments.chart import examination_document
from assessments.models import Assessment, Examination, Finding
from assessments.services import amend_examination, enter_examination_in_error, record_findings, sign_examination
from clinic.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from clinic.models import AuditEvent
from patients.models import Patient
from tests.assessments.examples import current, examined, open_one, psoas
from tests.world import World


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Keller")


@pytest.fixture
def draft(world: World, patient: Patient) -> Examination:
    return open_one(world.north.therapist, patient, palpation=[psoas()])


@pytest.fixture
def signed(world: World, draft: Examination) -> Examination:
    return sign_examination(by=world.north.therapist, examination_id=draft.pk, expected_revision=1).row


def test_an_opened_examination_is_a_draft_by_whoever_opened_it(world: World, draft: Examination) -> None:
    assert (draft.status, draft.revision, draft.recorded_by_id) == ("draft", 1, world.north.therapist.membership_id)
    assert Finding.objects.get(examination=draft).tenderness == 3


def test_opening_leaves_one_audit_event_and_one_new_assessment(world: World, patient: Patient) -> None:
    before = AuditEvent.objects.count(), Assessment.objects.filter(patient=patient).count()
    open_one(world.north.therapist, patient, palpation=[psoas()])
    assert AuditEvent.objects.count() == before[0] + 1
    assert Assessment.objects.filter(patient=patient).count() == before[1] + 1


def test_the_audit_names_findings_and_holds_no_value(world: World, draft: Examination) -> None:
    record_findings(
        by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch={"palpation": [psoas(tenderness=4)]}
    )
    event = AuditEvent.objects.filter(subject_id=draft.pk).latest("id")
    assert event.action == "examination.changed"
    assert event.details == {"changed": ["palpation", "palpation/psoas_major/right"]}


def test_findings_merge_by_site_and_side_field_by_field(world: World, draft: Examination) -> None:
    patch = {"palpation": [psoas(tone="spasm"), psoas("left", tenderness=0)], "neuro": {"reflex_change": "no"}}
    row = record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch=patch).row
    assert row.revision == 2
    assert examination_document(row) == examined(
        status="draft",
        palpation=[psoas(tenderness=3, tone="spasm"), psoas("left", tenderness=0)],
        neuro={"reflex_change": "no"},
    )


def test_a_finding_left_without_value_is_removed_and_the_list_stays_recorded(world: World, draft: Examination) -> None:
    patch = {"palpation": [psoas(tenderness=None)]}
    row = record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch=patch).row
    assert examination_document(row).palpation == ()
    assert not Finding.objects.filter(examination=row).exists()


def test_null_takes_a_whole_list_back(world: World, draft: Examination) -> None:
    row = record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch={"palpation": None}).row
    assert examination_document(row).palpation is None


def test_a_change_keeps_the_rows_of_other_findings(world: World, draft: Examination) -> None:
    before = Finding.objects.get(examination=draft).pk
    patch = {"palpation": [psoas("left", tenderness=1)]}
    record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch=patch)
    assert Finding.objects.get(examination=draft, side="right").pk == before


def test_problems_point_into_the_patch(world: World, draft: Examination) -> None:
    patch = {"palpation": [psoas("left", tenderness=1), psoas(tenderness=9)]}
    with pytest.raises(Invalid) as refused:
        record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch=patch)
    assert [problem.pointer for problem in refused.value.problems] == ["/palpation/1/tenderness"]


def test_a_stale_revision_is_refused(world: World, draft: Examination) -> None:
    with pytest.raises(Stale):
        record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=2, patch={})


def test_the_front_desk_may_not_examine(world: World, draft: Examination, patient: Patient) -> None:
    with pytest.raises(NotPermitted):
        open_one(world.north.front_desk, patient)
    with pytest.raises(NotPermitted):
        sign_examination(by=world.north.front_desk, examination_id=draft.pk, expected_revision=1)


def test_another_clinic_finds_nothing(world: World, draft: Examination) -> None:
    with pytest.raises(NotFound):
        record_findings(by=world.south.therapist, examination_id=draft.pk, expected_revision=1, patch={})


def test_nothing_is_examined_tomorrow(world: World, patient: Patient) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    with pytest.raises(Invalid) as refused:
        open_one(world.north.therapist, patient, examined_at=tomorrow.isoformat())
    assert refused.value.problems[0].pointer == "/examined_at"


@time_machine.travel("2026-05-04T20:00:00Z", tick=False)
def test_today_is_the_clinics_day(world: World) -> None:
    baker = world.south.patient("Baker")
    open_one(world.south.therapist, baker, examined_at="2026-05-05T08:30:00+12:00")
    assert current(baker).as_of.isoformat() == "2026-05-04T20:00:00+00:00"


def test_signing_needs_the_time_of_the_examination(world: World, patient: Patient) -> None:
    row = open_one(world.north.therapist, patient, examined_at=None)
    with pytest.raises(Invalid) as refused:
        sign_examination(by=world.north.therapist, examination_id=row.pk, expected_revision=1)
    assert refused.value.problems[0].pointer == "/examined_at"


def test_a_signed_examination_is_never_rewritten(world: World, signed: Examination) -> None:
    assert (signed.status, signed.signed_by_id) == ("final", world.north.therapist.membership_id)
    with pytest.raises(Conflict) as refused:
        record_findings(by=world.north.therapist, examination_id=signed.pk, expected_revision=2, patch={"palpation": None})
    assert refused.value.code == "examination_is_signed"


def test_an_amendment_is_a_new_row_that_names_the_old(world: World, signed: Examination) -> None:
    patch = {"palpation": [psoas(tenderness=1)], "posture": {"pelvic_tilt": "anterior"}}
    amendment = amend_examination(
        by=world.north.therapist, examination_id=signed.pk, expected_revision=2, patch=patch, reason="Wrong grade typed"
    ).row
    assert (amendment.status, amendment.amends_id, amendment.amendment_reason) == ("amended", signed.pk, "Wrong grade typed")
    assert examination_document(Examination.objects.get(pk=signed.pk)) == examined(status="final", palpation=[psoas()])
    assert examination_document(amendment).palpation == examined(palpation=[psoas(tenderness=1)]).palpation


def test_the_amendment_is_what_is_assessed_even_with_an_earlier_time(world: World, signed: Examination) -> None:
    patch = {"examined_at": "2026-03-01T08:00:00Z", "palpation": [psoas(tenderness=1)]}
    amend_examination(by=world.north.therapist, examination_id=signed.pk, expected_revision=2, patch=patch, reason="Day")
    assert b'"tenderness": 1' in bytes(current(signed.patient).case_document)


def test_an_examination_has_one_amendment_that_stands(world: World, signed: Examination) -> None:
    by = world.north.therapist
    first = amend_examination(by=by, examination_id=signed.pk, expected_revision=2, patch={}, reason="First").row
    with pytest.raises(Conflict) as refused:
        amend_examination(by=by, examination_id=signed.pk, expected_revision=2, patch={}, reason="Second")
    assert refused.value.code == "examination_is_amended"
    enter_examination_in_error(by=by, examination_id=first.pk, expected_revision=1, reason="Wrong patient")
    again = amend_examination(by=by, examination_id=signed.pk, expected_revision=2, patch={}, reason="Second").row
    assert again.amends_id == signed.pk


def test_a_draft_is_changed_and_not_amended(world: World, draft: Examination) -> None:
    with pytest.raises(Conflict) as refused:
        amend_examination(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch={}, reason="x")
    assert refused.value.code == "examination_is_draft"


def test_an_examination_in_error_counts_for_nothing(world: World, signed: Examination) -> None:
    row = enter_examination_in_error(
        by=world.north.therapist, examination_id=signed.pk, expected_revision=2, reason="Wrong patient"
    ).row
    assert (row.status, row.error_reason) == ("entered_in_error", "Wrong patient")
    assert b"palpation" not in bytes(current(signed.patient).case_document)
    with pytest.raises(Conflict):
        enter_examination_in_error(by=world.north.therapist, examination_id=signed.pk, expected_revision=3, reason="Again")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4001])
def test_a_reason_says_something(world: World, signed: Examination, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter_examination_in_error(by=world.north.therapist, examination_id=signed.pk, expected_revision=2, reason=reason)
    assert refused.value.problems[0].pointer == "/reason"


def test_the_status_is_not_written(world: World, patient: Patient, draft: Examination) -> None:
    with pytest.raises(Invalid) as refused:
        open_one(world.north.therapist, patient, status="final")
    assert refused.value.problems[0].pointer == "/status"
    with pytest.raises(Invalid):
        record_findings(by=world.north.therapist, examination_id=draft.pk, expected_revision=1, patch={"status": "final"})


def test_the_latest_examination_is_the_current_one(world: World, patient: Patient) -> None:
    open_one(world.north.therapist, patient, palpation=[psoas(tenderness=4)])
    open_one(world.north.therapist, patient, examined_at="2026-01-01T10:00:00Z", palpation=[psoas(tenderness=1)])
    assert b'"tenderness": 4' in bytes(current(patient).case_document)
