"""Addresses of the tests: the real table, and in front of it a view that does, or raises, whatever it is told."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError, connection
from django.http import Http404
from django.urls import path
from rest_framework import exceptions
from rest_framework.response import Response

from clinic.access.permissions import Permission
from clinic.errors import Conflict, FieldProblem, Invalid, Unavailable
from clinic.http.pagination import page_of
from clinic.http.parameters import Parameters
from clinic.http.views import ClinicView
from clinic.models import Clinic
from clinic.urls import handler400, handler403, handler404, handler500
from clinic.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@dataclass
class Thing:
    revision: int = 3


class ThingView(ClinicView):
    """A thing at revision 3; what is sent comes back."""

    required = {"GET": Permission.VIEW_PATIENT, "POST": Permission.WRITE_EXAMINATION, "PATCH": None}
    max_body_bytes = 1_000

    def get(self, request):
        return self.represent(Thing(), {"who": self.actor.name, "door": self.actor.door})

    def post(self, request):
        return self.represent(Thing(), {"data": request.data, "bytes": len(self.body())}, status=201, headers={"Location": "/x"})

    def patch(self, request):
        return Response({"expected": self.expected_revision()})


class UndeclaredView(ClinicView):
    """Forgot to say what it requires."""

    def get(self, request):
        return Response({})


class ClinicsView(ClinicView):
    """A list to page through."""

    required = {"GET": None}

    def get(self, request):
        Parameters(request, ("limit", "cursor", "colour")).choice("colour", ("red", "blue"))
        page = page_of(request, Clinic.objects.all(), newest_first=False)
        return page.answer(lambda clinic: clinic.slug)


def cancel():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
        cursor.execute("SELECT pg_sleep(1)")


def raising(error):
    def act():
        raise error

    return act


ACTS = {
    "invalid": raising(Invalid(problems=(FieldProblem("/sex", "unknown_value", "Say one of: female, male."),))),
    "specific": raising(Conflict("The intake is ready.", code="intake_is_ready")),
    "uncatalogued": raising(Conflict("No page of its own.", code="brand_new")),
    "unavailable": raising(Unavailable()),
    "http404": raising(Http404("secret path")),
    "permission_denied": raising(PermissionDenied("secret")),
    "suspicious": raising(SuspiciousOperation("secret")),
    "throttled": raising(exceptions.Throttled(wait=7.2)),
    "parse_error": raising(exceptions.ParseError("secret")),
    "validation": raising(exceptions.ValidationError({"a": ["secret"]})),
    "rest_not_found": raising(exceptions.NotFound()),
    "rest_denied": raising(exceptions.PermissionDenied()),
    "rest_authentication": raising(exceptions.AuthenticationFailed()),
    "data_error": raising(DataError("secret")),
    "unique": lambda: Clinic.objects.create(slug=Clinic.objects.earliest("id").slug, name="Twin"),
    "check": lambda: Clinic.objects.create(slug="blank", name=""),
    "integrity": raising(IntegrityError("secret")),
    "lost_connection": raising(OperationalError("secret")),
    "timeout": cancel,
    "nul": lambda: Clinic.objects.filter(name="a\0b").exists(),
    "unforeseen": raising(ZeroDivisionError("secret")),
}


class ActView(ClinicView):
    """Does what the address says."""

    required = {"GET": None}

    def get(self, request, act):
        ACTS[act]()
        return Response({})


urlpatterns = [
    path("api/v1/thing", ThingView.as_view()),
    path("api/v1/undeclared", UndeclaredView.as_view()),
    path("api/v1/clinics", ClinicsView.as_view()),
    path("api/v1/act/<slug:act>", ActView.as_view()),
    *real,
]
