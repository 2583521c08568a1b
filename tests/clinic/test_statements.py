"""Statements that are written once answer what the ORM answers, and store what it stores."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from assessments.models import Flag
from clinic.models import Clinic, Membership
from clinic.statements import insert, question, update
from patients.models import Patient

pytestmark = pytest.mark.django_db


@question
def members(clinic_id: uuid.UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(clinic_id=clinic_id).select_related("user").order_by("id")


@question
def roles(clinic_id: uuid.UUID, username: str) -> "QuerySet[Membership, tuple[str, str]]":
    return Membership.objects.filter(clinic_id=clinic_id, user__username=username).values_list("role", "user__username")


def test_an_argument_that_is_no_value_of_the_statement_is_refused():
    @question
    def forgetful(clinic_id: uuid.UUID) -> QuerySet[Clinic]:
        return Clinic.objects.filter(is_active=True)

    with pytest.raises(TypeError, match="clinic_id is not a value"):
        forgetful(uuid.uuid4())


def test_what_needs_queries_of_its_own_is_refused():
    @question
    def prefetching(id: uuid.UUID) -> QuerySet[Clinic]:
        return Clinic.objects.filter(pk=id).prefetch_related("memberships")

    with pytest.raises(TypeError, match="question of its own"):
        prefetching(uuid.uuid4())


def test_rows_are_those_of_the_orm_each_time_for_other_arguments(world):
    for clinic in Clinic.objects.order_by("id"):
        asked = Membership.objects.filter(clinic=clinic).select_related("user").order_by("id")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = members(clinic.pk)
            names = [member.user.username for member in found]
        assert len(queries) == 1
        assert [vars(row).keys() for row in found] == [vars(row).keys() for row in asked]
        assert found == list(asked)
        assert names == [member.user.username for member in asked]
        member = asked[0]
        assert roles(clinic.pk, member.user.username) == [(member.role, member.user.username)]
        assert roles(clinic.pk, username="nobody") == []
    assert members.first(uuid.uuid4()) is None


def test_an_inserted_row_is_read_back_as_it_was(world):
    source = Patient.objects.order_by("id")[0]
    row = Patient(clinic=source.clinic, family_name="O'Neil %s", birth_date="1990-02-03", identifiers_recorded=False)
    insert([row])
    assert not row._state.adding
    again = Patient.objects.get(pk=row.pk)
    assert (again.family_name, str(again.birth_date), again.revision) == ("O'Neil %s", "1990-02-03", 1)
    assert (again.created_at, again.updated_at) == (row.created_at, row.updated_at)


def test_a_row_that_may_not_be_is_refused_by_the_database(world):
    source = Patient.objects.order_by("id")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Patient(clinic=source.clinic, family_name="A", sex="no such code")])


def test_replacing_changes_the_named_fields_only(world):
    row = Flag.objects.order_by("id")[0]
    before = Flag.objects.get(pk=row.pk)
    row.severity, row.status = "info" if row.severity != "info" else "moderate", "overridden"
    insert([row], replacing=["severity"])
    after = Flag.objects.get(pk=row.pk)
    assert (after.severity, after.status) == (row.severity, before.status)
    assert after.created_at == before.created_at


def test_an_update_writes_every_column_and_the_time(world):
    row = Patient.objects.order_by("id")[0]
    before = row.updated_at
    row.given_name = None
    update(row)
    again = Patient.objects.get(pk=row.pk)
    assert again.given_name is None
    assert again.updated_at == row.updated_at > before


def test_nothing_to_insert_asks_nothing():
    with CaptureQueriesContext(connection) as queries:
        insert([])
    assert len(queries) == 0
