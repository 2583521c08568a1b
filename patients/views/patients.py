"""`/patients`: register, find, read, correct."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.permissions import Permission
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import IF_MATCH, PAGE_PARAMETERS, items_of
from patients import examples
from patients.documents import PatientDocument
from patients.models import Patient
from patients.models.patient import PatientQuerySet
from patients.reading import patient_with_identifiers
from patients.representations import PatientAnswer, patient_answer, with_flags
from patients.searching import digits, name_words
from patients.services import correct_demographics, register_patient
from patients.views.base import DocumentView

FILTERS = [
    OpenApiParameter("name", str, description="Beginnings of words of the name, in any order; case and accents do not matter."),
    OpenApiParameter("birth_date", {"type": "string", "format": "date"}, description="Born on this day."),
    OpenApiParameter("identifier", str, description="`system|value`, exactly."),
    OpenApiParameter(
        "phone", str, description="A telephone number, or some of its digits in a row. The code of the country may be missing."
    ),
    OpenApiParameter("updated_since", {"type": "string", "format": "date-time"}, description="Changed at or after this time."),
]


class PatientsView(DocumentView):
    """The people of the clinic."""

    required = {"GET": Permission.VIEW_PATIENT, "POST": Permission.WRITE_PATIENT}
    refuses = {"POST": ("identifier_taken",)}
    parameters = {"GET": ("name", "birth_date", "identifier", "phone", "updated_since", *PAGING)}

    @extend_schema(summary="Find people", parameters=[*FILTERS, *PAGE_PARAMETERS], responses={200: items_of(PatientAnswer)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        page = page_of(request, self._found(Patient.objects.visible_to(self.actor)).with_identifiers(self.actor))
        self.note_read("patient.listed", Patient)
        return page.answer(patient_answer)

    @extend_schema(
        summary="Register a person", request=PatientDocument, responses={201: PatientAnswer}, examples=[examples.PATIENT]
    )
    def post(self, request: Request) -> Response:
        """A family name is required; an identifier names one person."""
        written = register_patient(by=self.actor, document=self.document(PatientDocument))
        answer = with_flags(patient_answer(written.row), written)
        return self.represent(written.row, answer, status=201, headers={"Location": reverse("patient", args=[written.row.pk])})

    def _found(self, rows: PatientQuerySet) -> PatientQuerySet:
        asked = self.asked
        if (name := asked.text("name")) is not None:
            if not name_words(name):
                raise asked.refuse("name", "must contain a letter or a digit")
            rows = rows.named(name)
        if (phone := asked.text("phone")) is not None:
            if not digits(phone):
                raise asked.refuse("phone", "must contain a digit")
            rows = rows.reached_by(phone)
        if (born := asked.date("birth_date")) is not None:
            rows = rows.filter(birth_date=born)
        if (since := asked.instant("updated_since")) is not None:
            rows = rows.filter(updated_at__gte=since)
        return self._identified(rows)

    def _identified(self, rows: PatientQuerySet) -> PatientQuerySet:
        given = self.asked.text("identifier")
        if given is None:
            return rows
        system, separator, value = given.partition("|")
        if not (separator and system and value):
            raise self.asked.refuse("identifier", "must be a system and a value, such as urn:example:mrn|4432")
        return rows.identified(system, value)


class PatientView(DocumentView):
    """One person."""

    required = {"GET": Permission.VIEW_PATIENT, "PATCH": Permission.WRITE_PATIENT}
    refuses = {"PATCH": ("identifier_taken",)}

    @extend_schema(summary="Read a person", responses={200: PatientAnswer})
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Who the person is. The id of a record that was merged leads to the one it was merged into: `id` and
        `Content-Location` name that one."""
        row = patient_with_identifiers(self.actor, patient_id)
        self.note_read("patient.read", row, row.pk)
        elsewhere = {} if row.pk == patient_id else {"Content-Location": reverse("patient", args=[row.pk])}
        return self.represent(row, patient_answer(row), headers=elsewhere)

    @extend_schema(
        summary="Correct who a person is",
        parameters=[IF_MATCH],
        request=PatientDocument,
        responses={200: PatientAnswer},
        examples=[examples.PATIENT_PATCH],
    )
    def patch(self, request: Request, patient_id: uuid.UUID) -> Response:
        """A JSON Merge Patch: `null` means not recorded, a list replaces the list."""
        revision = self.expected_revision()
        row = Patient.objects.with_identifiers(self.actor).get_visible(self.actor, patient_id)
        row.expect(revision)
        document = self.patched(PatientDocument, row.document())
        written = correct_demographics(by=self.actor, patient_id=row.pk, document=document, expected_revision=revision)
        return self.represent(written.row, with_flags(patient_answer(written.row), written))
