"""Everything the outside can reach, in one table."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from clinic.http import problem
from clinic.http.health import healthz, metrics_page, readyz
from clinic.http.me import MeView
from clinic.http.pages import landing, problem_page, problems_page
from clinic.http.reference import OpenAPIView, ReferenceView
from clinic.web.rules import rule_page, rules_page

api_v1: list[URLPattern | URLResolver] = [
    path("me", MeView.as_view(), name="me"),
    path("openapi.json", OpenAPIView.as_view(), name="openapi"),
    path("docs/", ReferenceView.as_view(), name="docs"),
    path("", include("patients.urls")),
    path("", include("assessments.urls")),
    path("", include("clinic.webhooks.urls")),
]

urlpatterns = [
    path("", landing, name="landing"),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api_v1)),
    path("api/<path:rest>", problem.unknown_address),
    path("rules/", rules_page, name="rules-page"),
    path("rules/<slug:rule_id>", rule_page, name="rule-page"),
    path("problems/", problems_page, name="problems"),
    path("problems/<slug:code>", problem_page, name="problem"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics_page, name="metrics"),
]

handler400 = problem.bad_request
handler403 = problem.permission_denied
handler404 = problem.page_not_found
handler500 = problem.server_error
