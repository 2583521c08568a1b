"""`/evaluate`: a case in, an assessment out; nothing is stored."""

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import examples
from assessments.case import Case
from assessments.engine import evaluate
from assessments.representations import Evaluation
from clinic.access.permissions import Permission
from clinic.errors import ClinicError, FieldProblem, Invalid
from clinic.http.problem import document as problem_document
from clinic.http.request_id import request_id_of
from clinic.http.schema import Problem
from patients.refusals import accept
from patients.views.base import DocumentView

MAX_CASES = 1_000
MAX_BODY_BYTES = 4_000_000


class EvaluatedOne(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one case of a list: its assessment, or what is wrong with it."""

    assessment: Evaluation | None = None
    problem: Problem | None = None


class EvaluateView(DocumentView):
    """Evaluate without storing."""

    required = {"POST": Permission.EVALUATE}
    max_body_bytes = MAX_BODY_BYTES
    has_effect = False

    @extend_schema(
        operation_id="evaluate_case",
        summary="Evaluate a case",
        request=Case | list[Case],
        responses={200: Evaluation | list[EvaluatedOne]},
        examples=[examples.CASE],
    )
    def post(self, request: Request) -> Response:
        """A case document, or a list of up to 1,000. The answer to a list is a list in its order: for each case
        `{"assessment": …}`, or `{"problem": …}` whose pointers lead into that case. Nothing is stored.
        The local defaults count as the rules
        declare them, whatever the clinic has set."""
        self.body()  # refuses a missing one
        sent = request.data
        if isinstance(sent, list):
            return Response(self._each(sent))
        return Response(evaluate(accept(Case, sent)).to_plain())

    def _each(self, cases: list[Any]) -> list[dict[str, Any]]:
        if len(cases) > MAX_CASES:
            problem = FieldProblem("", "too_many", f"must hold at most {MAX_CASES} cases, not {len(cases)}")
            raise Invalid("Too many cases at once.", problems=(problem,))
        return [self._one(case) for case in cases]

    def _one(self, case: object) -> dict[str, Any]:
        try:
            return {"assessment": evaluate(accept(Case, case)).to_plain()}
        except ClinicError as error:
            return {"problem": problem_document(error, request_id_of(self.request))}
