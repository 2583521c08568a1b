"""The floor: bare Django views that read and write the same rows with hand-written SQL, and know nothing else.

No layers, no documents, no rules: what is written was computed before, and is copied from the rows of a pattern patient. So the
ratio to it says what our layers, checks and rules cost.
"""

import datetime
import hashlib
import json
import uuid
from functools import cache
from typing import Any, NamedTuple

from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from clinic.ids import uuid7

application = get_wsgi_application()

from assessments.models import Assessment, Examination, Finding, Flag, FlagEvent  # noqa: E402  (needs the app registry)
from clinic.models import AuditEvent  # noqa: E402
from patients.models import LISTS, IntakeHistory, Patient, PatientIdentifier, PriorTreatment  # noqa: E402

Row = dict[str, Any]

SIGN_IN = """
SELECT m.id, m.clinic_id, m.user_id, m.role, u.username, u.first_name, u.last_name, c.timezone
FROM clinic_accesstoken t JOIN clinic_membership m ON m.id = t.membership_id
JOIN clinic_user u ON u.id = m.user_id JOIN clinic_clinic c ON c.id = m.clinic_id
WHERE t.token_hash = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
AND m.is_active AND u.is_active AND c.is_active
"""


class Member(NamedTuple):
    """Who asks."""

    id: uuid.UUID
    clinic_id: uuid.UUID
    user_id: uuid.UUID
    role: str
    username: str
    first_name: str
    last_name: str
    timezone: str


def columns(model: type[models.Model]) -> list[str]:
    """The columns that are written."""
    return [str(field.column) for field in model._meta.concrete_fields if not field.generated]


def select(model: type[models.Model], where: str, values: list[Any]) -> list[Row]:
    """Whole rows."""
    names = columns(model)
    with connection.cursor() as cursor:
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.execute(f'SELECT {quoted} FROM "{model._meta.db_table}" WHERE {where}', values)  # noqa: S608
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def insert(model: type[models.Model], rows: list[Row], more: str = "") -> None:
    """All rows in one statement."""
    if not rows:
        return
    names = list(rows[0])
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
    all_marks = ", ".join([f"({marks})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES {all_marks} {more}',  # noqa: S608
            [row[name] for row in rows for name in names],
        )


def member(request: HttpRequest) -> Member:
    """Sign in, in one query."""
    token = request.headers["Authorization"].partition(" ")[2]
    with connection.cursor() as cursor:
        cursor.execute(SIGN_IN, [hashlib.sha256(token.encode()).hexdigest()])
        return Member(*cursor.fetchone())


def audit(by: Member, action: str, patient_id: uuid.UUID | None) -> None:
    """One event."""
    kept = {"actor_kind": "person", "actor_name": f"{by.first_name} {by.last_name}", "actor_role": by.role, "door": "rest"}
    who = {"actor_membership_id": by.id, "actor_user_id": by.user_id, "clinic_id": by.clinic_id, "patient_id": patient_id}
    what = {"action": action, "subject_type": "patients.Patient", "subject_id": patient_id, "request_id": "", "details": "{}"}
    insert(AuditEvent, [{"id": uuid7(), "at": now(), **kept, **who, **what}])


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def answer(data: object, status: int = 200) -> HttpResponse:
    """As JSON; what is finished JSON text in a row stays text."""
    body = json.dumps(data, default=str).encode()
    return HttpResponse(body, status=status, content_type="application/json", headers={"Content-Length": str(len(body))})


def last_assessment(patient_id: object) -> Row:
    return select(Assessment, "patient_id = %s ORDER BY number DESC LIMIT 1", [patient_id])[0]


class Pattern(NamedTuple):
    """The rows that registering somebody left."""

    identifiers: list[Row]
    assessment: Row
    flags: list[Row]
    events: list[Row]


@cache
def pattern(patient_id: str) -> Pattern:
    """Read once."""
    flags = select(Flag, "patient_id = %s", [patient_id])
    events = select(FlagEvent, "flag_id = ANY(%s)", [[flag["id"] for flag in flags]])
    return Pattern(select(PatientIdentifier, "patient_id = %s", [patient_id]), last_assessment(patient_id), flags, events)


@csrf_exempt
def create(request: HttpRequest, pattern_id: str) -> HttpResponse:
    """A patient with an identifier, an assessment, its flags with their history, and the audit event."""
    document, by = json.loads(request.body), member(request)
    like = pattern(pattern_id)
    row: Row = {"id": uuid7(), "clinic_id": by.clinic_id, "created_at": now(), "updated_at": now(), "revision": 1}
    row |= {name: document.get(name) for name in ("family_name", "given_name", "birth_date", "sex", "phone")}
    row |= {"identifiers_recorded": True, "search_name": f" {row['family_name']}".lower(), "search_phone": ""}
    ids = {flag["id"]: uuid7() for flag in like.flags}
    assessment = like.assessment | {"id": uuid7(), "patient_id": row["id"]}
    numbers = [
        like.identifiers[0] | {"id": uuid7(), "patient_id": row["id"], "position": place} | given
        for place, given in enumerate(document["identifiers"])
    ]
    with transaction.atomic():
        insert(Patient, [row])
        insert(PatientIdentifier, numbers)
        insert(Assessment, [assessment])
        given = {"patient_id": row["id"], "assessment_id": assessment["id"]}
        insert(Flag, [flag | given | {"id": ids[flag["id"]]} for flag in like.flags])
        came = {"id": None, "assessment_id": assessment["id"]}
        insert(FlagEvent, [event | came | {"id": uuid7(), "flag_id": ids[event["flag_id"]]} for event in like.events])
        audit(by, "patient.registered", row["id"])
    return answer(row, 201)


@csrf_exempt
def record(request: HttpRequest, examination_id: uuid.UUID) -> HttpResponse:
    """A finding: read the chart, write the finding, the examination, an assessment, a flag, and the audit event."""
    (found,), by = json.loads(request.body)["palpation"], member(request)
    with transaction.atomic():
        where = "clinic_id = %s AND id = (SELECT patient_id FROM assessments_examination WHERE id = %s) FOR NO KEY UPDATE"
        patient = select(Patient, where, [by.clinic_id, examination_id])[0]
        chart = read_chart(patient["id"])
        one = next(row for row in chart["findings"] if (row["site"], row["side"]) == (found["muscle"], found["side"]))
        one |= {"tenderness": found["tenderness"], "updated_at": now()}
        change = "ON CONFLICT (id) DO UPDATE SET tenderness = EXCLUDED.tenderness, updated_at = EXCLUDED.updated_at"
        insert(Finding, [one], change)
        with connection.cursor() as cursor:
            raise_revision = "UPDATE assessments_examination SET revision = revision + 1, updated_at = %s WHERE id = %s"
            cursor.execute(raise_revision, [now(), examination_id])
        last = last_assessment(patient["id"])
        insert(Assessment, [last | {"id": uuid7(), "number": last["number"] + 1, "as_of": now(), "created_at": now()}])
        flags = select(Flag, "clinic_id = %s AND patient_id = %s", [by.clinic_id, patient["id"]])
        moved = flags[0] | {"revision": flags[0]["revision"] + 1, "updated_at": now()}
        insert(Flag, [moved], "ON CONFLICT (id) DO UPDATE SET revision = EXCLUDED.revision, updated_at = EXCLUDED.updated_at")
        audit(by, "examination.changed", patient["id"])
    return answer(chart["examination"] | {"findings": chart["findings"]})


def read_chart(patient_id: uuid.UUID) -> dict[str, Any]:
    """Everything a case is made of."""
    intake = select(IntakeHistory, "patient_id = %s ORDER BY id DESC LIMIT 1", [patient_id])[0]
    lists = {name: select(model, "intake_id = %s", [intake["id"]]) for name, model in LISTS.items()}
    treatments = select(PriorTreatment, "patient_id = %s", [patient_id])
    examination = select(Examination, "patient_id = %s ORDER BY id DESC LIMIT 1", [patient_id])[0]
    findings = select(Finding, "examination_id = %s", [examination["id"]])
    return {"intake": intake | lists, "treatments": treatments, "examination": examination, "findings": findings}


def read_patient(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    by = member(request)
    row = select(Patient, "clinic_id = %s AND id = %s", [by.clinic_id, patient_id])[0]
    numbers = select(PatientIdentifier, "clinic_id = %s AND patient_id = %s", [by.clinic_id, patient_id])
    audit(by, "patient.read", patient_id)
    return answer(row | {"identifiers": numbers})


def read_assessment(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    by = member(request)
    row = last_assessment(patient_id)
    audit(by, "assessment.read", patient_id)
    return answer(row)


def page(request: HttpRequest) -> HttpResponse:
    by = member(request)
    where, values = "clinic_id = %s", [str(by.clinic_id)]
    if below := request.GET.get("below"):
        where, values = f"{where} AND id < %s", [*values, below]
    rows = select(Patient, f"{where} ORDER BY id DESC LIMIT 21", values)
    numbers = select(PatientIdentifier, "clinic_id = %s AND patient_id = ANY(%s)", [by.clinic_id, [row["id"] for row in rows]])
    audit(by, "patient.listed", None)
    return answer({"items": rows, "identifiers": numbers})


urlpatterns = [
    path("create/<str:pattern_id>", create),
    path("record/<uuid:examination_id>", record),
    path("patient/<uuid:patient_id>", read_patient),
    path("assessment/<uuid:patient_id>", read_assessment),
    path("page", page),
]
