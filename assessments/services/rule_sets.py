"""The rule set in use, as the clinic's assessments refer to it."""

import uuid

import msgspec
from django.db.models import QuerySet

from assessments.engine import CATALOGUE, RULE_SET_VERSION
from assessments.models import Assessment, RuleSet
from assessments.rule import declaration
from clinic.access.actor import Actor
from clinic.statements import question


def rule_set_id(version: str, current: Assessment | None, by: Actor) -> uuid.UUID:
    """The id of the row with the declarations of `version`; the row is made when the clinic meets the version first."""
    if current is not None and current.rule_set.version == version:
        return current.rule_set_id
    if version != RULE_SET_VERSION:
        raise ValueError(f"The rule set {version} is not the one in use, {RULE_SET_VERSION}.")
    found = _id_of.first(by.clinic_id, version)
    return found or _made(version, by)


@question
def _id_of(clinic_id: uuid.UUID, version: str) -> QuerySet[RuleSet, uuid.UUID]:
    return RuleSet.objects.filter(clinic_id=clinic_id).of_version(version).values_list("pk", flat=True)


def _made(version: str, by: Actor) -> uuid.UUID:
    """Insert it, unless somebody else did meanwhile."""
    declared = msgspec.json.encode([declaration(rule) for rule in CATALOGUE])
    row = RuleSet(clinic_id=by.clinic_id, version=version, catalogue=msgspec.Raw(declared))
    RuleSet.objects.bulk_create([row], ignore_conflicts=True)
    made: RuleSet = RuleSet.objects.visible_to(by).of_version(version).get()
    return made.pk
