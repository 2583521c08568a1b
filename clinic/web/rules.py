"""`/rules/` and `/rules/<id>`: every rule and the safety tables, for anybody to read and to print. They hold no patient data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from assessments.rules import CATALOGUE, RULE_SET_VERSION
from clinic.web import safety_sheets
from clinic.web.rule_sheets import LOCAL_DEFAULT, NOTICE, groups, sheet_of

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "public, max-age=300",
    "Content-Language": "en",
}
"""The pages need their style sheet and nothing else."""
SHARED = {"notice": NOTICE, "local_default": LOCAL_DEFAULT, "rule_set_version": RULE_SET_VERSION}
SAFETY = {
    "gate": safety_sheets.GATE,
    "levels": safety_sheets.LEVELS,
    "conditions": safety_sheets.conditions(),
    "questions": safety_sheets.questions(),
    "defaults": safety_sheets.defaults(),
    "palpation": safety_sheets.PALPATION,
    "palpation_notes": safety_sheets.PALPATION_NOTES,
    "sources": safety_sheets.SOURCES,
}


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """All rules in the order of the catalogue, each under its own anchor, then the safety tables."""
    return _page(request, "web/rules.html", {"groups": tuple(groups()), "safety": SAFETY, "total": len(CATALOGUE)})


@require_safe
def rule_page(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule by itself."""
    for rule in CATALOGUE:
        if rule.id == rule_id:
            return _page(request, "web/rule.html", {"sheet": sheet_of(rule)})
    raise Http404


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The rules are worded in English, whatever language the reader's browser asks for."""
    with translation.override("en"):
        response = render(request, template, SHARED | context)
    for name, value in HEADERS.items():
        response[name] = value
    return response
