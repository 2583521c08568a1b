"""Identifiers have places in a person's list: those that are moved come after the survivor's own."""

from django.db.models import F, Max

from clinic.scoping import ClinicalQuerySet
from patients.models import Patient, PatientIdentifier
from patients.moving import Pair, Record, as_record
from patients.reassessment import FlagChange


class IdentifierMover:
    """Moves the numbers by which other systems know a person."""

    def move(self, pair: Pair) -> tuple[Record, tuple[FlagChange, ...]]:
        """To the end of the survivor's list."""
        last = _of(pair.survivor).aggregate(last=Max("position"))["last"]
        first = 0 if last is None else last + 1
        record = as_record(_of(pair.duplicate))
        _of(pair.duplicate).update(patient=pair.survivor, position=F("position") + first)
        return record, ()

    def put_back(self, pair: Pair, record: Record) -> int:
        """In the order in which they stand now. One that was taken off since is gone."""
        rows = list(_of(pair.survivor).filter(pk__in=record["ids"]).order_by("position"))
        for place, row in enumerate(rows):
            row.patient, row.position = pair.duplicate, place
            row.save(update_fields=["patient", "position", "updated_at"])
        return 0


def _of(patient: Patient) -> "ClinicalQuerySet[PatientIdentifier]":
    return PatientIdentifier.objects.filter(clinic_id=patient.clinic_id, patient=patient)
