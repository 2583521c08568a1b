"""Everything the outside can reach, in one table."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from clinic.http import problem
from clinic.http.content_security import WITH_DRAWN_ICONS, content_security
from clinic.http.health import healthz, metrics_page, readyz
from clinic.http.me import MeView
from clinic.http.pages import landing, problem_page, problems_page
from clinic.http.reference import OpenAPIView, TryView, reference
from clinic.web.rules import rule_page, rules_page
from clinic.webhooks.backlog import Backlog

api_v1: list[URLPattern | URLResolver] = [
    path("me", MeView.as_view(), name="me"),
    path("openapi.json", OpenAPIView.as_view(), name="openapi"),
    path("docs/", content_security(reference), name="docs"),
    path("docs/try/", content_security(TryView.as_view(), WITH_DRAWN_ICONS), name="docs-try"),
    path("", include("patients.urls")),
    path("", include("assessments.urls")),
    path("", include("clinic.webhooks.urls")),
]

urlpatterns = [
    path("", content_security(landing), name="landing"),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api_v1)),
    path("api/<path:rest>", problem.unknown_address),
    path("rules/", rules_page, name="rules-page"),
    path("rules/<slug:rule_id>", rule_page, name="rule-page"),
    path("problems/", content_security(problems_page), name="problems"),
    path("problems/<slug:code>", content_security(problem_page), name="problem"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics_page, {"asked_now": (Backlog(),)}, name="metrics"),
]

handler400 = problem.bad_request
handler403 = problem.permission_denied
handler404 = problem.page_not_found
handler500 = problem.server_error
