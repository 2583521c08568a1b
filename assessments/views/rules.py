"""`/rules`: what the rules say, rest on, and take for granted; and the thresholds that a clinic may set."""

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import examples
from assessments.declarations import catalogue_in_use
from assessments.representations import LocalDefaultAnswer, NewValue, RuleAnswer, Rules
from assessments.services import ChangedDefault, reset_local_default, set_local_default, thresholds_of
from assessments.services.local_defaults import declared
from assessments.thresholds import shown
from clinic.access.permissions import Permission
from clinic.errors import NotFound
from patients.views.base import DocumentView


class RulesView(DocumentView):
    """The rules in use."""

    required = {"GET": Permission.VIEW_RULES}

    @extend_schema(summary="List the rules", responses={200: Rules})
    def get(self, request: Request) -> Response:
        """Statement, inputs, evidence grade, sources, counter-evidence and local defaults of each, as they are in force in your
        clinic."""
        return Response(catalogue_in_use(thresholds_of(self.actor.clinic_id)))


class RuleView(DocumentView):
    """One rule."""

    required = {"GET": Permission.VIEW_RULES}

    @extend_schema(summary="Read a rule", responses={200: RuleAnswer})
    def get(self, request: Request, rule_id: str) -> Response:
        """The declaration of the rule as it is in use in your clinic."""
        for rule in catalogue_in_use(thresholds_of(self.actor.clinic_id))["items"]:
            if rule["rule"] == rule_id:
                return Response(rule)
        raise NotFound("There is no rule with this id.")


class LocalDefaultView(DocumentView):
    """One threshold of the clinic."""

    required = {"PUT": Permission.MANAGE_RULES, "DELETE": Permission.MANAGE_RULES}

    @extend_schema(
        summary="Set a threshold", request=NewValue, responses={200: LocalDefaultAnswer}, examples=[examples.THRESHOLD]
    )
    def put(self, request: Request, rule_id: str, name: str) -> Response:
        """For your clinic, within the bounds that the rule declares, with a reason, which is kept. Nobody is assessed again by
        it."""
        declared(rule_id, name)
        new = self.document(NewValue)
        return Response(_answer(set_local_default(by=self.actor, rule=rule_id, name=name, value=new.value, reason=new.reason)))

    @extend_schema(operation_id="reset_rule_local_default", summary="Go back to the default", responses={200: LocalDefaultAnswer})
    def delete(self, request: Request, rule_id: str, name: str) -> Response:
        """The threshold is again as its rule declares it. Nobody is assessed again by it."""
        return Response(_answer(reset_local_default(by=self.actor, rule=rule_id, name=name)))


def _answer(changed: ChangedDefault) -> dict[str, object]:
    return {
        "local_default": shown(msgspec.to_builtins(changed.default), changed.thresholds.to_plain()),
        "rules": changed.rules,
        "patients_waiting": changed.patients_waiting,
    }
