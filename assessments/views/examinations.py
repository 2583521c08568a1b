"""`/patients/{id}/examinations`, `/examinations/{id}`: open, read, record findings, sign, amend, enter in error."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import document, examples
from assessments.answers import examination_answer
from assessments.chart import findings_along
from assessments.models import Examination
from assessments.models.examination import ExaminationQuerySet
from assessments.representations import Amendment, ExaminationAnswer, Reason
from assessments.services import (
    amend_examination,
    enter_examination_in_error,
    open_examination,
    record_findings,
    sign_examination,
)
from clinic.access.permissions import Permission
from clinic.errors import FieldProblem, Invalid
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import IF_MATCH, PAGE_PARAMETERS, items_of
from patients.models import Patient
from patients.reassessment import Written
from patients.representations import Nothing, with_flags
from patients.views.base import DocumentView


class ExaminationBase(DocumentView):
    """What the addresses of examinations share."""

    def rows(self) -> ExaminationQuerySet:
        """The examinations of the clinic with their findings."""
        found = Examination.objects.visible_to(self.actor).with_amendment().select_related("clinic")
        return found.prefetch_related(findings_along(self.actor.clinic_id))

    def written(self, written: Written[Examination], *, status: int = 200) -> Response:
        """The answer to a change."""
        headers = {"Location": reverse("examination", args=[written.row.pk])} if status == 201 else {}
        answer = with_flags(examination_answer(written.row), written)
        return self.represent(written.row, answer, status=status, headers=headers)


class PatientExaminationsView(ExaminationBase):
    """The examinations of one person."""

    required = {"GET": Permission.VIEW_EXAMINATION, "POST": Permission.WRITE_EXAMINATION}
    parameters = {"GET": PAGING}

    @extend_schema(
        summary="List a person's examinations", parameters=PAGE_PARAMETERS, responses={200: items_of(ExaminationAnswer)}
    )
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Newest record first, also what was amended since and what was entered in error."""
        patient = Patient.objects.get_visible(self.actor, patient_id)
        page = page_of(request, self.rows().filter(patient=patient))
        self.note_read("examination.listed", Examination, patient.pk)
        return page.answer(examination_answer)

    @extend_schema(
        summary="Open an examination",
        request=document.Examination,
        responses={201: ExaminationAnswer},
        examples=[examples.EXAMINATION],
    )
    def post(self, request: Request, patient_id: uuid.UUID) -> Response:
        """A draft, empty or with the first findings. A finding has a value or an `absent_reason`."""
        sent = self.document(document.Examination)
        return self.written(open_examination(by=self.actor, patient_id=patient_id, document=sent), status=201)


class ExaminationView(ExaminationBase):
    """One examination."""

    required = {"GET": Permission.VIEW_EXAMINATION, "PATCH": Permission.WRITE_EXAMINATION}
    refuses = {"PATCH": ("record_moved", "examination_is_signed", "entered_in_error")}

    @extend_schema(summary="Read an examination", responses={200: ExaminationAnswer})
    def get(self, request: Request, examination_id: uuid.UUID) -> Response:
        """What was found. What is absent was not recorded; what has an `absent_reason` was not examined."""
        row = self.rows().get_visible(self.actor, examination_id)
        self.note_read("examination.read", row, row.patient_id)
        return self.represent(row, examination_answer(row))

    @extend_schema(
        summary="Record findings in a draft",
        parameters=[IF_MATCH],
        request=document.Examination,
        responses={200: ExaminationAnswer},
        examples=[examples.FINDINGS],
    )
    def patch(self, request: Request, examination_id: uuid.UUID) -> Response:
        """A JSON Merge Patch in which findings merge by site and side, field by field: `null` means not recorded, and a finding
        left without a value or an absent reason is removed. What is signed is not changed: 409."""
        revision = self.expected_revision()
        self.body()  # refuses a missing one
        by, patch = self.actor, request.data
        return self.written(record_findings(by=by, examination_id=examination_id, patch=patch, expected_revision=revision))


class ExaminationSignView(ExaminationBase):
    """From draft to final."""

    required = {"POST": Permission.WRITE_EXAMINATION}
    refuses = {"POST": ("record_moved", "examination_is_signed", "entered_in_error")}

    @extend_schema(summary="Sign an examination", parameters=[IF_MATCH], request=Nothing, responses={200: ExaminationAnswer})
    def post(self, request: Request, examination_id: uuid.UUID) -> Response:
        """Refused (422) while it does not say when the person was examined."""
        revision = self.expected_revision()
        self.expect_nothing()
        return self.written(sign_examination(by=self.actor, examination_id=examination_id, expected_revision=revision))


class ExaminationAmendView(ExaminationBase):
    """Correct what is signed."""

    required = {"POST": Permission.WRITE_EXAMINATION}
    refuses = {"POST": ("record_moved", "examination_is_draft", "examination_is_amended", "entered_in_error")}

    @extend_schema(
        summary="Amend a signed examination",
        parameters=[IF_MATCH],
        request=Amendment,
        responses={201: ExaminationAnswer},
        examples=[examples.AMENDMENT],
    )
    def post(self, request: Request, examination_id: uuid.UUID) -> Response:
        """A new examination that names the old one: the old content with the body merged in as in a draft. The old one stays."""
        revision = self.expected_revision()
        reason, patch = self._amendment()
        written = amend_examination(
            by=self.actor, examination_id=examination_id, patch=patch, reason=reason, expected_revision=revision
        )
        return self.written(written, status=201)

    def _amendment(self) -> tuple[str, object]:
        """The reason, and the rest of the body."""
        self.body()
        sent = self.request.data
        if not isinstance(sent, dict):
            raise Invalid("The body must be an object.", problems=(FieldProblem("", "wrong_type", "must be an object"),))
        reason = sent.get("reason")
        if not isinstance(reason, str):
            problem = FieldProblem("/reason", "required", "must say why, as text")
            raise Invalid("An amendment needs a reason.", problems=(problem,))
        return reason, {name: value for name, value in sent.items() if name != "reason"}


class ExaminationInErrorView(ExaminationBase):
    """Recorded by mistake."""

    required = {"POST": Permission.WRITE_EXAMINATION}
    refuses = {"POST": ("record_moved", "examination_is_amended", "entered_in_error")}

    @extend_schema(
        summary="Enter an examination in error",
        parameters=[IF_MATCH],
        request=Reason,
        responses={200: ExaminationAnswer},
        examples=[examples.REASON],
    )
    def post(self, request: Request, examination_id: uuid.UUID) -> Response:
        """It stays readable and counts for nothing; the examination that it amended, if any, counts again."""
        revision, reason = self.expected_revision(), self.document(Reason).reason
        return self.written(
            enter_examination_in_error(by=self.actor, examination_id=examination_id, reason=reason, expected_revision=revision)
        )
