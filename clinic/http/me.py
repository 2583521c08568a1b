"""``GET /me``: who am I, for which clinic, and what may I."""

import uuid

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.access.roles import permissions_of
from clinic.http.parameters import Parameters
from clinic.http.views import ClinicView
from clinic.models import Clinic


class MyClinic(msgspec.Struct, frozen=True):
    """The clinic the caller acts for."""

    id: uuid.UUID
    name: str
    slug: str
    timezone: str
    language: str


class Me(msgspec.Struct, frozen=True):
    """The caller: name, role, and every permission the role includes, in alphabetical order."""

    name: str
    role: str
    permissions: list[str]
    clinic: MyClinic


class MeView(ClinicView):
    """Who am I and what may I."""

    required = {"GET": None}

    @extend_schema(responses={200: Me}, summary="Who am I and what may I")
    def get(self, request: Request) -> Response:
        """Answer from the token or the session; nothing else is asked."""
        Parameters(request, ())
        actor = self.actor
        clinic = Clinic.objects.get(pk=actor.clinic_id)
        mine = MyClinic(clinic.pk, clinic.name, clinic.slug, clinic.timezone, clinic.language)
        return Response(Me(actor.name, actor.role.value, sorted(permissions_of(actor.role)), mine))
