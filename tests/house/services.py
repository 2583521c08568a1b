"""Every service that writes, each ready to be called: what the laws about services are tried on."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from assessments import services as assessments
from assessments.flag_actions import Override, Resolution
from clinic import members
from clinic.access.actor import Actor
from clinic.models import Role
from clinic.webhooks import services as webhooks
from clinic.webhooks.models import WebhookSubscription
from patients import services as patients
from patients.documents import Intake, PatientDocument, PriorTreatment, read
from patients.models import PriorTreatment as TreatmentRow
from tests.assessments.examples import clear_gate, examined, flag_of, open_one, psoas
from tests.world import KELLER_TREATMENT, House, screened_clear

Call = Callable[..., Any]
Prepared = partial[Any]
NAME = "Núñez Ortega"


def _draft(house: House) -> dict[str, Any]:
    row = patients.record_intake(
        by=house.front_desk, patient_id=house.patient(NAME).pk, document=read(Intake, screened_clear())
    ).row
    return {"intake_id": row.pk, "expected_revision": row.revision}


def _treatment(house: House) -> dict[str, Any]:
    row = TreatmentRow.objects.get(patient=house.patient("Keller"))
    return {"treatment_id": row.pk, "expected_revision": row.revision}


def _examination(house: House, *, signed: bool = False) -> dict[str, Any]:
    patient = house.patient(NAME)
    clear_gate(house, patient)
    row = open_one(house.therapist, patient, palpation=[psoas()])
    if signed:
        row = assessments.sign_examination(by=house.therapist, examination_id=row.pk, expected_revision=row.revision).row
    return {"examination_id": row.pk, "expected_revision": row.revision}


def _flag(house: House) -> dict[str, Any]:
    flag = flag_of(house.patient("Keller"), "hip_flexors_never_examined")
    return {"flag_id": flag.pk, "expected_revision": flag.revision}


HOOK: dict[str, Any] = {"url": "https://93.184.216.34/hooks", "events": ["flag.raised"]}


def subscription(house: House) -> WebhookSubscription:
    return webhooks.subscribe(by=house.manager, **HOOK)


def _hook(house: House) -> dict[str, Any]:
    row = subscription(house)
    return {"subscription_id": row.pk, "expected_revision": row.revision}


def duplicate(house: House) -> dict[str, Any]:
    """Okafor is to become a part of Keller."""
    keller = house.patient("Keller")
    return {"patient_id": keller.pk, "duplicate_id": house.patient("Okafor").pk, "expected_revision": keller.revision}


def merged(house: House) -> dict[str, Any]:
    given = duplicate(house)
    done = patients.merge_patients(by=house.manager, duplicate_revision=1, **given)
    return {**given, "expected_revision": done.survivor.revision}


def _reasoned(service: Call, **given: Any) -> Prepared:
    return partial(service, reason="Entered for the wrong person", **given)


NEW_MEMBER: dict[str, Any] = {"username": "fred", "password": "a long enough secret", "role": Role.FRONT_DESK}
FALL_AGE: dict[str, Any] = {"rule": "red_flag_positive", "name": "fall_age_years"}
MORE = {"palpation": [psoas("left", tenderness=1)]}

# service → (house → the service with everything but ``by``)
READY: dict[Call, Callable[[House], Prepared]] = {
    patients.register_patient: lambda h: partial(
        patients.register_patient, document=read(PatientDocument, {"family_name": "New", "given_name": "Ann", "sex": "female"})
    ),
    patients.correct_demographics: lambda h: partial(
        patients.correct_demographics,
        patient_id=h.patient(NAME).pk,
        document=read(PatientDocument, {"family_name": "Nuñez", "given_name": "María", "sex": "female"}),
        expected_revision=h.patient(NAME).revision,
    ),
    patients.merge_patients: lambda h: partial(patients.merge_patients, **duplicate(h), duplicate_revision=1),
    patients.unmerge_patients: lambda h: partial(patients.unmerge_patients, **merged(h)),
    patients.record_intake: lambda h: partial(
        patients.record_intake, patient_id=h.patient(NAME).pk, document=read(Intake, {"pain_now": 4})
    ),
    patients.change_intake: lambda h: partial(patients.change_intake, document=read(Intake, {"pain_now": 4}), **_draft(h)),
    patients.mark_intake_ready: lambda h: partial(patients.mark_intake_ready, **_draft(h)),
    patients.record_intake_visit: lambda h: partial(
        patients.record_intake_visit,
        patient_id=h.patient(NAME).pk,
        document=read(Intake, screened_clear()),
        treatments=[patients.TreatmentEntry(document=read(PriorTreatment, KELLER_TREATMENT))],
        ready=True,
    ),
    patients.enter_intake_in_error: lambda h: _reasoned(patients.enter_intake_in_error, **_draft(h)),
    patients.record_prior_treatment: lambda h: partial(
        patients.record_prior_treatment, patient_id=h.patient(NAME).pk, document=read(PriorTreatment, KELLER_TREATMENT)
    ),
    patients.correct_prior_treatment: lambda h: partial(
        patients.correct_prior_treatment, document=read(PriorTreatment, {**KELLER_TREATMENT, "sessions_max": 14}), **_treatment(h)
    ),
    patients.enter_prior_treatment_in_error: lambda h: _reasoned(patients.enter_prior_treatment_in_error, **_treatment(h)),
    assessments.open_examination: lambda h: partial(
        assessments.open_examination, patient_id=h.patient(NAME).pk, document=examined(palpation=[psoas()])
    ),
    assessments.record_findings: lambda h: partial(assessments.record_findings, patch=MORE, **_examination(h)),
    assessments.sign_examination: lambda h: partial(assessments.sign_examination, **_examination(h)),
    assessments.amend_examination: lambda h: _reasoned(assessments.amend_examination, patch=MORE, **_examination(h, signed=True)),
    assessments.enter_examination_in_error: lambda h: _reasoned(assessments.enter_examination_in_error, **_examination(h)),
    assessments.assess: lambda h: partial(assessments.assess, patient_id=h.patient("Keller").pk),
    assessments.acknowledge_flag: lambda h: partial(assessments.acknowledge_flag, **_flag(h)),
    assessments.override_flag: lambda h: partial(
        assessments.override_flag, document=Override(reason_code="examined_elsewhere"), **_flag(h)
    ),
    assessments.resolve_flag: lambda h: partial(
        assessments.resolve_flag, document=Resolution(reason_code="addressed"), **_flag(h)
    ),
    assessments.set_local_default: lambda h: _reasoned(assessments.set_local_default, **FALL_AGE, value=60),
    assessments.reset_local_default: lambda h: partial(assessments.reset_local_default, **FALL_AGE),
    webhooks.subscribe: lambda h: partial(webhooks.subscribe, **HOOK),
    webhooks.change_subscription: lambda h: partial(webhooks.change_subscription, is_active=False, **_hook(h)),
    webhooks.remove_subscription: lambda h: partial(webhooks.remove_subscription, **_hook(h)),
    webhooks.rotate_secret: lambda h: partial(webhooks.rotate_secret, **_hook(h)),
    webhooks.send_test: lambda h: partial(webhooks.send_test, subscription_id=subscription(h).pk),
    webhooks.replay_since: lambda h: partial(webhooks.replay_since, subscription_id=subscription(h).pk, since=timezone.now()),
    webhooks.replay_delivery: lambda h: partial(
        webhooks.replay_delivery, delivery_id=webhooks.send_test(by=h.manager, subscription_id=subscription(h).pk).pk
    ),
    members.add_member: lambda h: partial(members.add_member, **NEW_MEMBER),
    members.change_member: lambda h: partial(
        members.change_member, member=h.members[Role.FRONT_DESK], role=Role.AUDITOR, is_active=True
    ),
    members.change_clinic: lambda h: partial(members.change_clinic, name="North", timezone="UTC", language="es"),
}


def performer(house: House) -> Actor:
    """Somebody who may do all of it."""
    return house.manager
