import pytest

from clinic.access.permissions import Permission
from clinic.access.roles import ROLES, permissions_of
from clinic.errors import NotPermitted
from clinic.models import Role
from tests.clinic.people import make_actor

CLINICAL = {
    Permission.REVIEW_SAFETY,
    Permission.VIEW_EXAMINATION,
    Permission.WRITE_EXAMINATION,
    Permission.RUN_ASSESSMENT,
    Permission.EVALUATE,
    Permission.ACT_ON_FLAG,
}


def test_every_role_has_its_line_and_every_permission_belongs_to_somebody():
    assert set(ROLES) == set(Role)
    assert set().union(*ROLES.values()) == set(Permission)


def test_the_front_desk_takes_histories_and_does_not_examine():
    assert not ROLES[Role.FRONT_DESK] & CLINICAL
    assert {Permission.WRITE_INTAKE, Permission.VIEW_ASSESSMENT, Permission.VIEW_FLAG} <= ROLES[Role.FRONT_DESK]


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.MANAGER, Role.INTEGRATION])
def test_who_treats_may_do_all_that_is_clinical(role):
    assert ROLES[role] >= CLINICAL | ROLES[Role.FRONT_DESK]


def test_only_the_manager_looks_after_members():
    assert [role for role in Role if Permission.MANAGE_MEMBERS in ROLES[role]] == [Role.MANAGER]


def test_the_auditor_sees_the_audit_and_no_patient():
    assert ROLES[Role.AUDITOR] == {Permission.VIEW_AUDIT, Permission.VIEW_RULES}


def test_a_role_that_is_not_known_may_nothing():
    assert permissions_of("owner") == frozenset()


def test_an_actor_says_which_permission_is_missing(harbour):
    actor = make_actor(harbour, Role.FRONT_DESK)
    actor.require(Permission.WRITE_PATIENT)
    with pytest.raises(NotPermitted, match="write_examination"):
        actor.require(Permission.WRITE_EXAMINATION)


def test_a_superuser_may_no_more_than_the_role(harbour):
    actor = make_actor(harbour, Role.AUDITOR)
    assert not actor.may(Permission.VIEW_PATIENT)


def test_an_actor_is_the_same_through_another_door(therapist):
    admin = therapist.through("admin")
    assert (admin.door, admin.membership_id) == ("admin", therapist.membership_id)
