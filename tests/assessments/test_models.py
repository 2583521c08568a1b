"""What the tables refuse by themselves, whoever writes to them."""

from typing import Any, get_args

import msgspec
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import anatomy, document
from assessments.document import FindingPart
from assessments.merging import KINDS
from assessments.models import Assessment, Examination, Finding, Flag
from clinic.models.documents import columns_of
from tests.assessments.examples import current, open_one
from tests.world import World

ANOTHER_SITE = {"palpation": "hop", "strength": "psoas_major"}
VALUES: dict[str, dict[str, Any]] = {
    "palpation": {"site": "psoas_major", "tenderness": 2},
    "length_tests": {"site": "modified_thomas", "hip_extension_deg": -3.5},
    "strength": {"site": "hip_flexion", "grade": "4-"},
    "range_of_motion": {"site": "hip_flexion", "painful": "yes"},
    "special_tests": {"site": "hop", "result": "negative"},
}


@pytest.fixture
def draft(world: World) -> Examination:
    return open_one(world.north.therapist, world.north.patient("Keller"))


def insert(draft: Examination, kind: str, **values: Any) -> Finding:
    with transaction.atomic():
        return Finding.objects.create(
            clinic_id=draft.clinic_id, examination=draft, kind=kind, **{"side": "left", **VALUES[kind], **values}
        )


def refused(constraint: str, draft: Examination, kind: str, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        insert(draft, kind, **values)


def test_the_columns_are_those_of_the_documents() -> None:
    held = {field.name for field in Examination._meta.get_fields()}
    assert set(columns_of(document.Examination())) <= held
    held = {field.name for field in Finding._meta.get_fields()}
    for part in KINDS.values():
        assert set(columns_of(_blank(part))) - {part.SITE} <= held


def _blank(part: type[FindingPart]) -> FindingPart:
    site = next(field.type for field in msgspec.structs.fields(part) if field.name == part.SITE)
    return part(**{part.SITE: get_args(site)[0], "side": "left", "absent_reason": "unable"})


@pytest.mark.parametrize("kind", KINDS)
def test_a_finding_needs_a_value_or_an_absent_reason_and_not_both(draft: Examination, kind: str) -> None:
    nothing = {name: "not_asked" if name == "painful" else None for name in VALUES[kind] if name != "site"}
    refused("value_or_reason", draft, kind, **nothing)
    refused("value_or_reason", draft, kind, absent_reason="declined")
    for number, reason in enumerate(get_args(anatomy.AbsentReason)):
        insert(draft, kind, **nothing, absent_reason=reason, side=["left", "right", "unknown"][number % 3]).delete()
    insert(draft, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_own_sites(draft: Examination, kind: str) -> None:
    refused(f"finding_{kind}_site", draft, kind, site=ANOTHER_SITE.get(kind, "psoas_major"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_only_its_own_columns(draft: Examination, kind: str) -> None:
    foreign = {"tenderness": 0} if kind != "palpation" else {"grade": "5"}
    refused("own_columns", draft, kind, **foreign)
    foreign_answer = {"groin_pain": "no"} if kind != "special_tests" else {"pelvis_stabilised": "no"}
    refused("own_columns", draft, kind, **foreign_answer)


def test_an_unknown_kind_is_refused(draft: Examination) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(clinic_id=draft.clinic_id, examination=draft, kind="guess", site="psoas_major", side="left")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("palpation", {"tenderness": 5}),
        ("palpation", {"tenderness": -1}),
        ("palpation", {"tone": "hard"}),
        ("palpation", {"note": "x" * 4001}),
        ("palpation", {"trigger_point_taut_band": "perhaps"}),
        ("palpation", {"side": "both"}),
        ("length_tests", {"hip_extension_deg": 45.5}),
        ("length_tests", {"hip_extension_deg": -61}),
        ("strength", {"grade": "6"}),
        ("strength", {"dynamometer_kg": 301}),
        ("range_of_motion", {"degrees": 151}),
        ("range_of_motion", {"site": "hip_extension", "degrees": 61}),
        ("range_of_motion", {"site": "hip_internal_rotation", "degrees": 91}),
        ("special_tests", {"knee_flexion_deg": 151}),
    ],
)
def test_bounds_hold_in_the_database(draft: Examination, kind: str, values: dict[str, Any]) -> None:
    refused("finding_", draft, kind, **values)


def test_one_finding_per_kind_site_and_side(draft: Examination) -> None:
    insert(draft, "palpation")
    refused("finding_once_per_site_and_side", draft, "palpation")


@pytest.mark.parametrize(
    "values",
    [
        {"status": "perfect"},
        {"status": "final"},
        {"status": "amended", "signed_at": timezone.now(), "examined_at": timezone.now()},
        {"status": "entered_in_error"},
        {"status": "entered_in_error", "error_reason": "  "},
        {"posture_pelvic_tilt_deg": 41},
        {"breathing_pattern": "loud"},
        {"neuro_reflex_change": "perhaps"},
    ],
)
def test_an_examination_that_cannot_be_is_refused(draft: Examination, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Examination.objects.filter(pk=draft.pk).update(**values)


def test_assessment_numbers_and_flags_are_unique(world: World) -> None:
    row = current(world.north.patient("Keller"))
    again = Assessment(**{f.attname: getattr(row, f.attname) for f in Assessment._meta.concrete_fields if f.name != "id"})
    with pytest.raises(IntegrityError, match="assessment_number_once"), transaction.atomic():
        again.save()
    flag = Flag.objects.filter(patient=row.patient)[0]
    twin = Flag(**{f.attname: getattr(flag, f.attname) for f in Flag._meta.concrete_fields if f.name != "id"})
    with pytest.raises(IntegrityError, match="flag_once"), transaction.atomic():
        twin.save()
