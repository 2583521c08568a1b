"""The people: a user signs in, a membership says in which clinic and as what."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from clinic.ids import uuid7
from clinic.models.clinic import Clinic


class Role(models.TextChoices):
    """What a member is in a clinic; ``clinic.access.roles`` says what each may do."""

    FRONT_DESK = "front_desk", "Front desk"
    THERAPIST = "therapist", "Therapist"
    MANAGER = "manager", "Manager"
    INTEGRATION = "integration", "Integration"
    AUDITOR = "auditor", "Auditor"


class User(AbstractUser):
    """Somebody, or some system, that can sign in.  Rights come from memberships only, never from ``is_superuser``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    @property
    def display_name(self) -> str:
        """The full name, or the user name where none is given."""
        return self.get_full_name() or self.get_username()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def usable(self) -> "MembershipQuerySet":
        """Memberships somebody can act with now: membership, user and clinic all active."""
        return self.filter(is_active=True, user__is_active=True, clinic__is_active=True)


class Membership(models.Model):
    """One user in one clinic with one role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="membership_once_per_clinic", fields=["clinic", "user"]),
            models.UniqueConstraint(name="membership_clinic_and_id", fields=["clinic", "id"]),
            models.CheckConstraint(name="membership_role_known", condition=models.Q(role__in=Role.values)),
        )

    def __str__(self) -> str:
        return f"{self.user.display_name}, {self.get_role_display()} at {self.clinic.name}"
