"""From rows to the case: everything that is recorded, in a fixed number of queries."""

import datetime
from typing import Any, get_args

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.anatomy import Muscle
from assessments.case import Case
from assessments.chart import QUERIES, case_of
from patients.documents import Intake, PriorTreatment, read
from patients.models import Patient
from patients.services import enter_prior_treatment_in_error, record_intake, record_prior_treatment
from tests.assessments.examples import open_one, psoas, thomas
from tests.world import World, screened_clear

NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
LISTS: dict[str, Any] = {
    "sports": [{"sport": "running", "sessions_per_week": 2.5, "years": 3}],
    "repetitive_tasks": [{"task": "Lifting", "context": "work", "hours_per_week": 12}],
    "movement_difficulties": [{"movement": "steps", "ability": 0, "provokes_pain": "no"}],
}
REVIEW = {"item": "osteoporosis", "disposition": "monitor", "reason": "Known", "reviewed_on": "2026-01-02", "reviewed_by": "A"}


@pytest.fixture
def patient(world: World) -> Patient:
    return world.north.patient("Núñez Ortega")


def fill(world: World, patient: Patient, times: int) -> None:
    """So many of everything a case can hold several of."""
    lists = {name: items * times for name, items in LISTS.items()}
    intake = {**screened_clear(), **lists, "safety": {"reviews": [REVIEW] * times}}
    record_intake(by=world.north.therapist, patient_id=patient.pk, document=read(Intake, intake))
    for _ in range(times):
        record_prior_treatment(by=world.north.therapist, patient_id=patient.pk, document=PriorTreatment(sessions_min=3))
    muscles = get_args(Muscle) * 2
    sides = ["left"] * len(get_args(Muscle)) + ["right"] * len(get_args(Muscle))
    palpation = [{"muscle": m, "side": s, "tenderness": 1} for m, s in zip(muscles, sides, strict=True)][:times]
    open_one(world.north.therapist, patient, palpation=palpation)


def queries(patient: Patient) -> int:
    assert patient.clinic.timezone  # loaded along, as it is with a locked patient
    with CaptureQueriesContext(connection) as seen:
        case_of(patient, as_of=NOON)
    return len(seen)


def test_the_number_of_queries_is_fixed(world: World, patient: Patient) -> None:
    fill(world, patient, 1)
    assert queries(patient) == QUERIES
    fill(world, patient, 20)
    assert queries(patient) == QUERIES
    assert len(case_of(patient, as_of=NOON).examination.palpation or ()) == 20


def test_nothing_recorded_is_an_empty_case_but_for_who_it_is(patient: Patient) -> None:
    case = case_of(patient, as_of=NOON)
    assert case == read(Case, {"as_of": NOON.isoformat(), "patient": {"birth_date": "1990-07-02", "sex": "female"}})


def test_everything_recorded_is_in_the_case(world: World, patient: Patient) -> None:
    intake = {**screened_clear(), **LISTS, "pain_locations": [], "pain_now": 0}
    intake["safety"]["reviews"] = [REVIEW]
    record_intake(by=world.north.therapist, patient_id=patient.pk, document=read(Intake, intake))
    treatment = read(PriorTreatment, {"interventions": [], "hip_flexors_examined": "unknown", "odi_before": 33.3})
    record_prior_treatment(by=world.north.therapist, patient_id=patient.pk, document=treatment)
    parts = {"palpation": [psoas(tenderness=0)], "length_tests": [thomas("left", -7.5)], "strength": []}
    open_one(world.north.therapist, patient, **parts)
    examination = {"examined_at": "2026-03-02T09:40:00Z", "status": "draft", **parts}
    assert case_of(patient, as_of=NOON) == read(
        Case,
        {
            "as_of": NOON.isoformat(),
            "patient": {"birth_date": "1990-07-02", "sex": "female"},
            "intake": intake,
            "prior_treatments": [{"interventions": [], "hip_flexors_examined": "unknown", "odi_before": 33.3}],
            "examination": examination,
        },
    )


def test_what_was_entered_in_error_is_not_in_the_case(world: World, patient: Patient) -> None:
    by = world.north.therapist
    row = record_prior_treatment(by=by, patient_id=patient.pk, document=PriorTreatment(sessions_min=3)).row
    enter_prior_treatment_in_error(by=by, treatment_id=row.pk, reason="Somebody else's", expected_revision=1)
    assert case_of(patient, as_of=NOON).prior_treatments is None


def test_the_newest_intake_counts_though_it_is_a_draft(world: World) -> None:
    okafor = world.north.patient("Okafor")
    told = read(Intake, {"safety": {"answers": {"saddle_numbness": "yes"}}})
    record_intake(by=world.north.front_desk, patient_id=okafor.pk, document=told)
    assert case_of(okafor, as_of=NOON).intake == told
