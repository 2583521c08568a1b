"""manage.py demo: a clinic to try Guywire on. Built through the services, like everything else; running it again adds nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from assessments.answers import assessment_answer
from assessments.document import Examination
from assessments.models import Flag
from assessments.services import assess, current_assessment, open_examination, sign_examination
from clinic.access.actor import Actor
from clinic.management import demo_credentials, demo_story
from clinic.management.demo_people import Person, people
from clinic.models import Clinic, Membership, Role, User
from patients.documents import Intake, PatientDocument, PriorTreatment, read
from patients.models import Patient
from patients.services import mark_intake_ready, record_intake, record_prior_treatment, register_patient

SLUG = "demo"
SYSTEM = "urn:guywire:demo"
STAFF = {Role.FRONT_DESK: "frontdesk", Role.THERAPIST: "therapist", Role.MANAGER: "manager", Role.AUDITOR: "auditor"}


class Command(BaseCommand):
    help = "Build the demo clinic (once), assess its patients, tell its story, and say where to click and what to call."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo clinic has known user names; it is not built in production.")
        members = self.build_clinic()
        credentials = demo_credentials.load_or_make(settings.VAR_DIR, members)
        added = self.build_people(members)
        self.stdout.write(f"demo clinic: {len(people(timezone.now()))} invented patients, {added} of them new")
        therapist = Actor.of(members[Role.THERAPIST], door="command")
        patient = Patient.objects.visible_to(therapist).get(identifiers__system=SYSTEM, identifiers__value="DEMO-1")
        assessed = current_assessment(patient, by=therapist) or assess(patient_id=patient.pk, by=therapist).row
        flags = Flag.objects.visible_to(therapist).filter(patient=patient, status="open").order_by("id")
        self.stdout.write(demo_story.story(patient, assessment_answer(assessed, hidden=()), flags))
        self.stdout.write(demo_story.where_to_go(settings.PUBLIC_URL, patient, credentials))

    @transaction.atomic
    def build_clinic(self) -> dict[str, Membership]:
        """The clinic and one member of every role."""
        clinic, made = Clinic.objects.get_or_create(slug=SLUG, defaults={"name": "Demo Clinic", "timezone": "UTC"})
        self.stdout.write(f"demo clinic: {'made' if made else 'already there'}")
        for role, username in [*STAFF.items(), (Role.INTEGRATION, "ehr")]:
            user, _ = User.objects.get_or_create(username=username, defaults={"first_name": role.label, "last_name": "(demo)"})
            Membership.objects.get_or_create(clinic=clinic, user=user, defaults={"role": role})
        return {row.role: row for row in Membership.objects.filter(clinic=clinic).select_related("user", "clinic")}

    def build_people(self, members: dict[str, Membership]) -> int:
        """Whoever is not there yet; each person is one transaction, so that a killed run leaves nobody half recorded."""
        desk = Actor.of(members[Role.FRONT_DESK], door="command")
        therapist = Actor.of(members[Role.THERAPIST], door="command")
        there = set(
            Patient.objects.visible_to(desk).filter(identifiers__system=SYSTEM).values_list("identifiers__value", flat=True)
        )
        missing = [person for person in people(timezone.now()) if person.identifier not in there]
        for person in tqdm(missing, desc="recording and assessing", unit="patient", disable=not missing):
            build_person(person, desk=desk, therapist=therapist)
        return len(missing)


@transaction.atomic
def build_person(person: Person, *, desk: Actor, therapist: Actor) -> None:
    """Register, take the intake, record earlier treatments, examine; every write is assessed at once."""
    document = read(PatientDocument, person.patient | {"identifiers": [{"system": SYSTEM, "value": person.identifier}]})
    patient = register_patient(by=desk, document=document).row
    reviewed = bool(person.intake.get("safety", {}).get("reviews"))
    by = therapist if reviewed else desk
    intake = record_intake(by=by, patient_id=patient.pk, document=read(Intake, person.intake)).row
    for treatment in person.prior_treatments:
        record_prior_treatment(by=desk, patient_id=patient.pk, document=read(PriorTreatment, treatment))
    if person.ready:
        mark_intake_ready(by=desk, intake_id=intake.pk, expected_revision=intake.revision)
    if person.examination is not None:
        examine(patient, person, therapist)


def examine(patient: Patient, person: Person, therapist: Actor) -> None:
    """Open the examination and, where the person's story says so, sign it."""
    found = open_examination(by=therapist, patient_id=patient.pk, document=read(Examination, person.examination)).row
    if person.sign:
        sign_examination(by=therapist, examination_id=found.pk, expected_revision=found.revision)
