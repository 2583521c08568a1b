"""The port through which a change of a case is assessed again. What assesses stands above this app and installs itself here.

Every write of a case calls `reassess` in its own transaction, before it commits. Nothing installed is an error: a change that
nobody assessed must not be stored.
"""

import uuid
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

import msgspec

from clinic.access.actor import Actor
from patients.models import Patient

Row = TypeVar("Row", covariant=True)
Gate = Literal["emergency", "urgent", "incomplete", "caution", "clear"]


class FlagChange(msgspec.Struct, frozen=True, kw_only=True):
    """One flag that a write raised, re-opened or resolved."""

    flag_id: uuid.UUID
    rule: str
    side: str | None
    detail: str | None
    severity: str
    change: Literal["raised", "reopened", "resolved"]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a patient stands by the current assessment.

    `reasons`: for a gate `emergency` or `urgent`, a sentence for each red flag that made it so.
    """

    gate: Gate
    reasons: tuple[str, ...] = ()

    @property
    def tell_a_clinician(self) -> bool:
        """Whether a clinician must be told now."""
        return self.gate in ("emergency", "urgent")


@dataclass(frozen=True, slots=True)
class Written(Generic[Row]):
    """What a service wrote, and which flags changed by it."""

    row: Row
    flags_changed: tuple[FlagChange, ...] = ()


class Reassess(Protocol):
    """Assesses the patient's case as it now is, in the caller's transaction; answers which flags changed.

    `anew`: store an assessment also where it says the same as the one before, because that may rest on another record.
    """

    def __call__(self, patient: Patient, *, by: Actor, anew: bool = False) -> tuple[FlagChange, ...]: ...


class StandingOf(Protocol):
    """Where the patient stands by the current assessment; None before the first one."""

    def __call__(self, patient: Patient, *, by: Actor) -> Standing | None: ...


class NothingInstalled(RuntimeError):
    """Nobody has installed what assesses a case."""


class AlreadyInstalled(RuntimeError):
    """Something that assesses a case is installed already."""


@dataclass
class _Port:
    reassess: Reassess | None = None
    standing: StandingOf | None = None


_port = _Port()


def install(reassess: Reassess, standing: StandingOf) -> None:
    """Make these the ones in use. Called once, when the apps are ready; a second call is an error."""
    if _port.reassess is not None or _port.standing is not None:
        raise AlreadyInstalled("What assesses a case is installed once.")
    _port.reassess, _port.standing = reassess, standing


def reassess(patient: Patient, *, by: Actor, anew: bool = False) -> tuple[FlagChange, ...]:
    """Assess the patient's case as it now is (see `Reassess`); raises `NothingInstalled` rather than leave it unassessed."""
    if _port.reassess is None:
        raise NothingInstalled("A change of a case must be assessed, and nothing is installed that could.")
    return _port.reassess(patient, by=by, anew=anew)


def standing(patient: Patient, *, by: Actor) -> Standing | None:
    """Where the patient stands; None before the first assessment."""
    if _port.standing is None:
        raise NothingInstalled("Nothing is installed that assesses a case.")
    return _port.standing(patient, by=by)
