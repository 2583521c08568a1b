"""The one door to clinical rows: ``visible_to(actor)``.

The abstract clinical row lives here, beside the queryset it cannot do without; the concrete ones live in ``patients`` and
``assessments``.  (In ``clinic.models`` it would have to know ``clinic.access``, which stands above it.)
"""

import uuid
from typing import Any, Self, TypeVar

from django.db import models

from clinic.access.actor import Actor
from clinic.errors import NotAuthenticated, NotFound, Stale
from clinic.ids import uuid7
from clinic.models import Clinic

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ClinicalQuerySet(models.QuerySet[Row]):
    """Rows of one clinic only.  Works for every model with a ``clinic`` foreign key."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the actor's clinic.  Without an actor: ``NotAuthenticated``, never all rows."""
        if not isinstance(actor, Actor):
            raise NotAuthenticated("Clinical rows are shown to somebody, in a clinic, only.")
        return self.filter(clinic_id=actor.clinic_id)

    def get_visible(self, actor: Actor, id: uuid.UUID | str) -> Row:
        """The row with this id in the actor's clinic; ``NotFound`` when it is not there, or is another clinic's."""
        key = as_uuid(id)
        row = self.visible_to(actor).filter(pk=key).first() if key else None
        if row is None:
            raise NotFound(f"There is no {self.model._meta.verbose_name} with this id.")
        return row


def as_uuid(value: object) -> uuid.UUID | None:
    """``value`` as a UUID, or None when it is not one."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


def clinic_and_id(table: str) -> models.UniqueConstraint:
    """UNIQUE (clinic, id), which every clinical table has, so that a foreign key can be held inside one clinic."""
    return models.UniqueConstraint(name=f"{table}_clinic_and_id", fields=["clinic", "id"])


class ClinicalModel(models.Model):
    """A row that belongs to one clinic.  Each concrete model has a ClinicalQuerySet's manager as ``objects`` and lists
    ``clinic_and_id("<table>")`` in its constraints (a system check insists), and leads every index and unique key with
    ``clinic``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # No index of its own: UNIQUE (clinic, id) already leads with it.
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Any = None) -> None:
        """Nothing here: the services tell all problems at once, and the database holds what must hold.  (Django would ask the
        database once for each constraint.)"""


class RevisionedModel(ClinicalModel):
    """A clinical row that may change; ``revision`` counts its changes from 1 and is its ETag."""

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def expect(self, revision: int) -> None:
        """Raise ``Stale`` unless this (locked) row still has the revision the caller last read."""
        if self.revision != revision:
            raise Stale(f"It is at revision {self.revision} now; you read revision {revision}. Read it again, then decide.")
