"""Laws about services: keyword-only, by somebody, with permission, inside one clinic, exactly one audit event, whole or not."""

import inspect
from types import FunctionType

import pytest
from django.apps import apps
from django.db.models import Count, Max, Model

from assessments import services as assessments
from clinic import audit, members
from clinic.access.actor import Actor
from clinic.errors import NotFound, NotPermitted, Stale
from clinic.models import AuditEvent, Clinic, Membership
from clinic.webhooks import services as webhooks
from patients import services as patients
from tests.house.services import READY, performer

# They answer, and write nothing of their own.
READERS = {
    patients.preview_merge,
    assessments.current_assessment,
    assessments.overrides_by_rule,
    assessments.standing,
    assessments.thresholds_of,
}
# It writes within another service's transaction, whose event tells of it.
INNER = {assessments.reassess}
# A new thing, the caller's own clinic, or one of its thresholds: there is no id of another clinic's row to give, and no
# revision to have seen.
OF_THE_CLINIC = {assessments.set_local_default, assessments.reset_local_default}
UNADDRESSED = {
    patients.register_patient, members.add_member, members.change_clinic, webhooks.subscribe, *OF_THE_CLINIC,
}  # fmt: skip

pytestmark = pytest.mark.django_db


def offered():
    """Every public function of the service modules."""
    for module in (patients, assessments, webhooks):
        yield from (vars(module)[name] for name in module.__all__ if isinstance(vars(module)[name], FunctionType))
    yield from (
        f for name, f in vars(members).items() if inspect.isfunction(f) and f.__module__ == members.__name__ and name[0] != "_"
    )


OF_A_PATIENT = {service for service in READY if service.__module__.startswith(("patients", "assessments"))} - OF_THE_CLINIC
SERVICES = sorted(READY, key=lambda service: service.__name__)
services = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.__name__)


def state():
    """How many rows of each kind there are and when each kind last changed: equal means that nothing was written."""
    models: list[type[Model]] = [
        *apps.get_app_config("patients").get_models(),
        *apps.get_app_config("assessments").get_models(),
        *apps.get_app_config("webhooks").get_models(),
        Membership,
        Clinic,
    ]
    found = {m._meta.label: m._base_manager.aggregate(n=Count("pk"), last=Max("updated_at")) for m in models if has_time(m)}
    return found | {AuditEvent._meta.label: AuditEvent.objects.count()}


def has_time(model):
    return any(field.name == "updated_at" for field in model._meta.fields)


def test_every_service_is_tried():
    assert set(offered()) == set(READY) | READERS | INNER


@services
def test_takes_keywords_only_and_says_by_whom(service):
    given = inspect.signature(service).parameters
    assert {parameter.kind for parameter in given.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert given["by"].annotation in (Actor, "Actor")


@services
def test_leaves_exactly_one_audit_event(service, world):
    call = READY[service](world.north)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    by = performer(world.north)
    call(by=by)
    event = AuditEvent.objects.exclude(pk__in=before).get()
    assert (event.clinic_id, event.actor_membership_id, event.actor_role) == (by.clinic_id, by.membership_id, by.role)
    assert event.subject_id is not None
    assert (event.patient_id is None) == (service not in OF_A_PATIENT)


@services
def test_refuses_who_may_not_and_writes_nothing(service, world):
    call = READY[service](world.north)
    before = state()
    with pytest.raises(NotPermitted):
        call(by=world.north.auditor)
    assert state() == before


@pytest.mark.parametrize("service", [s for s in SERVICES if s not in UNADDRESSED], ids=lambda service: service.__name__)
def test_does_not_know_another_clinics_rows_and_writes_nothing(service, world):
    call = READY[service](world.north)
    before = state()
    with pytest.raises(NotFound):
        call(by=performer(world.south))
    assert state() == before


@pytest.mark.parametrize("service", [s for s in SERVICES if "expected_revision" in inspect.signature(s).parameters and s is not
                                     patients.record_intake_visit], ids=lambda service: service.__name__)  # fmt: skip
def test_refuses_who_has_not_seen_the_newest_and_writes_nothing(service, world):
    call = READY[service](world.north)
    before = state()
    with pytest.raises(Stale):
        call(by=performer(world.north), expected_revision=call.keywords["expected_revision"] + 1)
    assert state() == before


@services
def test_without_its_audit_event_nothing_happened(service, world, monkeypatch):
    call = READY[service](world.north)
    before = state()

    def fail(**_):
        raise RuntimeError("no audit today")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no audit today"):
        call(by=performer(world.north))
    assert state() == before


@services
def test_nobody_does_nothing(service, world):
    call = READY[service](world.north)
    before = state()
    with pytest.raises((AttributeError, TypeError)):
        call(by=None)
    assert state() == before
