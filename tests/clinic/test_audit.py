import pytest
from django.db import connection, transaction

from clinic import audit
from clinic.errors import NotAuthenticated
from clinic.ids import uuid7
from clinic.models import AuditEvent, Role
from clinic.models.audit_event import AppendOnlyError
from tests.clinic.people import make_actor

pytestmark = pytest.mark.django_db


def test_an_event_says_who_did_what_for_which_clinic(harbour, therapist):
    patient_id = uuid7()
    event = audit.record(
        by=therapist, action="clinic.renamed", subject=harbour, patient_id=patient_id, details={"changed": ["name"]}
    )
    event.refresh_from_db()
    assert (event.clinic, event.actor_user_id, event.actor_role) == (harbour, therapist.user_id, Role.THERAPIST)
    assert (event.door, event.request_id, event.action) == ("test", "test-request", "clinic.renamed")
    assert (event.subject_type, event.subject_id, event.patient_id) == ("clinic.Clinic", harbour.pk, patient_id)
    assert event.details == {"changed": ["name"]}
    assert event.actor_kind == "person"


def test_an_integration_is_a_system(harbour):
    event = audit.record(by=make_actor(harbour, Role.INTEGRATION), action="x.done", subject=harbour)
    assert event.actor_kind == "system"


@pytest.mark.parametrize("nobody", [None, "", object()])
def test_nobody_leaves_no_event(harbour, nobody):
    with pytest.raises(NotAuthenticated):
        audit.record(by=nobody, action="x.done", subject=harbour)


@pytest.mark.django_db(transaction=True)
def test_an_event_belongs_to_the_transaction_of_what_it_tells(harbour, therapist):
    with pytest.raises(RuntimeError, match=r"x\.done"):
        audit.record(by=therapist, action="x.done", subject=harbour)
    with transaction.atomic():
        audit.record(by=therapist, action="x.done", subject=harbour)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.filter(clinic=harbour).exists()


@pytest.mark.django_db(transaction=True)
def test_a_read_opens_its_own_transaction(harbour, therapist):
    audit.record_read(by=therapist, action="clinic.read", subject=harbour)
    audit.record_read(by=therapist, action="clinic.listed", subject=type(harbour), details={"count": 3})
    read, listed = AuditEvent.objects.filter(clinic=harbour).order_by("id")
    assert (read.subject_id, listed.subject_id) == (harbour.pk, None)
    assert listed.details == {"count": 3}


@pytest.mark.parametrize(
    "details",
    [
        {"note": "pain in the left groin"},
        {"changed": ["name", "Ana María"]},
        {"pain": 7.5},
        {"deep": {"er": ["two words"]}},
        {"an odd key": 1},
        {"word": "x" * 101},
    ],
)
def test_details_take_no_clinical_text(harbour, therapist, details):
    with pytest.raises(ValueError, match="Audit details"):
        audit.record(by=therapist, action="x.done", subject=harbour, details=details)
    assert not AuditEvent.objects.filter(clinic=harbour).exists()


def test_details_take_words_counts_ids_and_nothing(harbour, therapist):
    details = {"changed": ["sitting_workday_work", "/sports/0"], "count": 3, "ready": True, "id": str(uuid7()), "none": None}
    assert audit.record(by=therapist, action="x.done", subject=harbour, details=details).details == details


class TestAppendOnly:
    @pytest.fixture
    def event(self, harbour, therapist):
        return audit.record(by=therapist, action="x.done", subject=harbour)

    def test_an_event_is_not_saved_again(self, event):
        with pytest.raises(AppendOnlyError):
            event.save()
        event.refresh_from_db()
        with pytest.raises(AppendOnlyError):
            event.save(update_fields=["action"])

    def test_an_event_is_not_deleted(self, event):
        with pytest.raises(AppendOnlyError):
            event.delete()

    @pytest.mark.parametrize(
        "change",
        [
            lambda events: events.update(action="nothing"),
            lambda events: events.delete(),
            lambda events: events.filter(action="x.done").delete(),
            lambda events: events.bulk_update(list(events.all()), ["action"]),
        ],
    )
    def test_events_are_not_changed_together(self, event, change):
        with pytest.raises(AppendOnlyError):
            change(AuditEvent.objects)
        event.refresh_from_db()
        assert event.action == "x.done"

    def test_an_existing_id_is_not_written_over(self, event):
        twin = AuditEvent(
            id=event.pk,
            clinic=event.clinic,
            actor_user_id=event.actor_user_id,
            actor_membership_id=event.actor_membership_id,
            actor_role=event.actor_role,
            actor_kind=event.actor_kind,
            actor_name="x",
            door="test",
            action="x.undone",
        )
        with pytest.raises(Exception, match="duplicate key"), transaction.atomic():
            twin.save()


def test_an_event_costs_one_statement(harbour, therapist, django_assert_num_queries):
    with django_assert_num_queries(1, connection=connection):
        audit.record(by=therapist, action="x.done", subject=harbour)
