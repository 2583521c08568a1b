"""Who is in the measured clinic: people with a whole chart, recorded through the services, and many of whom only who they are.

Import it once Django is set up.
"""

import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from assessments.document import Examination
from assessments.services import open_examination
from clinic.access.actor import Actor
from clinic.management.demo_people import desk_worker, hockey_player
from clinic.models import AccessToken, Clinic, Membership, Role, User
from patients.documents import Intake, PatientDocument, PriorTreatment, read
from patients.models import Patient
from patients.services import mark_intake_ready, record_intake, record_prior_treatment, register_patient

MUSCLES = ("psoas_major", "iliacus", "rectus_femoris", "quadratus_lumborum", "erector_spinae", "gluteus_medius")


class Charted(NamedTuple):
    """Somebody with a whole chart, and the revision of the examination that is still a draft."""

    patient_id: str
    examination_id: str
    revision: int


class World(NamedTuple):
    """What the client and the floor need to know."""

    token: str
    clinic_id: str
    charted: tuple[Charted, ...]


def build(people: int) -> World:
    """A clinic with a therapist, a token, and `people` with intake, two earlier treatments and twelve findings each."""
    clinic = Clinic.objects.create(name="Benchmark", slug="benchmark", timezone="Europe/Madrid")
    user = User.objects.create(username="benchmark", first_name="Ben", last_name="March")
    membership = Membership.objects.create(clinic=clinic, user=user, role=Role.THERAPIST)
    by = Actor.of(membership, door="command")
    token = AccessToken.issue(membership, label="benchmark")[1]
    return World(token, str(clinic.pk), tuple(_charted(by, number) for number in range(people)))


@transaction.atomic
def _charted(by: Actor, number: int) -> Charted:
    now = timezone.now()

    def ago(days: int) -> str:
        return (now.date() - datetime.timedelta(days=days)).isoformat()

    examined = (now - datetime.timedelta(minutes=20)).isoformat(timespec="seconds")
    person = (desk_worker if number % 2 else hockey_player)(ago, examined)
    identifier = {"system": "urn:benchmark", "value": f"charted-{number}"}
    patient = register_patient(by=by, document=read(PatientDocument, person.patient | {"identifiers": [identifier]})).row
    intake = record_intake(by=by, patient_id=patient.pk, document=read(Intake, person.intake)).row
    for treatment in person.prior_treatments:
        record_prior_treatment(by=by, patient_id=patient.pk, document=read(PriorTreatment, treatment))
    mark_intake_ready(by=by, intake_id=intake.pk, expected_revision=intake.revision)
    found = {"examined_at": examined, "palpation": [_palpated(muscle, side) for muscle in MUSCLES for side in ("left", "right")]}
    draft = open_examination(by=by, patient_id=patient.pk, document=read(Examination, found)).row
    return Charted(str(patient.pk), str(draft.pk), draft.revision)


def _palpated(muscle: str, side: str) -> dict[str, Any]:
    return {"muscle": muscle, "side": side, "tenderness": 0 if side == "left" else 1}


def fill_up(clinic_id: str, rows: int) -> None:
    """Have `rows` patients in the clinic: copies of those who are there, with ids of their own in the order of time."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT count(*) FROM patients_patient WHERE clinic_id = %s", [clinic_id])
        there = cursor.fetchone()[0]
        if rows > there:
            cursor.execute(_COPY.format(columns=_columns()), [clinic_id, rows - there, there])
        cursor.execute("VACUUM (ANALYZE, FREEZE) patients_patient")


def _columns() -> str:
    fields = (field for field in Patient._meta.concrete_fields if not field.primary_key and not field.generated)
    return ", ".join(f'"{field.column}"' for field in fields)


def pages(clinic_id: str, count: int) -> list[str]:
    """Ids from which to page on, spread over the whole list."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, [clinic_id, clinic_id, count])
        return [str(row[0]) for row in cursor.fetchall()]


_COPY = """
WITH there AS (SELECT *, row_number() OVER (ORDER BY id) AS place FROM patients_patient WHERE clinic_id = %s)
INSERT INTO patients_patient (id, {columns})
SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint + n / 100), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0')
        || '8' || substr(md5(n::text), 1, 15))::uuid, {columns}
FROM generate_series(1, %s) AS n JOIN there ON there.place = 1 + n %% %s
"""
_SPREAD = """
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM patients_patient WHERE clinic_id = %s) AS placed
WHERE place %% greatest(1, (SELECT count(*) FROM patients_patient WHERE clinic_id = %s) / %s) = 0
"""
