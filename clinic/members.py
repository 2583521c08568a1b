"""The ground's own services: a manager looks after the clinic and its members."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict, FieldProblem, Invalid, NotFound
from clinic.models import Clinic, Membership, Role, User


@transaction.atomic
def add_member(*, by: Actor, username: str, password: str, role: str, first_name: str = "", last_name: str = "") -> Membership:
    """Make a user and their membership in the actor's clinic.

    Raises ``NotPermitted``, ``Invalid`` (role, user name or password that cannot be accepted), ``Conflict`` (name taken).  A user
    of another clinic is not taken over: being asked by a stranger must not change what somebody can do.
    """
    by.require(Permission.MANAGE_MEMBERS)
    user = User(username=username, first_name=first_name, last_name=last_name)
    _refuse_unusable(user, password, role)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "This user name is taken.", problems=(FieldProblem("/username", "taken", "This user name is taken."),)
        ) from None
    member = Membership.objects.create(clinic_id=by.clinic_id, user=user, role=role)
    audit.record(by=by, action="member.added", subject=member, details={"role": role})
    return member


@transaction.atomic
def change_member(*, by: Actor, member: Membership, role: str, is_active: bool) -> Membership:
    """Give a member of the actor's clinic another role, or let them in or out.

    Raises ``NotPermitted``, ``NotFound``, ``Invalid`` (no such role), and ``Conflict`` for one's own membership: a clinic must
    not lose its last manager by a slip.
    """
    by.require(Permission.MANAGE_MEMBERS)
    row = Membership.objects.select_for_update().filter(clinic_id=by.clinic_id, pk=member.pk).first()
    if row is None:
        raise NotFound("There is no member with this id.")
    if row.pk == by.membership_id:
        raise Conflict("Another manager must change your own membership.")
    _refuse_role(role)
    changed = [name for name, value in (("role", role), ("is_active", is_active)) if getattr(row, name) != value]
    row.role, row.is_active = role, is_active
    row.save(update_fields=["role", "is_active", "updated_at"])
    audit.record(by=by, action="member.changed", subject=row, details={"changed": changed})
    return row


@transaction.atomic
def change_clinic(*, by: Actor, name: str, timezone: str, language: str) -> Clinic:
    """Rename the actor's clinic, move its time zone or change its language.  Raises ``NotPermitted`` and ``Invalid``."""
    by.require(Permission.MANAGE_MEMBERS)
    row = Clinic.objects.select_for_update().get(pk=by.clinic_id)
    wanted = {"name": name, "timezone": timezone, "language": language}
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    for field, value in wanted.items():
        setattr(row, field, value)
    try:
        row.clean_fields()
    except ValidationError as error:
        raise _invalid(error) from None
    row.save(update_fields=[*wanted, "updated_at"])
    audit.record(by=by, action="clinic.changed", subject=row, details={"changed": changed})
    return row


def _refuse_unusable(user: User, password: str, role: str) -> None:
    _refuse_role(role)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise _invalid(error) from None
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(problems=tuple(FieldProblem("/password", "too_weak", text) for text in error.messages)) from None


def _refuse_role(role: str) -> None:
    if role not in Role.values:
        raise Invalid(problems=(FieldProblem("/role", "unknown_value", f"The role is one of: {', '.join(Role.values)}."),))


def _invalid(error: ValidationError) -> Invalid:
    found = [(name, text) for name, texts in error.message_dict.items() for text in texts]
    return Invalid(problems=tuple(FieldProblem(f"/{name}", "not_acceptable", text) for name, text in found))
