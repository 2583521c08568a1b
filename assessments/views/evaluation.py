"""`/evaluate`: a case in, an assessment out; nothing is stored."""

import logging
from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import examples
from assessments.case import Case
from assessments.engine import evaluate
from assessments.models import Assessment
from assessments.representations import Evaluation
from clinic import audit
from clinic.access.permissions import Permission
from clinic.errors import ClinicError, FieldProblem, Invalid
from clinic.http.problem import document as problem_document
from clinic.http.request_id import request_id_of
from clinic.http.schema import Problem
from clinic.metrics import EVALUATE_SECONDS, EVALUATED
from patients.refusals import accept
from patients.views.base import DocumentView

logger = logging.getLogger(__name__)

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
        `{"assessment": …}`, or `{"problem": …}` whose pointers lead into that case. Nothing is stored
        but that the call was made. The local defaults count as the rules declare them, whatever the clinic has set."""
        self.body()  # refuses a missing one
        sent = request.data
        with EVALUATE_SECONDS.time():
            answer = self._each(sent) if isinstance(sent, list) else evaluate(accept(Case, sent)).to_plain()
        self._note([answer] if isinstance(answer, dict) else answer)
        return Response(answer)

    def _note(self, answers: list[dict[str, Any]]) -> None:
        """Who evaluated how many cases is audited; of the cases nothing is kept."""
        refused = sum("problem" in answer for answer in answers)
        EVALUATED.labels("refused").inc(refused)
        EVALUATED.labels("assessed").inc(len(answers) - refused)
        details = {"cases": len(answers), "refused": refused}
        audit.record_read(by=self.actor, action="case.evaluated", subject=Assessment, details=details)

    def _each(self, cases: list[Any]) -> list[dict[str, Any]]:
        if len(cases) > MAX_CASES:
            problem = FieldProblem("", "too_many", f"must hold at most {MAX_CASES} cases, not {len(cases)}")
            raise Invalid("Too many cases at once.", problems=(problem,))
        return [self._one(case) for case in cases]

    def _one(self, case: object) -> dict[str, Any]:
        try:
            return {"assessment": evaluate(accept(Case, case)).to_plain()}
        except ClinicError as error:
            refusal = error
        except Exception:  # whatever this case brought to light, the others are answered
            logger.exception("a case of a list could not be evaluated")
            refusal = ClinicError("An error in the service; it has been logged under this request_id.")
        return {"problem": problem_document(refusal, request_id_of(self.request))}
