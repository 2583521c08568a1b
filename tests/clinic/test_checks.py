"""The system checks about views."""

import pytest

from clinic.access.permissions import Permission
from clinic.checks import declared_permissions, undeclared
from clinic.http.views import ClinicView
from tests.clinic.sample_urls import ThingView, UndeclaredView


class Misspelt(ClinicView):
    """Requires what is no permission."""

    required = {"GET": "view_patient"}  # type: ignore[dict-item]

    def get(self, request):
        raise NotImplementedError


class HalfDeclared(ClinicView):
    """Declares one of two handlers."""

    required = {"GET": Permission.VIEW_PATIENT}

    def get(self, request):
        raise NotImplementedError

    def delete(self, request):
        raise NotImplementedError


@pytest.mark.parametrize(
    ("view", "codes"),
    [
        (ThingView, []),
        (UndeclaredView, ["clinic.E010"]),
        (HalfDeclared, ["clinic.E010"]),
        (Misspelt, ["clinic.E011"]),
    ],
)
def test_every_handler_declares_a_permission(view, codes):
    assert [fault.id for fault in undeclared(view)] == codes


@pytest.mark.urls("tests.clinic.sample_urls")
def test_the_check_finds_views_where_addresses_lead(settings):
    assert [fault.obj for fault in declared_permissions(None)] == [UndeclaredView]


def test_the_real_addresses_are_sound():
    assert declared_permissions(None) == []
