"""`/patients/{id}/prior-treatments`, `/prior-treatments/{id}`: record, read, correct, enter in error."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.permissions import Permission
from clinic.http.pagination import page_of
from clinic.http.parameters import PAGING
from clinic.http.schema import IF_MATCH, PAGE_PARAMETERS, items_of
from patients import documents, examples
from patients.models import Patient, PriorTreatment
from patients.reassessment import Written
from patients.representations import ErrorReason, PriorTreatmentAnswer, treatment_answer, with_flags
from patients.services import correct_prior_treatment, enter_prior_treatment_in_error, record_prior_treatment
from patients.views.base import DocumentView


class PatientPriorTreatmentsView(DocumentView):
    """The earlier treatments of one person."""

    required = {"GET": Permission.VIEW_PRIOR_TREATMENT, "POST": Permission.WRITE_PRIOR_TREATMENT}
    parameters = {"GET": PAGING}

    @extend_schema(
        summary="List a person's earlier treatments",
        parameters=PAGE_PARAMETERS,
        responses={200: items_of(PriorTreatmentAnswer)},
    )
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Newest record first, also what was entered in error."""
        patient = Patient.objects.get_visible(self.actor, patient_id)
        page = page_of(request, PriorTreatment.objects.visible_to(self.actor).filter(patient=patient))
        self.note_read("prior_treatment.listed", PriorTreatment, patient.pk)
        return page.answer(treatment_answer)

    @extend_schema(
        summary="Record an earlier treatment",
        request=documents.PriorTreatment,
        responses={201: PriorTreatmentAnswer},
        examples=[examples.TREATMENT],
    )
    def post(self, request: Request, patient_id: uuid.UUID) -> Response:
        """One provider or course of treatment."""
        document = self.document(documents.PriorTreatment)
        written = record_prior_treatment(by=self.actor, patient_id=patient_id, document=document)
        location = {"Location": reverse("prior-treatment", args=[written.row.pk])}
        return self.represent(written.row, with_flags(treatment_answer(written.row), written), status=201, headers=location)


class PriorTreatmentChange(DocumentView):
    """What the addresses of one treatment share."""

    def written(self, written: Written[PriorTreatment]) -> Response:
        """The answer to a change."""
        return self.represent(written.row, with_flags(treatment_answer(written.row), written))


class PriorTreatmentView(PriorTreatmentChange):
    """One earlier treatment."""

    required = {"GET": Permission.VIEW_PRIOR_TREATMENT, "PATCH": Permission.WRITE_PRIOR_TREATMENT}
    refuses = {"PATCH": ("record_moved", "entered_in_error")}

    @extend_schema(summary="Read an earlier treatment", responses={200: PriorTreatmentAnswer})
    def get(self, request: Request, treatment_id: uuid.UUID) -> Response:
        """What is recorded about it. What is absent was not recorded."""
        row = PriorTreatment.objects.get_visible(self.actor, treatment_id)
        self.note_read("prior_treatment.read", row, row.patient_id)
        return self.represent(row, treatment_answer(row))

    @extend_schema(
        summary="Correct an earlier treatment",
        parameters=[IF_MATCH],
        request=documents.PriorTreatment,
        responses={200: PriorTreatmentAnswer},
        examples=[examples.TREATMENT_PATCH],
    )
    def patch(self, request: Request, treatment_id: uuid.UUID) -> Response:
        """A JSON Merge Patch: `null` means not recorded, a list replaces the list."""
        revision = self.expected_revision()
        row = PriorTreatment.objects.get_visible(self.actor, treatment_id)
        row.expect(revision)
        document = self.patched(documents.PriorTreatment, row.document())
        return self.written(
            correct_prior_treatment(by=self.actor, treatment_id=treatment_id, document=document, expected_revision=revision)
        )


class PriorTreatmentInErrorView(PriorTreatmentChange):
    """Recorded by mistake."""

    required = {"POST": Permission.WRITE_PRIOR_TREATMENT}
    refuses = {"POST": ("record_moved", "entered_in_error")}

    @extend_schema(
        summary="Enter an earlier treatment in error",
        parameters=[IF_MATCH],
        request=ErrorReason,
        responses={200: PriorTreatmentAnswer},
        examples=[examples.REASON],
    )
    def post(self, request: Request, treatment_id: uuid.UUID) -> Response:
        """It stays readable and counts for nothing."""
        revision, reason = self.expected_revision(), self.document(ErrorReason).reason
        return self.written(
            enter_prior_treatment_in_error(by=self.actor, treatment_id=treatment_id, reason=reason, expected_revision=revision)
        )
