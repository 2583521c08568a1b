"""Two records of one person become one, and two again: every row goes over, none is lost, and the old id leads on."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from assessments.flag_actions import Override
from assessments.models import Assessment, Examination, Finding, Flag, FlagEvent
from assessments.services import acknowledge_flag, amend_examination, open_examination, override_flag, sign_examination
from clinic.access.roles import Role
from clinic.errors import ClinicError, Conflict, Invalid, NotFound, NotPermitted, Stale
from clinic.models import AuditEvent
from patients import moving
from patients.documents import Identifier, Intake, PatientDocument, PriorTreatment, read
from patients.models import IntakeHistory, Patient, PatientIdentifier, PatientMerge
from patients.models import PriorTreatment as TreatmentRow
from patients.services import (
    correct_demographics,
    merge_patients,
    preview_merge,
    record_intake,
    record_prior_treatment,
    register_patient,
    unmerge_patients,
)
from tests.assessments.examples import examined, flag_of, open_one, psoas
from tests.house.test_services import state
from tests.world import KELLER_INTAKE, KELLER_TREATMENT, World

pytestmark = pytest.mark.django_db
NEVER = "hip_flexors_never_examined"


@pytest.fixture
def survivor(world: World) -> Patient:
    return world.north.patient("Keller")


@pytest.fixture
def duplicate(world: World) -> Patient:
    """The same man, registered again: with another number, an intake, a treatment and an examination."""
    by = world.north.therapist
    document = {
        "family_name": "Keller",
        "given_name": "Martín",
        "birth_date": "1979-03-14",
        "email": "m@example.org",
        "identifiers": [{"system": "a", "value": "1"}, {"system": "b", "value": "2"}],
    }
    row = register_patient(by=by, document=read(PatientDocument, document)).row
    record_intake(by=by, patient_id=row.pk, document=read(Intake, KELLER_INTAKE))
    record_prior_treatment(by=by, patient_id=row.pk, document=read(PriorTreatment, {**KELLER_TREATMENT, "sessions_min": 7}))
    open_one(by, row, palpation=[psoas()])
    return row


def merge(world: World, survivor: Patient, duplicate: Patient, act: Any = merge_patients, **given: Any) -> Any:
    return act(
        **{
            "by": world.north.manager,
            "patient_id": survivor.pk,
            "duplicate_id": duplicate.pk,
            "expected_revision": Patient.every.get(pk=survivor.pk).revision,
            "duplicate_revision": Patient.every.get(pk=duplicate.pk).revision,
            **given,
        }
    )


def unmerge(world: World, survivor: Patient, duplicate: Patient, **given: Any) -> Any:
    return unmerge_patients(
        **{
            "by": world.north.manager,
            "patient_id": survivor.pk,
            "duplicate_id": duplicate.pk,
            "expected_revision": Patient.every.get(pk=survivor.pk).revision,
            **given,
        }
    )


def rows_of(patient: Patient) -> dict[str, list[Any]]:
    """The ids of every row that refers to a person, by table."""
    return {
        name: sorted(key.model._base_manager.filter(**{key.name: patient}).values_list("pk", flat=True))
        for name, key in moving.keys_to_patients().items()
    }


# --- what is refused ---------------------------------------------------------------------------------------------------------


def test_who_may_not_merges_nobody(world: World, survivor: Patient, duplicate: Patient) -> None:
    before = state()
    for by in (world.north.front_desk, world.north.therapist, world.north.auditor):
        for act in (merge_patients, preview_merge):
            with pytest.raises(NotPermitted, match="merge_patient"):
                merge(world, survivor, duplicate, act, by=by)
    assert state() == before


def test_nobody_is_merged_across_clinics(world: World, survivor: Patient) -> None:
    baker = world.south.patient("Baker")
    for one, other in ((survivor, baker), (baker, survivor)):
        with pytest.raises(NotFound):
            merge(world, one, other)


def test_nobody_is_merged_with_himself(world: World, survivor: Patient) -> None:
    with pytest.raises(Invalid) as refusal:
        merge(world, survivor, survivor)
    assert [problem.pointer for problem in refusal.value.problems] == ["/duplicate_id"]


@pytest.mark.parametrize("given", [{"expected_revision": 9}, {"duplicate_revision": 9}])
def test_who_has_not_seen_both_merges_nothing(world: World, survivor: Patient, duplicate: Patient, given: Any) -> None:
    before = state()
    with pytest.raises(Stale):
        merge(world, survivor, duplicate, **given)
    assert state() == before


@pytest.mark.parametrize("take", [("phone",), ("no_such_field",), ("birth_date", "address")])
def test_what_the_duplicate_does_not_record_cannot_be_taken(
    world: World, survivor: Patient, duplicate: Patient, take: Any
) -> None:
    with pytest.raises(Invalid) as refusal:
        merge(world, survivor, duplicate, take=take)
    assert [problem.pointer for problem in refusal.value.problems] == [f"/take/{len(take) - 1}"]


def test_a_record_is_merged_once(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    with pytest.raises(Conflict) as refusal:
        merge(world, world.north.patient("Okafor"), duplicate)
    assert refusal.value.code == "patient_merged"
    with pytest.raises(Invalid):  # the old id is the survivor now
        merge(world, duplicate, survivor)


# --- what goes over ----------------------------------------------------------------------------------------------------------


def test_every_table_that_refers_to_a_person_is_found() -> None:
    """Asked of the models another way: whoever adds a table need not think of it."""
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.related_model is Patient
    }
    of_the_merge = {"patients.Patient.merged_into", "patients.PatientMerge.survivor", "patients.PatientMerge.duplicate"}
    assert set(moving.keys_to_patients()) == keys - of_the_merge
    assert len(keys) >= 9


def test_what_is_unique_within_a_person_has_a_mover_of_its_own() -> None:
    for name, key in moving.keys_to_patients().items():
        unique = [c for c in key.model._meta.constraints if key.name in getattr(c, "fields", ()) and hasattr(c, "nulls_distinct")]
        if unique or key.unique:
            assert not isinstance(moving.mover_of(key), moving.PlainMover), name


def test_all_rows_go_over_in_one_transaction(world: World, survivor: Patient, duplicate: Patient) -> None:
    own, theirs, events = rows_of(survivor), rows_of(duplicate), AuditEvent.objects.count()
    findings = Finding.objects.count()
    merged = merge(world, survivor, duplicate)
    now = rows_of(survivor)
    assert not any(rows_of(duplicate).values())
    for name in own:
        assert set(now[name]) >= {*own[name], *theirs[name]}, name
    assert Finding.objects.count() == findings
    assert merged.moved == {
        "patient_identifier": 2, "intake_history": 1, "prior_treatment": 1, "examination": 1,
        "assessment": len(theirs["assessments.Assessment.patient"]), "flag": len(theirs["assessments.Flag.patient"]),
    }  # fmt: skip
    event = AuditEvent.objects.latest("id")
    assert (AuditEvent.objects.count(), event.action, event.patient_id) == (events + 1, "patient.merged", survivor.pk)
    assert event.details["duplicate"] == str(duplicate.pk)


def test_the_survivor_is_assessed_with_what_both_recorded(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    newest = Assessment.objects.filter(patient=survivor).latest("number")
    assert newest.created_at == max(Assessment.objects.filter(patient=survivor).values_list("created_at", flat=True))
    document = bytes(newest.case_document)
    assert document.count(b'"sessions_min"') == 2
    assert b'"tenderness": 3' in document
    numbers = sorted(Assessment.objects.filter(patient=survivor).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_merge_with_an_empty_record_is_assessed_anew_all_the_same(world: World, survivor: Patient) -> None:
    empty = register_patient(by=world.north.front_desk, document=PatientDocument(family_name="Keller")).row
    merge(world, survivor, empty)
    newest = Assessment.objects.filter(patient=survivor).latest("number")
    assert b'"sessions_min"' in bytes(newest.case_document)
    assert {flag.assessment_id for flag in Flag.objects.filter(patient=survivor, is_present=True)} == {newest.pk}


def test_the_survivor_says_what_it_said_and_what_only_the_duplicate_said(
    world: World, survivor: Patient, duplicate: Patient
) -> None:
    merged = merge(world, survivor, duplicate)
    document = Patient.objects.get(pk=survivor.pk).document()
    assert (document.given_name, document.phone, document.email) == ("Martin", "+1 (555) 010-1234", "m@example.org")
    assert document.identifiers == (Identifier(system="a", value="1"), Identifier(system="b", value="2"))
    kept = {each.field: each.kept for each in merged.differences}
    assert kept == {"given_name": "survivor", "sex": "survivor", "email": "duplicate", "phone": "survivor"}


def test_one_may_choose_what_the_survivor_says(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate, take=("given_name",))
    document = Patient.objects.get(pk=survivor.pk).document()
    assert (document.given_name, document.email) == ("Martín", None)


def test_a_preview_says_the_same_and_stores_nothing(world: World, survivor: Patient, duplicate: Patient) -> None:
    before = state()
    seen = merge(world, survivor, duplicate, preview_merge)
    assert state() == before
    done = merge(world, survivor, duplicate)
    assert (seen.moved, seen.differences) == (done.moved, done.differences)
    assert [(c.rule, c.side, c.change) for c in seen.flags_changed] == [(c.rule, c.side, c.change) for c in done.flags_changed]


# --- the old id --------------------------------------------------------------------------------------------------------------


def test_the_old_id_leads_to_the_survivor_everywhere(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    client = world.north.rest(Role.MANAGER)
    for tail in ("", "/intakes", "/prior-treatments", "/examinations", "/assessment", "/assessments"):
        old, new = (client.get(f"/api/v1/patients/{row.pk}{tail}") for row in (duplicate, survivor))
        assert (old.status_code, old.json()) == (200, new.json()), tail
    answer = client.get(f"/api/v1/patients/{duplicate.pk}")
    assert answer["Content-Location"] == f"/api/v1/patients/{survivor.pk}"
    assert answer.json()["merged_from"] == [str(duplicate.pk)]
    flags = [client.get("/api/v1/flags", {"patient_id": str(row.pk)}).json()["items"] for row in (duplicate, survivor)]
    assert flags[0] == flags[1] != []


def test_nobody_finds_the_duplicate_in_a_list(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    found = world.north.rest(Role.MANAGER).get("/api/v1/patients", {"name": "keller"}).json()["items"]
    assert [item["id"] for item in found] == [str(survivor.pk)]
    assert list(Patient.objects.visible_to(world.north.manager).named("keller")) == [survivor]
    elsewhere = world.south.rest(Role.MANAGER).get(f"/api/v1/patients/{duplicate.pk}")
    assert elsewhere.status_code == 404


def test_what_is_written_under_the_old_id_is_the_survivors(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    by = world.north.therapist
    intake = record_intake(by=by, patient_id=duplicate.pk, document=read(Intake, {"pain_now": 1})).row
    examination = open_examination(by=by, patient_id=duplicate.pk, document=examined(palpation=[psoas("left")])).row
    assert (intake.patient_id, examination.patient_id) == (survivor.pk, survivor.pk)
    revision = Patient.objects.get(pk=survivor.pk).revision
    document = PatientDocument(family_name="Keller-Roth")
    correct_demographics(by=by, patient_id=duplicate.pk, document=document, expected_revision=revision)
    assert Patient.objects.get(pk=survivor.pk).family_name == "Keller-Roth"


def test_an_etag_of_the_duplicate_does_not_pass_for_the_survivors(world: World, survivor: Patient, duplicate: Patient) -> None:
    old = Patient.objects.get(pk=duplicate.pk).revision
    merge(world, survivor, duplicate)
    with pytest.raises(Stale):
        correct_demographics(
            by=world.north.manager, patient_id=duplicate.pk, document=PatientDocument(family_name="X"), expected_revision=old
        )


def test_chains_lead_to_their_end(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    okafor = world.north.patient("Okafor")
    merge(world, okafor, survivor)
    answer = world.north.rest(Role.MANAGER).get(f"/api/v1/patients/{duplicate.pk}").json()
    assert answer["id"] == str(okafor.pk)
    flag = Flag.every.filter(united_with__isnull=False).first()
    assert flag is not None
    assert flag.united_with is not None
    assert flag.united_with.united_with_id is None
    for undone in ((okafor, survivor), (survivor, duplicate)):
        unmerge(world, *undone)
    assert Flag.every.filter(united_with__isnull=False).count() == 0
    assert not any(set(a) & set(b) for a, b in zip(rows_of(survivor).values(), rows_of(duplicate).values(), strict=True))


# --- flags -------------------------------------------------------------------------------------------------------------------


def test_the_same_flag_goes_on_once_with_the_history_of_both(world: World, survivor: Patient, duplicate: Patient) -> None:
    own, other = flag_of(survivor, NEVER), flag_of(duplicate, NEVER)
    by = world.north.therapist
    override_flag(by=by, flag_id=own.pk, document=Override(reason_code="examined_elsewhere"), expected_revision=own.revision)
    merged = merge(world, survivor, duplicate)
    flag = flag_of(survivor, NEVER)
    assert (flag.pk, flag.status) == (own.pk, "open")
    assert (own.pk, "reopened") in [(change.flag_id, change.change) for change in merged.flags_changed]
    history = [(event.flag_id, event.change) for event in FlagEvent.objects.of(flag)]
    assert [h for h in history if h[0] == other.pk]
    assert history[-1] == (own.pk, "reopened")
    client = world.north.rest(Role.MANAGER)
    assert client.get(f"/api/v1/flags/{other.pk}").json()["id"] == str(own.pk)
    acknowledge_flag(by=by, flag_id=other.pk, expected_revision=flag.revision)
    assert flag_of(survivor, NEVER).status == "acknowledged"
    listed = client.get("/api/v1/flags", {"rule": NEVER}).json()["items"]
    assert [item["id"] for item in listed if item["patient_id"] == str(survivor.pk)] == [str(own.pk)]


# --- undoing -----------------------------------------------------------------------------------------------------------------


def test_undoing_puts_back_exactly_what_moved(world: World, survivor: Patient, duplicate: Patient) -> None:
    own, theirs = rows_of(survivor), rows_of(duplicate)
    said = {row.pk: Patient.objects.get(pk=row.pk).document() for row in (survivor, duplicate)}
    flags = {flag.pk: (flag.status, flag.is_present, flag.severity) for flag in Flag.objects.all()}
    numbers = dict(Assessment.objects.values_list("pk", "number"))
    merge(world, survivor, duplicate)
    events = AuditEvent.objects.count()
    unmerged = unmerge(world, survivor, duplicate)
    for row, before in ((survivor, own), (duplicate, theirs)):
        now = rows_of(row)
        assert {name: ids for name, ids in now.items() if "Assessment" not in name and "Flag" not in name} == {
            name: ids for name, ids in before.items() if "Assessment" not in name and "Flag" not in name
        }
        assert set(now["assessments.Assessment.patient"]) >= set(before["assessments.Assessment.patient"])
        assert set(now["assessments.Flag.patient"]) >= set(before["assessments.Flag.patient"])
        assert Patient.objects.get(pk=row.pk).document() == said[row.pk]
    assert {pk: n for pk, n in Assessment.objects.values_list("pk", "number") if pk in numbers} == numbers
    assert {f.pk: (f.status, f.is_present, f.severity) for f in Flag.objects.filter(pk__in=flags)} == flags
    for flag in Flag.objects.select_related("assessment"):
        assert flag.patient_id == flag.assessment.patient_id
    assert (AuditEvent.objects.count(), unmerged.stayed) == (events + 1, {})
    assert PatientMerge.objects.get().undone_by_id == world.north.manager.membership_id
    client = world.north.rest(Role.MANAGER)
    assert client.get(f"/api/v1/patients/{duplicate.pk}").json()["id"] == str(duplicate.pk)
    merge(world, survivor, duplicate)


def test_what_came_later_stays_and_is_told(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    by = world.north.therapist
    later = record_intake(by=by, patient_id=survivor.pk, document=read(Intake, {"pain_now": 1})).row
    unmerged = unmerge(world, survivor, duplicate)
    assert unmerged.stayed == {"intake_history": 1}
    assert IntakeHistory.objects.get(pk=later.pk).patient_id == survivor.pk
    assert IntakeHistory.objects.filter(patient=duplicate).count() == 1


def test_an_amendment_goes_back_with_what_it_amends(world: World, survivor: Patient, duplicate: Patient) -> None:
    by = world.north.therapist
    row = Examination.objects.get(patient=duplicate)
    sign_examination(by=by, examination_id=row.pk, expected_revision=row.revision)
    merge(world, survivor, duplicate)
    row.refresh_from_db()
    patch = {"palpation": [psoas("left", tenderness=1)]}
    amendment = amend_examination(
        by=by, examination_id=row.pk, patch=patch, reason="Both sides", expected_revision=row.revision
    ).row
    unmerge(world, survivor, duplicate)
    assert set(Examination.objects.filter(patient=duplicate).values_list("pk", flat=True)) == {row.pk, amendment.pk}


def test_what_was_corrected_since_stands(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    now = Patient.objects.get(pk=survivor.pk)
    identifiers = (Identifier(system="new", value="9"), Identifier(system="b", value="2"))
    document = PatientDocument(family_name="Keller", email="new@example.org", identifiers=identifiers)
    correct_demographics(by=world.north.manager, patient_id=now.pk, document=document, expected_revision=now.revision)
    unmerge(world, survivor, duplicate)
    survivor_now, duplicate_now = (Patient.objects.get(pk=row.pk).document() for row in (survivor, duplicate))
    assert survivor_now.email == "new@example.org"
    assert survivor_now.identifiers == (Identifier(system="new", value="9"),)
    assert duplicate_now.identifiers == (Identifier(system="b", value="2"),)
    assert PatientIdentifier.objects.filter(patient=duplicate).get().position == 0


def test_what_somebody_did_with_a_flag_since_stands(world: World, survivor: Patient, duplicate: Patient) -> None:
    merge(world, survivor, duplicate)
    flag = flag_of(survivor, NEVER)
    acknowledge_flag(by=world.north.therapist, flag_id=flag.pk, expected_revision=flag.revision)
    unmerge(world, survivor, duplicate)
    assert (flag_of(survivor, NEVER).status, flag_of(duplicate, NEVER).status) == ("acknowledged", "open")


def test_merges_are_undone_in_reverse_order(world: World, survivor: Patient, duplicate: Patient) -> None:
    okafor = world.north.patient("Okafor")
    merge(world, survivor, duplicate)
    merge(world, survivor, okafor)
    before = state()
    with pytest.raises(Conflict) as refusal:
        unmerge(world, survivor, duplicate)
    assert refusal.value.code == "merge_is_not_the_last"
    assert str(okafor.pk) in refusal.value.detail
    assert state() == before
    unmerge(world, survivor, okafor)
    unmerge(world, survivor, duplicate)


def test_what_is_not_merged_cannot_be_undone(world: World, survivor: Patient, duplicate: Patient) -> None:
    refusals: list[ClinicError] = []
    for other in (duplicate, world.south.patient("Baker")):
        with pytest.raises(ClinicError) as refusal:
            unmerge(world, survivor, other)
        refusals.append(refusal.value)
    assert [refusal.code for refusal in refusals] == ["not_merged", "not_found"]


def test_a_treatment_entered_twice_is_there_twice_until_somebody_says_so(
    world: World, survivor: Patient, duplicate: Patient
) -> None:
    """Merging never guesses that two rows tell the same."""
    merge(world, survivor, duplicate)
    assert TreatmentRow.objects.filter(patient=survivor).in_force().count() == 2
