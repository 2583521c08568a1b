"""Flags as they are stored: raised, acknowledged, re-opened, resolved, with their history."""

from typing import Any

import msgspec
import pytest

from assessments.flag_actions import Override, Resolution
from assessments.models import Assessment, Examination, Flag, FlagEvent
from assessments.services import acknowledge_flag, override_flag, record_findings, resolve_flag
from clinic.errors import Conflict, NotFound, NotPermitted, Stale
from clinic.models import AuditEvent
from patients.documents import InvalidDocument
from patients.models import Patient
from tests.assessments.examples import clear_gate, current, flag_of, open_one, psoas
from tests.world import World

RULE = "psoas_tender_on_palpation"


@pytest.fixture
def patient(world: World) -> Patient:
    patient = world.north.patient("Núñez Ortega")
    clear_gate(world.north, patient)
    return patient


@pytest.fixture
def draft(world: World, patient: Patient) -> Examination:
    return open_one(world.north.therapist, patient, palpation=[psoas(tenderness=2)])


@pytest.fixture
def flag(draft: Examination, patient: Patient) -> Flag:
    return flag_of(patient, RULE)


def palpated(world: World, draft: Examination, *findings: dict[str, Any]) -> tuple[Any, ...]:
    """Record findings; answers what changed."""
    draft.refresh_from_db()
    return record_findings(
        by=world.north.therapist, examination_id=draft.pk, patch={"palpation": list(findings)}, expected_revision=draft.revision
    ).flags_changed


def test_a_present_verdict_raises_one_flag(world: World, patient: Patient) -> None:
    written = record_findings(
        by=world.north.therapist,
        examination_id=open_one(world.north.therapist, patient).pk,
        patch={"palpation": [psoas(tenderness=2)]},
        expected_revision=1,
    )
    flag = flag_of(patient, RULE)
    assert [(c.flag_id, c.side, c.severity, c.change) for c in written.flags_changed if c.rule == RULE] == [
        (flag.pk, "right", "low", "raised")
    ]
    assert (flag.status, flag.gate, flag.provisional, flag.assessment_id) == ("open", "clear", False, current(patient).pk)


def test_the_same_finding_told_again_changes_nothing(world: World, draft: Examination, flag: Flag) -> None:
    revision, assessments = flag.revision, Assessment.objects.count()
    assert palpated(world, draft, psoas(tenderness=2)) == ()
    flag.refresh_from_db()
    assert (flag.revision, Assessment.objects.count()) == (revision, assessments)


def test_an_acknowledged_flag_stays_so_until_the_severity_rises(world: World, draft: Examination, flag: Flag) -> None:
    acknowledge_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=flag.revision)
    palpated(world, draft, {"muscle": "iliacus", "side": "left", "tenderness": 0})
    flag.refresh_from_db()
    assert flag.status == "acknowledged"
    changes = palpated(world, draft, psoas(tenderness=4))
    flag.refresh_from_db()
    assert (flag.status, flag.severity) == ("open", "high")
    assert ("reopened", flag.pk) in [(change.change, change.flag_id) for change in changes]


def test_an_absent_verdict_resolves_and_a_present_one_reopens_the_same_flag(world: World, draft: Examination, flag: Flag) -> None:
    palpated(world, draft, psoas(tenderness=0), psoas("left", tenderness=0))
    flag.refresh_from_db()
    assert (flag.status, flag.is_present) == ("resolved", False)
    palpated(world, draft, psoas(tenderness=2))
    flag.refresh_from_db()
    assert (flag.status, flag.is_present) == ("open", True)
    changes = FlagEvent.objects.filter(flag=flag).order_by("id").values_list("change", "reason")
    assert list(changes) == [("raised", ""), ("resolved", "absent"), ("reopened", "present_again")]


def test_an_undetermined_verdict_leaves_the_flag(world: World, draft: Examination, flag: Flag) -> None:
    palpated(world, draft, psoas(tenderness=None))
    flag.refresh_from_db()
    assert (flag.status, flag.is_present) == ("open", True)


def test_the_other_side_is_another_flag(world: World, draft: Examination, flag: Flag) -> None:
    palpated(world, draft, psoas(tenderness=0), psoas("left", tenderness=3))
    flag.refresh_from_db()
    assert flag.status == "resolved"
    assert flag_of(flag.patient, RULE).side == "left"


def test_a_closed_gate_blocks_the_flag_and_keeps_it(world: World, draft: Examination, flag: Flag) -> None:
    record_findings(
        by=world.north.therapist, examination_id=draft.pk, patch={"abdomen": {"guarding": "yes"}}, expected_revision=1
    )
    flag.refresh_from_db()
    assert (flag.status, flag.gate, flag.blocked_by) == ("open", "emergency", "gate")


def test_an_override_needs_a_reason_and_keeps_it(world: World, flag: Flag) -> None:
    by = world.north.therapist
    with pytest.raises(InvalidDocument):
        Override(reason_code="other")
    document = Override(reason_code="examined_elsewhere", reason="Seen by her physician")
    row = override_flag(by=by, flag_id=flag.pk, document=document, expected_revision=flag.revision)
    assert (row.status, row.revision) == ("overridden", flag.revision + 1)
    event = FlagEvent.objects.filter(flag=flag).latest("id")
    assert (event.reason_code, event.reason) == ("examined_elsewhere", "Seen by her physician")


def test_a_resolved_flag_is_not_touched_by_hand(world: World, flag: Flag) -> None:
    by = world.north.therapist
    row = resolve_flag(by=by, flag_id=flag.pk, document=Resolution(reason_code="addressed"), expected_revision=flag.revision)
    with pytest.raises(Conflict) as refused:
        acknowledge_flag(by=by, flag_id=flag.pk, expected_revision=row.revision)
    assert refused.value.code == "flag_is_resolved"


def test_a_flag_is_acknowledged_once(world: World, flag: Flag) -> None:
    row = acknowledge_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=flag.revision)
    with pytest.raises(Conflict) as refused:
        acknowledge_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=row.revision)
    assert refused.value.code == "flag_is_not_open"


def test_a_stale_reader_does_not_act(world: World, flag: Flag) -> None:
    with pytest.raises(Stale):
        acknowledge_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=flag.revision + 1)


def test_acting_leaves_one_audit_event(world: World, flag: Flag) -> None:
    before = AuditEvent.objects.count()
    acknowledge_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=flag.revision)
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.latest("id").action == "flag.acknowledged"


def test_the_front_desk_does_not_act_on_flags(world: World, flag: Flag) -> None:
    with pytest.raises(NotPermitted):
        acknowledge_flag(by=world.north.front_desk, flag_id=flag.pk, expected_revision=flag.revision)


def test_another_clinic_finds_no_flag(world: World, flag: Flag) -> None:
    with pytest.raises(NotFound):
        acknowledge_flag(by=world.south.therapist, flag_id=flag.pk, expected_revision=flag.revision)


def test_every_present_verdict_has_its_flag_but_the_summary_that_only_counts(world: World, draft: Examination) -> None:
    present = {said["rule"] for said in msgspec.json.decode(current(draft.patient).verdicts) if said["status"] == "present"}
    assert "psoas_cascade_summary" in present
    flags = Flag.objects.filter(patient=draft.patient, is_present=True)
    raised = {flag.rule for flag in flags}
    assert present - raised == {"psoas_cascade_summary"}
