"""The audit event: who did what to whom, when and through which door.  Written by ``clinic.audit`` only."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinic.ids import uuid7
from clinic.models.clinic import Clinic
from clinic.models.staff import Membership, Role


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what may only be added."""


def _refuse() -> NoReturn:
    raise AppendOnlyError("Audit events are never changed and never removed.")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reading and adding; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: see the module."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refused: see the module."""
        _refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: see the module."""
        _refuse()


class AuditEvent(models.Model):
    """One thing somebody did.  The actor's role and name are kept as they were then; ``details`` holds names of changed
    fields, counts and codes, never clinical values."""

    class ActorKind(models.TextChoices):
        """A person at a screen, or a system with a token."""

        PERSON = "person", "Person"
        SYSTEM = "system", "System"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor_membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    actor_role = models.CharField(max_length=20, choices=Role.choices)
    actor_name = models.CharField(max_length=200)
    door = models.CharField(max_length=20)
    request_id = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    patient_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="audit_event_clinic_and_id", fields=["clinic", "id"]),
            models.CheckConstraint(
                name="audit_event_actor_named", condition=~models.Q(actor_name="") & ~models.Q(door="") & ~models.Q(action="")
            ),
            models.CheckConstraint(name="audit_event_actor_role_known", condition=models.Q(actor_role__in=Role.values)),
        )
        indexes = (
            models.Index(name="audit_event_by_patient", fields=["clinic", "patient_id", "id"]),
            models.Index(name="audit_event_by_subject", fields=["clinic", "subject_type", "subject_id"]),
        )

    def __str__(self) -> str:
        return f"{self.action} by {self.actor_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an existing event is never rewritten (``AppendOnlyError``)."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: see the module."""
        _refuse()
