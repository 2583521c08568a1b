"""The audit: services and the read path say, in the same transaction, who did what to whom."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from clinic.access.actor import Actor
from clinic.errors import NotAuthenticated
from clinic.models import AuditEvent, Role
from clinic.statements import insert

Details = Mapping[str, Any]
Subject = models.Model | type[models.Model]

_WORD = re.compile(r"[\w./:+-]{1,100}")


def record(
    *, by: Actor, action: str, subject: Subject, patient_id: uuid.UUID | None = None, details: Details | None = None
) -> AuditEvent:
    """Write one event and return it.

    ``action``: ``patient.registered``, ``intake.recorded``; ``subject``: the row, or the model for something about many rows;
    ``details``: names of changed fields, codes, counts and ids, never clinical values or free text (``ValueError``).
    Raises ``NotAuthenticated`` without an actor and ``RuntimeError`` outside ``transaction.atomic()``: an event that could
    survive without its effect, or an effect without its event, is no audit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The audit event {action} must be written in the transaction of what it tells.")
    return _write(by, action, subject, patient_id, details)


def record_read(
    *, by: Actor, action: str, subject: Subject, patient_id: uuid.UUID | None = None, details: Details | None = None
) -> AuditEvent:
    """Write one event for one request that read patient data (``patient.read``), in the transaction where there is one: alone it
    is one statement, which is whole or not at all by itself."""
    return _write(by, action, subject, patient_id, details)


def _write(by: Actor, action: str, subject: Subject, patient_id: uuid.UUID | None, details: Details | None) -> AuditEvent:
    if not isinstance(by, Actor):
        raise NotAuthenticated("Nothing happens in a clinic without somebody who did it.")
    _refuse_values(details or {})
    event = AuditEvent(
        clinic_id=by.clinic_id,
        actor_kind=AuditEvent.ActorKind.SYSTEM if by.role == Role.INTEGRATION else AuditEvent.ActorKind.PERSON,
        actor_user_id=by.user_id,
        actor_membership_id=by.membership_id,
        actor_role=by.role,
        actor_name=by.name[:200],
        door=by.door,
        request_id=by.request_id,
        action=action,
        subject_type=subject._meta.label,
        subject_id=None if isinstance(subject, type) else subject.pk,
        patient_id=patient_id,
        details=dict(details or {}),
    )
    insert([event])
    return event


def _refuse_values(value: object) -> None:
    """Let words, numbers and ids pass; text with spaces could be what somebody wrote about a patient."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            _refuse_values(key)
            _refuse_values(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_values(member)
    elif isinstance(value, str):
        if not _WORD.fullmatch(value):
            raise ValueError("Audit details hold field names, codes, counts and ids; this is text.")
    elif value is not None and not isinstance(value, bool | int):
        raise ValueError(f"Audit details hold field names, codes, counts and ids, not {type(value).__name__}.")
