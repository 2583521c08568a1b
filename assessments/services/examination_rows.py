"""An examination and its findings as rows: a new one, and a draft rewritten with as few statements as it takes."""

from django.utils import timezone

from assessments import document
from assessments.document import FindingPart
from assessments.merging import KINDS
from assessments.models import Examination, Finding
from assessments.models.finding import VALUE_COLUMNS
from clinic.access.actor import Actor
from clinic.models.documents import columns_of
from clinic.statements import insert, update
from patients.documents import Problem
from patients.models import Patient
from patients.refusals import invalid
from patients.services.locking import changed_fields

Key = tuple[str, str, str]
"""kind, site, side: what makes a finding the same one in its examination."""

_KEY_COLUMNS = ["clinic", "examination", "kind", "site", "side"]
_CHANGING = ["absent_reason", *VALUE_COLUMNS, "updated_at"]
_NOT_FROM_DOCUMENT = ("status",)


def refuse_future(new: document.Examination, patient: Patient) -> None:
    """Nothing can have been examined after today, as the clinic counts days."""
    if new.examined_at is None:
        return
    today = timezone.now().astimezone(patient.clinic.zone).date()
    if new.examined_at.astimezone(patient.clinic.zone).date() > today:
        raise invalid([Problem("/examined_at", "in_the_future", f"must not be after today, {today}")])


def new_row(patient: Patient, new: document.Examination, *, by: Actor, **others: object) -> Examination:
    """Insert the examination with its findings."""
    row = Examination(clinic=patient.clinic, patient=patient, recorded_by_id=by.membership_id)
    _take(row, new)
    for name, value in others.items():
        setattr(row, name, value)
    row.known = new
    insert([row])
    insert([_finding(row, key, part) for key, part in by_key(new).items()])
    return row


def rewrite(row: Examination, old: document.Examination, new: document.Examination) -> None:
    """Make a draft that holds `old` hold `new`, touching only the findings that differ."""
    before, after = by_key(old), by_key(new)
    changed = [_finding(row, key, part) for key, part in after.items() if before.get(key) != part]
    gone = before.keys() - after.keys()
    if gone:
        _delete(row, gone)
    insert(changed, replacing=_CHANGING, unique=_KEY_COLUMNS)
    _take(row, new)
    row.known = new
    row.revision += 1
    update(row)


def by_key(examination: document.Examination) -> dict[Key, FindingPart]:
    """Every finding of an examination."""
    return {(kind, *part.key()): part for kind in KINDS for part in getattr(examination, kind) or ()}


def changed_names(old: document.Examination, new: document.Examination) -> list[str]:
    """What differs, by name: columns, lists, and findings as `palpation/psoas_major/left`; never a value."""
    before, after = by_key(old), by_key(new)
    findings = ["/".join(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return changed_fields(old, new) + sorted(findings)


def _take(row: Examination, new: document.Examination) -> None:
    for name, value in columns_of(new).items():
        if name not in _NOT_FROM_DOCUMENT:
            setattr(row, name, value)


def _finding(row: Examination, key: Key, part: FindingPart) -> Finding:
    kind, site, side = key
    values = {name: value for name, value in columns_of(part).items() if name not in (part.SITE, "side")}
    return Finding(clinic_id=row.clinic_id, examination=row, kind=kind, site=site, side=side, **values)


def _delete(row: Examination, keys: set[Key]) -> None:
    rows = Finding.objects.of(row)
    found = [finding.pk for finding in rows.only("kind", "site", "side") if (finding.kind, finding.site, finding.side) in keys]
    rows.filter(pk__in=found).delete()
