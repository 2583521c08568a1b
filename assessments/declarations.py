"""The rules' declarations as an assessment finds them: those of the rule-set version it was made with."""

import uuid
from functools import lru_cache
from typing import Any

import msgspec

from assessments.declared_words import in_words
from assessments.engine import CATALOGUE, RULE_SET_VERSION
from assessments.models import Assessment, RuleSet
from assessments.rule import declaration
from assessments.thresholds import SetByClinic, Thresholds, shown

Plain = dict[str, Any]


def catalogue_in_use(thresholds: Thresholds) -> Plain:
    """Every rule in use with the thresholds in force, in the order of the catalogue, under the version of the whole."""
    set_by_clinic = thresholds.to_plain()
    items = [_with_thresholds(declaration(rule), set_by_clinic) for rule in CATALOGUE]
    return {"rule_set_version": RULE_SET_VERSION, "items": items}


def _with_thresholds(declared: Plain, set_by_clinic: SetByClinic) -> Plain:
    return in_words(declared | {"local_defaults": [shown(default, set_by_clinic) for default in declared["local_defaults"]]})


def declarations_of(assessment: Assessment) -> dict[str, Plain]:
    """Declarations by rule id, as they were stored: in English."""
    return _rule_set(assessment.clinic_id, assessment.rule_set_id)[1]


def version_of(assessment: Assessment) -> str:
    """The rule-set version that spoke."""
    return _rule_set(assessment.clinic_id, assessment.rule_set_id)[0]


@lru_cache(maxsize=32)
def _rule_set(clinic_id: uuid.UUID, rule_set_id: uuid.UUID) -> tuple[str, dict[str, Plain]]:
    """Version and declarations. Rule sets are never rewritten, so a process reads each one once."""
    row = RuleSet.objects.get(clinic_id=clinic_id, pk=rule_set_id)
    return row.version, {declared["rule"]: declared for declared in msgspec.json.decode(row.catalogue)}
