"""`/patients/{id}/merge`, `/patients/{id}/unmerge`: two records of one person become one, and two again."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.permissions import Permission
from clinic.http.schema import IF_MATCH
from patients import examples
from patients.merge_representations import (
    MergeAnswer,
    PatientMerging,
    PatientUnmerging,
    UnmergeAnswer,
    merge_answer,
    unmerge_answer,
)
from patients.services import merge_patients, preview_merge, unmerge_patients
from patients.views.base import DocumentView


class PatientMergeView(DocumentView):
    """Two records of one person."""

    required = {"POST": Permission.MERGE_PATIENT}
    refuses = {"POST": ("patient_merged",)}

    @extend_schema(
        operation_id="merge_patients",
        summary="Merge a duplicate into this record",
        parameters=[IF_MATCH],
        request=PatientMerging,
        responses={200: MergeAnswer},
        examples=[examples.MERGE],
    )
    def post(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Everything recorded under the duplicate goes over to this record, which is assessed anew; from then on the duplicate's
        id leads here. With `preview` nothing is stored: the answer tells what would happen."""
        revision, sent = self.expected_revision(), self.document(PatientMerging)
        act = preview_merge if sent.preview else merge_patients
        merged = act(
            by=self.actor,
            patient_id=patient_id,
            duplicate_id=sent.duplicate_id,
            expected_revision=revision,
            duplicate_revision=sent.duplicate_revision,
            take=sent.take,
        )
        if sent.preview:
            self.note_read("patient.merge_previewed", merged.survivor, merged.survivor.pk)
            return Response(merge_answer(merged, preview=True))
        return self.represent(merged.survivor, merge_answer(merged, preview=False))


class PatientUnmergeView(DocumentView):
    """A merge that was a mistake."""

    required = {"POST": Permission.MERGE_PATIENT}
    refuses = {"POST": ("not_merged", "merge_is_not_the_last")}

    @extend_schema(
        operation_id="unmerge_patients",
        summary="Undo a merge",
        parameters=[IF_MATCH],
        request=PatientUnmerging,
        responses={200: UnmergeAnswer},
        examples=[examples.UNMERGE],
    )
    def post(self, request: Request, patient_id: uuid.UUID) -> Response:
        """The duplicate gets back what was its own, with what was done to it since. What was recorded since the merge stays with
        this record; `stayed` counts it. Merges into one record are undone in reverse order."""
        revision, sent = self.expected_revision(), self.document(PatientUnmerging)
        unmerged = unmerge_patients(
            by=self.actor, patient_id=patient_id, duplicate_id=sent.duplicate_id, expected_revision=revision
        )
        return self.represent(unmerged.survivor, unmerge_answer(unmerged))
