"""`/rules/` and `/rules/<id>`: every rule and the safety tables, for anybody to read and to print. They hold no patient data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.rules import CATALOGUE, RULE_SET_VERSION
from clinic.web import safety_sheets
from clinic.web.rule_sheets import LOCAL_DEFAULT, NOTICE, groups, sheet_of
from patients.documents.language import translated as _

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "public, max-age=300",
}
"""The pages need their style sheet and nothing else."""


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """All rules in the order of the catalogue, each under its own anchor, then the safety tables."""
    return _page(request, "web/rules.html", {"groups": tuple(groups()), "safety": _safety(), "total": len(CATALOGUE)})


@require_safe
def rule_page(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule by itself."""
    for rule in CATALOGUE:
        if rule.id == rule_id:
            return _page(request, "web/rule.html", {"sheet": sheet_of(rule)})
    raise Http404


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """In the language the reader's browser asks for, if it is one of ours."""
    shared = {"notice": [_(line) for line in NOTICE], "local_default": _(LOCAL_DEFAULT), "rule_set_version": RULE_SET_VERSION}
    response = render(request, template, shared | context)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _safety() -> dict[str, object]:
    return {
        "gate": safety_sheets.gate(),
        "levels": safety_sheets.levels(),
        "conditions": safety_sheets.conditions(),
        "questions": safety_sheets.questions(),
        "defaults": safety_sheets.defaults(),
        "palpation": safety_sheets.palpation(),
        "palpation_notes": safety_sheets.palpation_notes(),
        "sources": safety_sheets.SOURCES,
    }
