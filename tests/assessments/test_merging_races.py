"""Merges at the same moment as other merges and other writes, on a real server: nobody's row is lost, and nobody hears of a
deadlock."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from assessments.models import Examination, Finding
from assessments.services import open_examination, record_findings
from clinic.access.roles import Role
from clinic.errors import ClinicError
from patients import moving
from patients.documents import Intake, PatientDocument, read
from patients.models import IntakeHistory, Patient
from patients.services import merge_patients, record_intake, register_patient, unmerge_patients
from tests.assessments.examples import examined, open_one, psoas
from tests.assessments.test_parallel import at_once
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def somebody(world: World, name: str) -> Patient:
    return register_patient(by=world.north.therapist, document=PatientDocument(family_name=name)).row


def merging(world: World, survivor: Patient, duplicate: Patient) -> Callable[[], Any]:
    """A merge by somebody who reads both just before."""

    def act() -> Any:
        revisions = dict(Patient.every.values_list("pk", "revision"))
        return merge_patients(
            by=world.north.manager,
            patient_id=survivor.pk,
            duplicate_id=duplicate.pk,
            expected_revision=revisions[survivor.pk],
            duplicate_revision=revisions[duplicate.pk],
        )

    return act


def assert_no_orphan() -> None:
    """Nothing refers to a record that was merged."""
    for name, key in moving.keys_to_patients().items():
        assert not key.model._base_manager.filter(**{f"{key.name}__merged_into__isnull": False}).exists(), name


def test_of_two_merges_that_contradict_each_other_one_wins(world: World) -> None:
    for _ in range(ROUNDS):
        one, other = somebody(world, "One"), somebody(world, "Other")
        outcomes = at_once(merging(world, one, other), merging(world, other, one))
        assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1, outcomes
        refused = next(outcome for outcome in outcomes if isinstance(outcome, Exception))
        assert isinstance(refused, ClinicError), refused
        assert refused.status in (409, 412, 422)
        assert Patient.objects.filter(pk__in=(one.pk, other.pk)).count() == 1
    assert_no_orphan()


def test_merges_in_a_ring_leave_one_record(world: World) -> None:
    ring = [somebody(world, f"Ring{number}") for number in range(4)]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    outcomes = at_once(*(merging(world, *pair) for pair in pairs))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(isinstance(refusal, ClinicError) and refusal.status < 500 for refusal in refused), refused
    assert Patient.objects.filter(pk__in=[row.pk for row in ring]).count() == len(ring) - (len(pairs) - len(refused))
    assert_no_orphan()


def test_what_is_written_during_a_merge_is_the_survivors(world: World) -> None:
    by = world.north.therapist
    for number in range(ROUNDS):
        one, other = somebody(world, f"One{number}"), somebody(world, f"Other{number}")
        drafts = [open_one(by, row) for row in (one, other)]
        tasks: list[Callable[[], Any]] = [merging(world, one, other)]
        for row in (one, other):
            tasks.append(partial(record_intake, by=by, patient_id=row.pk, document=read(Intake, {"pain_now": 3})))
            tasks.append(partial(open_examination, by=by, patient_id=row.pk, document=examined(palpation=[psoas()])))
        tasks += [partial(_find, world, draft) for draft in drafts]
        outcomes = at_once(*tasks)
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
        assert IntakeHistory.objects.filter(patient=one).count() == 2
        assert Examination.objects.filter(patient=one).count() == 4
        assert Finding.objects.filter(examination__patient=one).count() == 4
    assert_no_orphan()


def _find(world: World, draft: Examination) -> None:
    """Record a finding as a client does: read, write, and read again when told that it changed."""
    for _ in range(10):
        revision = Examination.objects.get(pk=draft.pk).revision
        try:
            patch = {"palpation": [psoas()]}
            record_findings(by=world.north.therapist, examination_id=draft.pk, patch=patch, expected_revision=revision)
            return
        except ClinicError as refusal:
            if refusal.status != 412:
                raise
    raise AssertionError("It was stale ten times.")


def test_writers_over_rest_see_no_failure_while_records_are_merged_and_taken_apart(world: World) -> None:
    one, other = somebody(world, "One"), somebody(world, "Other")
    done, statuses, written = threading.Event(), [], []

    def write(client: Any, row: Patient) -> None:
        try:
            while not done.is_set():
                address = f"/api/v1/patients/{row.pk}/intakes"
                answer = client.post(address, {"pain_now": 5}, content_type="application/json")
                statuses.append(answer.status_code)
                written.append(answer.json()["id"])
        finally:
            connection.close()

    clients = [world.north.rest(Role.THERAPIST) for _ in range(2)]
    threads = [threading.Thread(target=write, args=pair) for pair in zip(clients, (one, other), strict=True)]
    for thread in threads:
        thread.start()
    deadline, rounds = time.monotonic() + 30, 0
    while rounds < ROUNDS and time.monotonic() < deadline:
        merged = merging(world, one, other)()
        given = {"patient_id": one.pk, "duplicate_id": other.pk, "expected_revision": merged.survivor.revision}
        unmerge_patients(by=world.north.manager, **given)
        rounds += 1
    merging(world, one, other)()
    done.set()
    for thread in threads:
        thread.join(timeout=30)
    assert rounds == ROUNDS
    assert set(statuses) == {201}
    assert IntakeHistory.objects.filter(pk__in=written, patient=one).count() == len(written) > 2 * ROUNDS
    assert_no_orphan()
