"""`/patients/{id}/assessment`, `/patients/{id}/assessments`, `/assessments/{id}`: the current one, the history, run now."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.answers import assessment_answer, assessment_item
from assessments.models import Assessment
from assessments.redaction import hidden_parts
from assessments.representations import AssessmentAnswer, AssessmentItem
from assessments.services import assess, current_assessment
from clinic.access.permissions import Permission
from clinic.errors import NotFound
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import PAGE_PARAMETERS, items_of
from patients.models import Patient
from patients.reading import visible_patient
from patients.representations import Nothing
from patients.views.base import DocumentView


class PatientAssessmentView(DocumentView):
    """The current assessment of one person."""

    is_worded = True
    required = {"GET": Permission.VIEW_ASSESSMENT}

    @extend_schema(summary="Read the current assessment", responses={200: AssessmentAnswer})
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Every verdict with its evidence and what its rule declares. Parts that your role does not show are withheld."""
        patient = visible_patient(self.actor, patient_id)
        row = current_assessment(patient, by=self.actor)
        if row is None:
            raise NotFound("This patient has not been assessed yet.")
        self.note_read("assessment.read", row, patient.pk)
        return self.represent(row, assessment_answer(row, hidden_parts(self.actor)))


class PatientAssessmentsView(DocumentView):
    """The assessments of one person."""

    is_worded = True
    required = {"GET": Permission.VIEW_ASSESSMENT, "POST": Permission.RUN_ASSESSMENT}
    parameters = {"GET": PAGING}

    @extend_schema(summary="List a person's assessments", parameters=PAGE_PARAMETERS, responses={200: items_of(AssessmentItem)})
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Newest first."""
        patient = Patient.objects.get_visible(self.actor, patient_id)
        rows = Assessment.objects.visible_to(self.actor).filter(patient=patient).with_version()
        page = page_of(request, rows.defer("rule_set__catalogue", "case_document", "verdicts", "safety", "ask_next"))
        self.note_read("assessment.listed", Assessment, patient.pk)
        return page.answer(assessment_item)

    @extend_schema(
        operation_id="assess_patient",
        summary="Assess now",
        request=Nothing,
        responses={201: AssessmentAnswer, 200: AssessmentAnswer},
    )
    def post(self, request: Request, patient_id: uuid.UUID) -> Response:
        """201 with a new assessment; 200 with the current one when neither the case nor the rules nor the outcome changed."""
        self.expect_nothing()
        assessed = assess(by=self.actor, patient_id=patient_id)
        answer = assessment_answer(assessed.row, hidden_parts(self.actor)) | {"flags_changed": assessed.flags_changed}
        if not assessed.is_new:
            return self.represent(assessed.row, answer)
        location = {"Location": reverse("assessment", args=[assessed.row.pk])}
        return self.represent(assessed.row, answer, status=201, headers=location)


class AssessmentView(DocumentView):
    """One assessment, current or past."""

    is_worded = True
    required = {"GET": Permission.VIEW_ASSESSMENT}

    @extend_schema(summary="Read an assessment", responses={200: AssessmentAnswer})
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """As it was made, with the case it saw and the declarations its rules had then."""
        row = Assessment.objects.with_version().get_visible(self.actor, assessment_id)
        self.note_read("assessment.read", row, row.patient_id)
        return self.represent(row, assessment_answer(row, hidden_parts(self.actor)))
