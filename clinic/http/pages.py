"""The plain pages: where things are, and the error catalogue that every problem's ``type`` points into."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.http.catalogue import CATALOGUE


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Where the front desk, the integrator and the watcher begin."""
    return render(request, "clinic/landing.html")


@require_safe
def problems_page(request: HttpRequest) -> HttpResponse:
    """Every error code."""
    return render(request, "clinic/problems.html", {"entries": sorted(CATALOGUE.values(), key=lambda e: (e.status, e.code))})


@require_safe
def problem_page(request: HttpRequest, code: str) -> HttpResponse:
    """One error code: what it means and what to do."""
    if code not in CATALOGUE:
        raise Http404
    return render(request, "clinic/problem.html", {"entry": CATALOGUE[code]})
