"""No change of the REST interface goes unnoticed, and none that breaks a client goes unannounced."""

import copy
from typing import Any

import pytest

from tests.contracts.compare import incompatible
from tests.contracts.snapshot import CHANGELOG, contract, kept, unannounced


def test_what_breaks_a_client_is_in_the_changelog() -> None:
    assert unannounced(kept(), contract(), CHANGELOG.read_text()) == []


def test_the_snapshot_is_current() -> None:
    assert contract() == kept(), "the REST interface has changed: run `make contract`"


def schema(name: str) -> tuple[str, ...]:
    return "components", "schemas", name


def change(document: Any, path: tuple[str, ...], name: str, value: Any) -> None:
    for step in path:
        document = document[step]
    if value is None:
        del document[name]
    else:
        document[name] = value


LIST = ("paths", "/api/v1/patients", "get")
BREAKING = [
    (("paths",), "/api/v1/me", None, "GET /api/v1/me: removed"),
    (LIST, "operationId", "find_patients", "list_patients: is now called find_patients"),
    ((*schema("IntakeAnswer"), "properties"), "pain_now", None, "get_intake 200/pain_now: removed"),
    ((*schema("NewIntakeRequest"), "properties"), "pain_now", None, "create_patient_intake body/pain_now: removed"),
    (schema("NewIntakeRequest"), "required", ["source"], "create_patient_intake body/source: now required"),
    (schema("IntakeAnswer"), "required", ["id"], "get_intake 200/revision: no longer certain"),
    (
        (*schema("IntakeAnswer"), "properties"),
        "pain_now",
        {"type": "string"},
        "get_intake 200/pain_now: no longer integer",
    ),
    (
        (*schema("FlagItem"), "properties"),
        "status",
        {"enum": ["open", "acknowledged", "resolved"]},
        "list_flags 200/items/*/status: no longer 'overridden'",
    ),
    (
        (*schema("FlagItem"), "properties"),
        "rule",
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "list_flags 200/items/*/rule: now also null",
    ),
    (
        (*schema("NewIntakeRequest"), "properties"),
        "chief_complaint",
        {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]},
        "create_patient_intake body/chief_complaint: narrower maxLength",
    ),
    (
        (*schema("NewIntakeRequest"), "properties"),
        "pain_now",
        {"type": "integer", "minimum": 0, "maximum": 10},
        "create_patient_intake body/pain_now: no longer null",
    ),
    ((*LIST, "responses", "200"), "headers", {}, "list_patients 200 header X-Request-Id: removed"),
]


@pytest.mark.parametrize(("path", "name", "value", "told"), BREAKING, ids=lambda given: str(given)[:40])
def test_what_breaks_a_client_is_told(path: Any, name: str, value: Any, told: str) -> None:
    new = copy.deepcopy(kept())
    change(new, path, name, value)
    assert told in incompatible(kept(), new)
    assert told in unannounced(kept(), new, "")
    assert told not in unannounced(kept(), new, f"* `{told}`, because of this")


COMPATIBLE: list[tuple[tuple[str, ...], str, Any]] = [
    ((*schema("IntakeAnswer"), "properties"), "mood", {"type": "string"}),
    ((*schema("NewIntakeRequest"), "properties"), "mood", {"type": "string"}),
    ((*schema("FlagItem"), "properties"), "status", {"enum": ["acknowledged", "open", "overridden", "resolved", "asleep"]}),
    ((*schema("NewIntakeRequest"), "properties"), "pain_now", {"anyOf": [{"type": "integer", "maximum": 99}, {"type": "null"}]}),
    (schema("IntakeRequest"), "required", []),
    (("paths",), "/api/v1/new", {}),
]


@pytest.mark.parametrize(("path", "name", "value"), COMPATIBLE, ids=lambda given: str(given)[:40])
def test_what_a_client_need_not_notice_is_not_told(path: Any, name: str, value: Any) -> None:
    new = copy.deepcopy(kept())
    change(new, path, name, value)
    assert incompatible(kept(), new) == []


def test_a_new_required_parameter_breaks() -> None:
    new = copy.deepcopy(kept())
    new["paths"]["/api/v1/patients"]["get"]["parameters"].append(
        {"in": "query", "name": "clinic", "required": True, "schema": {}}
    )
    assert incompatible(kept(), new) == ["list_patients clinic: now required"]
