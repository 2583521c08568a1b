"""A small world with names, built once through the services and shared by the tests.

Two clinics, each with one member of every role. Northside knows Martin Keller (the man with eleven or twelve sessions),
María-José Núñez Ortega (nothing recorded but who she is) and Grace Okafor (an intake that is ready, with every safety question
answered no). Southside knows Sam Baker. What a test changes is rolled back after it.
"""

import datetime
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from clinic.access.actor import Actor
from clinic.access.roles import Role
from clinic.models import AccessToken, Clinic, Membership, User
from patients import reassessment
from patients.documents import Intake, PatientDocument, PriorTreatment, SafetyItem, read
from patients.models import IntakeHistory, Patient
from patients.reassessment import FlagChange, Standing
from patients.services import mark_intake_ready, record_intake, record_prior_treatment, register_patient

ALL_NO = dict.fromkeys(get_args(SafetyItem), "no")

KELLER = {
    "family_name": "Keller",
    "given_name": "Martin",
    "sex": "male",
    "birth_date": "1979-03-14",
    "phone": "+1 (555) 010-1234",
}
KELLER_INTAKE = {
    "source": "front_desk",
    "chief_complaint": "Low back pain, no better after a course of treatment",
    "pain_locations": ["low_back"],
    "pain_now": 6,
    "prior_care_any": "yes",
    "hip_flexors_ever_examined": "no",
}
KELLER_TREATMENT = {
    "provider_kind": "physical_therapist",
    "provider_name": "Elm Street Physio",
    "sessions_min": 11,
    "sessions_max": 12,
    "outcome": "no_change",
    "hip_flexors_examined": "no",
}
NUNEZ = {
    "family_name": "Núñez Ortega",
    "given_name": "María-José",
    "sex": "female",
    "birth_date": "1990-07-02",
    "identifiers": [{"system": "urn:mrn", "value": "N-4432"}],
}
OKAFOR = {"family_name": "Okafor", "given_name": "Grace", "sex": "female", "birth_date": "1961-11-30"}
BAKER = {"family_name": "Baker", "given_name": "Sam", "sex": "unknown", "identifiers": [{"system": "urn:mrn", "value": "S-1"}]}


@dataclass
class House:
    """One clinic of the world: its actors by role, and its patients by family name."""

    clinic: Clinic
    members: dict[str, Membership]

    def actor(self, role: Role) -> Actor:
        return Actor.of(self.members[role], door="test")

    @property
    def front_desk(self) -> Actor:
        return self.actor(Role.FRONT_DESK)

    @property
    def therapist(self) -> Actor:
        return self.actor(Role.THERAPIST)

    @property
    def manager(self) -> Actor:
        return self.actor(Role.MANAGER)

    @property
    def integration(self) -> Actor:
        return self.actor(Role.INTEGRATION)

    @property
    def auditor(self) -> Actor:
        return self.actor(Role.AUDITOR)

    def patient(self, family_name: str) -> Patient:
        return Patient.objects.get(clinic=self.clinic, family_name=family_name)

    def intake(self, family_name: str) -> IntakeHistory:
        found = IntakeHistory.objects.current_of(self.patient(family_name))
        assert found is not None
        return found

    def rest(self, role: Role = Role.INTEGRATION) -> Client:
        """A client that signs in over REST with a token of this role; it speaks JSON."""
        _, token = AccessToken.issue(self.members[role], label="test")
        return Client(headers={"Authorization": f"Bearer {token}", "Accept": "application/json"})

    def browser(self, role: Role = Role.FRONT_DESK) -> Client:
        """A browser in which the member of this role is signed in."""
        client = Client()
        client.force_login(self.members[role].user)
        return client


@dataclass
class World:
    """Both clinics."""

    north: House
    south: House


def build_world() -> None:
    """Make the world, unless it is there."""
    if Clinic.objects.filter(slug="northside").exists():
        return
    _staff(Clinic.objects.create(name="Northside", slug="northside", timezone="America/Chicago"))
    _staff(Clinic.objects.create(name="Southside", slug="southside", timezone="Pacific/Auckland"))
    world = load_world()
    north, south = world.north.front_desk, world.south.front_desk
    keller = register_patient(by=north, document=read(PatientDocument, KELLER)).row
    record_intake(by=north, patient_id=keller.pk, document=read(Intake, KELLER_INTAKE))
    record_prior_treatment(by=north, patient_id=keller.pk, document=read(PriorTreatment, KELLER_TREATMENT))
    register_patient(by=north, document=read(PatientDocument, NUNEZ))
    okafor = register_patient(by=north, document=read(PatientDocument, OKAFOR)).row
    draft = record_intake(by=north, patient_id=okafor.pk, document=read(Intake, screened_clear())).row
    mark_intake_ready(by=north, intake_id=draft.pk, expected_revision=draft.revision)
    register_patient(by=south, document=read(PatientDocument, BAKER))


def load_world() -> World:
    """The world as it is stored now, with fresh rows."""
    houses: dict[str, House] = {}
    for member in Membership.objects.select_related("user", "clinic"):
        house = houses.setdefault(member.clinic.slug, House(member.clinic, {}))
        house.members[member.role] = member
    return World(houses["northside"], houses["southside"])


def screened_clear() -> dict[str, Any]:
    """An intake whose safety questions were all asked yesterday and answered no."""
    yesterday = datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=1)
    return {"recorded_on": str(yesterday), "safety": {"screened_on": str(yesterday), "answers": ALL_NO}}


def _staff(clinic: Clinic) -> None:
    for role in Role:
        user = User.objects.create(username=f"{clinic.slug}-{role}", first_name=role.label, last_name=clinic.name)
        Membership.objects.create(clinic=clinic, user=user, role=role)


class Recorder:
    """Stands in for the assessment: notes whose case was to be assessed, answers what a test tells it to."""

    def __init__(self) -> None:
        self.assessed: list[Patient] = []
        self.flags_changed: tuple[FlagChange, ...] = ()
        self.stands: Standing | None = None

    def reassess(self, patient: Patient, *, by: Actor, anew: bool = False) -> tuple[FlagChange, ...]:
        self.assessed.append(patient)
        return self.flags_changed

    def standing(self, patient: Patient, *, by: Actor) -> Standing | None:
        return self.stands


@pytest.fixture(scope="session")
def _world_built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        if reassessment._port.reassess is None:
            patch.setattr(reassessment._port, "reassess", Recorder().reassess)
        build_world()


@pytest.fixture
def world(_world_built: None, db: None) -> World:
    """The world; built again where a test that commits has emptied the database."""
    build_world()
    return load_world()


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The assessment replaced by something that only takes notes."""
    stand_in = Recorder()
    monkeypatch.setattr(reassessment._port, "reassess", stand_in.reassess)
    monkeypatch.setattr(reassessment._port, "standing", stand_in.standing)
    return stand_in
