"""`/patients/{id}/possible-duplicates`, `/patients/possible-duplicates`: who may be here twice."""

import uuid
from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.permissions import Permission
from patients import examples
from patients.documents import PatientDocument
from patients.duplicates import PossibleDuplicate, possible_duplicates
from patients.matching import Reason
from patients.models import Patient
from patients.reading import patient_with_identifiers
from patients.representations import PatientAnswer, patient_answer
from patients.views.base import DocumentView


class PossibleDuplicateItem(msgspec.Struct, frozen=True, kw_only=True):
    """A record that may be of the same person: `score` from 0 to 1, and why. `other_…` speaks against it."""

    patient: PatientAnswer
    score: float
    reasons: tuple[Reason, ...]


class PossibleDuplicates(msgspec.Struct, frozen=True, kw_only=True):
    """Most likely first, 20 at most."""

    items: tuple[PossibleDuplicateItem, ...]


def _answer(found: list[PossibleDuplicate]) -> dict[str, Any]:
    items = [
        {"patient": patient_answer(each.patient), "score": each.likeness.score, "reasons": each.likeness.reasons}
        for each in found
    ]
    return {"items": items}


class PatientPossibleDuplicatesView(DocumentView):
    """Records like this one."""

    required = {"GET": Permission.VIEW_PATIENT}

    @extend_schema(
        operation_id="list_possible_duplicates",
        summary="List records that may be of the same person",
        responses={200: PossibleDuplicates},
    )
    def get(self, request: Request, patient_id: uuid.UUID) -> Response:
        """Advice for whoever merges: nothing is ever merged by itself."""
        row = patient_with_identifiers(self.actor, patient_id)
        found = possible_duplicates(row.document(), by=self.actor, besides=row.pk)
        self.note_read("patient.compared", row, row.pk)
        return Response(_answer(found))


class PossibleDuplicatesView(DocumentView):
    """Records like somebody who is not registered yet."""

    required = {"POST": Permission.VIEW_PATIENT}
    has_effect = False

    @extend_schema(
        operation_id="check_possible_duplicates",
        summary="Look for a person before registering",
        request=PatientDocument,
        responses={200: PossibleDuplicates},
        examples=[examples.PATIENT],
    )
    def post(self, request: Request) -> Response:
        """Send what is known of the person. Nothing is stored."""
        found = possible_duplicates(self.document(PatientDocument), by=self.actor)
        self.note_read("patient.compared", Patient)
        return Response(_answer(found))
