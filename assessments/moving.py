"""What assessments and flags do when two records of one person are merged, and when that is undone."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from assessments.flag_life import Identity
from assessments.models import Assessment, Flag, FlagEvent
from assessments.services.flag_rows import as_change
from clinic.webhooks.outbox import Happened, announce
from patients.models import Patient
from patients.moving import Pair, Record, as_record
from patients.reassessment import FlagChange

_STATE = ("severity", "status", "gate", "blocked_by", "provisional", "is_present", "evidence_kind")
_PLACE = ("patient_id", "united_with_id", "assessment_id")
_BY_URGENCY = ("open", "acknowledged", "overridden", "resolved")
_ACTS = ("acknowledged", "overridden", "resolved")


class AssessmentMover:
    """Assessments are numbered within a person: those that are moved come after the survivor's own."""

    def move(self, pair: Pair) -> tuple[Record, tuple[FlagChange, ...]]:
        """The next assessment of the survivor becomes the current one: it is made in the same transaction."""
        last = _assessments(pair.survivor).aggregate(last=Max("number"))["last"] or 0
        record = as_record(_assessments(pair.duplicate)) | {"later": last}
        _assessments(pair.duplicate).file_under(pair.survivor, later=last)
        return record, ()

    def put_back(self, pair: Pair, record: Record) -> int:
        """With the numbers they had."""
        moved = _assessments(pair.survivor).filter(pk__in=record["ids"])
        moved.file_under(pair.duplicate, later=-record["later"])
        return 0


class FlagMover:
    """A flag is one of its kind within a person: where both records have it, the survivor's goes on, with the history of both and
    in the state of whichever still asks for more."""

    def move(self, pair: Pair) -> tuple[Record, tuple[FlagChange, ...]]:
        """All of them, also those that were united earlier."""
        own = {_identity(flag): flag for flag in Flag.objects.of(pair.survivor)}
        theirs = list(Flag.every.of(pair.duplicate).select_related("united_with").order_by("id"))
        couples = [(own[_identity(flag)], flag) for flag in theirs if flag.united_with_id is None and _identity(flag) in own]
        touched = [*theirs, *(goes_on for goes_on, _ in couples)]
        record: Record = {"ids": [str(flag.pk) for flag in theirs], "before": {str(flag.pk): _kept(flag) for flag in touched}}
        successor = {flag.pk: goes_on for goes_on, flag in couples}
        for flag in theirs:
            flag.patient = pair.survivor
            earlier = flag.united_with and successor.get(flag.united_with.pk, flag.united_with)
            flag.united_with = successor.get(flag.pk, earlier)
        reopened = [goes_on for goes_on, flag in couples if _take_state(goes_on, flag)]
        _write(touched)
        return record, tuple(_tell(flag, pair) for flag in reopened)

    def put_back(self, pair: Pair, record: Record) -> int:
        """As they were, but for what somebody has done with a flag since: that stands."""
        before: dict[str, dict[str, Any]] = record["before"]
        flags = list(Flag.every.filter(clinic_id=pair.survivor.clinic_id, pk__in=before))
        acts = FlagEvent.objects.filter(clinic_id=pair.survivor.clinic_id, flag__in=flags, change__in=_ACTS)
        acted = set(acts.filter(assessment__isnull=True, created_at__gt=pair.at).values_list("flag_id", flat=True))
        for flag in flags:
            kept = before[str(flag.pk)]
            for name in (*_PLACE, *(() if flag.pk in acted else _STATE)):
                setattr(flag, name, kept[name])
        _write(flags)
        return 0


def _assessments(patient: Patient) -> Any:
    return Assessment.objects.filter(clinic_id=patient.clinic_id, patient=patient)


def _identity(flag: Flag) -> Identity:
    return flag.rule, flag.side, flag.detail


def _kept(flag: Flag) -> dict[str, Any]:
    """The flag's place and state as JSON."""
    places = {name: None if getattr(flag, name) is None else str(getattr(flag, name)) for name in _PLACE}
    return places | {name: getattr(flag, name) for name in _STATE}


def _take_state(goes_on: Flag, united: Flag) -> bool:
    """Let the flag that goes on ask for as much as either did; whether it is open now and was not."""
    was = str(goes_on.status)
    if _BY_URGENCY.index(united.status) < _BY_URGENCY.index(was):
        for name in (*_STATE, "assessment_id"):
            setattr(goes_on, name, getattr(united, name))
    return was != "open" and str(goes_on.status) == "open"


def _write(flags: list[Flag]) -> None:
    for flag in flags:
        flag.revision += 1
        flag.updated_at = timezone.now()
    names = [*_STATE, "patient", "united_with", "assessment", "revision", "updated_at"]
    Flag.every.bulk_update({flag.pk: flag for flag in flags}.values(), names)


def _tell(flag: Flag, pair: Pair) -> FlagChange:
    FlagEvent.objects.create(
        clinic_id=flag.clinic_id,
        flag=flag,
        change="reopened",
        severity=flag.severity,
        reason="merged",
        by_id=pair.by.membership_id,
    )
    about = {"patient": pair.survivor.pk, "flag": flag.pk, "assessment": flag.assessment_id}
    announce([Happened("flag.reopened", about)], by=pair.by, clinic=pair.survivor.clinic)
    return as_change(flag, "reopened")
