"""`/patients/{id}/intakes`, `/intakes/{id}`: record, read, change a draft, make it ready, enter it in error."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.permissions import Permission
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import IF_MATCH, PAGE_PARAMETERS, items_of
from patients import examples
from patients.documents import Intake
from patients.models import IntakeHistory, Patient
from patients.reassessment import Written
from patients.representations import ErrorReason, IntakeAnswer, NewIntake, Nothing, intake_answer, with_flags
from patients.services import change_intake, enter_intake_in_error, mark_intake_ready, record_intake
from patients.views.base import DocumentView


class PatientIntakesView(DocumentView):
    """The intake histories of one person, every version."""

    required = {"GET": Permission.VIEW_INTAKE, "POST": Permission.WRITE_INTAKE}
    refuses = {"POST": ("intake_is_draft", "intake_already_corrected", "entered_in_error")}
    parameters = {"GET": PAGING}

    @extend_schema(summary="List a person's intakes", parameters=PAGE_PARAMETERS, responses={200: items_of(IntakeAnswer)})
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Newest first, also what was corrected since and what was entered in error."""
        patient = Patient.objects.get_visible(self.actor, patient_id)
        rows = IntakeHistory.objects.visible_to(self.actor).filter(patient=patient).with_lists(self.actor)
        page = page_of(request, rows)
        self.note_read("intake.listed", IntakeHistory, patient.pk)
        return page.answer(intake_answer)

    @extend_schema(summary="Record an intake", request=NewIntake, responses={201: IntakeAnswer}, examples=[examples.INTAKE])
    def post(self, request: Request, patient_id: uuid.UUID) -> Response:
        """A draft. With `corrects`, a new version of an intake that is ready: send all of its content."""
        sent = self.document(NewIntake)
        written = record_intake(by=self.actor, patient_id=patient_id, document=sent.document(), corrects=sent.corrects)
        location = {"Location": reverse("intake", args=[written.row.pk])}
        return self.represent(written.row, with_flags(intake_answer(written.row), written), status=201, headers=location)


class IntakeChange(DocumentView):
    """What the addresses of one intake share."""

    def written(self, written: Written[IntakeHistory]) -> Response:
        """The answer to a change."""
        return self.represent(written.row, with_flags(intake_answer(written.row), written))


class IntakeView(IntakeChange):
    """One version of an intake history."""

    required = {"GET": Permission.VIEW_INTAKE, "PATCH": Permission.WRITE_INTAKE}
    refuses = {"PATCH": ("record_moved", "intake_is_ready", "entered_in_error")}

    @extend_schema(summary="Read an intake", responses={200: IntakeAnswer})
    def get(self, request: Request, intake_id: uuid.UUID) -> Response:
        """What the patient reported. What is absent was not recorded."""
        row = IntakeHistory.objects.with_lists(self.actor).get_visible(self.actor, intake_id)
        self.note_read("intake.read", row, row.patient_id)
        return self.represent(row, intake_answer(row))

    @extend_schema(
        summary="Change a draft",
        parameters=[IF_MATCH],
        request=Intake,
        responses={200: IntakeAnswer},
        examples=[examples.INTAKE_PATCH],
    )
    def patch(self, request: Request, intake_id: uuid.UUID) -> Response:
        """A JSON Merge Patch: `null` means not recorded, a list replaces the list. What is ready is not changed: 409."""
        revision = self.expected_revision()
        row = IntakeHistory.objects.with_lists(self.actor).get_visible(self.actor, intake_id)
        row.expect(revision)
        document = self.patched(Intake, row.document())
        return self.written(change_intake(by=self.actor, intake_id=intake_id, document=document, expected_revision=revision))


class IntakeReadyView(IntakeChange):
    """From draft to ready."""

    required = {"POST": Permission.WRITE_INTAKE}
    refuses = {"POST": ("record_moved", "intake_is_ready", "safety_unanswered", "entered_in_error")}

    @extend_schema(
        operation_id="mark_intake_ready",
        summary="Make an intake ready",
        parameters=[IF_MATCH],
        request=Nothing,
        responses={200: IntakeAnswer},
    )
    def post(self, request: Request, intake_id: uuid.UUID) -> Response:
        """Refused (409, `safety_unanswered`) with every safety question that has not been asked yet."""
        revision = self.expected_revision()
        self.expect_nothing()
        return self.written(mark_intake_ready(by=self.actor, intake_id=intake_id, expected_revision=revision))


class IntakeInErrorView(IntakeChange):
    """Recorded by mistake."""

    required = {"POST": Permission.WRITE_INTAKE}
    refuses = {"POST": ("record_moved", "entered_in_error")}

    @extend_schema(
        summary="Enter an intake in error",
        parameters=[IF_MATCH],
        request=ErrorReason,
        responses={200: IntakeAnswer},
        examples=[examples.REASON],
    )
    def post(self, request: Request, intake_id: uuid.UUID) -> Response:
        """It stays readable and counts for nothing; the version before it, if any, counts again."""
        revision, reason = self.expected_revision(), self.document(ErrorReason).reason
        return self.written(enter_intake_in_error(by=self.actor, intake_id=intake_id, reason=reason, expected_revision=revision))
