"""Acting on a flag in the admin: the same services, the same coded reasons, one audit event."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Flag, FlagEvent
from clinic.access.roles import Role
from clinic.models import AuditEvent
from patients.documents import Intake, read
from patients.services import record_intake
from tests.assessments.examples import flag_of
from tests.world import ALL_NO, World, screened_clear

NEVER = "hip_flexors_never_examined"


@pytest.fixture
def browser(world: World) -> Client:
    return world.north.browser(Role.THERAPIST)


@pytest.fixture
def flag(world: World) -> Flag:
    return flag_of(world.north.patient("Keller"), NEVER)


@pytest.fixture
def red(world: World) -> Flag:
    sent = screened_clear()
    sent["safety"]["answers"] = {**ALL_NO, "saddle_numbness": "yes"}
    patient = world.north.patient("Keller")
    record_intake(by=world.north.front_desk, patient_id=patient.pk, document=read(Intake, sent))
    return flag_of(patient, "red_flag_positive")


def page(flag: Flag, what: str) -> str:
    return reverse("admin:assessments_flag_act", args=[flag.pk, what])


def send(browser: Client, flag: Flag, what: str, **said: Any) -> Any:
    return browser.post(page(flag, what), {"expected_revision": flag.revision, **said})


@pytest.mark.parametrize(
    ("what", "said", "told"),
    [
        ("override", {}, "This field is required"),
        ("override", {"reason_code": "care_ended"}, "Select a valid choice"),
        ("override", {"reason_code": "other"}, "must say why"),
        ("resolve", {"reason_code": "other", "reason": " "}, "must say why"),
        ("acknowledge", {"told": "Dr. Rivera"}, "must say what was done"),
        ("acknowledge", {"action": "referred"}, "must say who"),
        ("acknowledge", {"acted_at": "soon"}, "Enter a valid date"),
        ("acknowledge", {"action": "other", "note": "x", "acted_at": "2999-01-01T10:00"}, "must not be in the future"),
        ("acknowledge", {"expected_revision": 99}, "Read it again"),
    ],
)
def test_what_is_refused_is_told_and_nothing_is_written(
    browser: Client, flag: Flag, what: str, said: dict[str, Any], told: str
) -> None:
    events = FlagEvent.objects.count()
    answer = send(browser, flag, what, **said)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    flag.refresh_from_db()
    assert (flag.status, FlagEvent.objects.count()) == ("open", events)


def test_a_red_flag_asks_what_was_done(browser: Client, red: Flag) -> None:
    assert "stays open until" in browser.get(page(red, "acknowledge")).content.decode()
    assert "must say what was done" in send(browser, red, "acknowledge").content.decode()
    assert "Acknowledge it first" in send(browser, red, "override", reason_code="incorrect_data").content.decode()
    said = {"action": "told_clinician", "told": "Dr. Rivera", "acted_at": "2026-03-02T09:40"}
    before = AuditEvent.objects.count()
    assert send(browser, red, "acknowledge", **said).status_code == 302
    assert AuditEvent.objects.count() == before + 1
    event = FlagEvent.objects.filter(flag=red).latest("id")
    assert (event.action, event.told, event.acted_at and event.acted_at.isoformat()) == (
        "told_clinician", "Dr. Rivera", "2026-03-02T15:40:00+00:00",  # the clinic is in Chicago
    )  # fmt: skip
    shown = browser.get(reverse("admin:assessments_flag_change", args=[red.pk])).content.decode()
    assert "Told a clinician, Dr. Rivera, 2026-03-02" in shown


@pytest.mark.parametrize(
    ("what", "code", "status"), [("override", "examined_elsewhere", "overridden"), ("resolve", "addressed", "resolved")]
)
def test_a_flag_is_dealt_with(browser: Client, flag: Flag, what: str, code: str, status: str) -> None:
    assert page(flag, what) in browser.get(reverse("admin:assessments_flag_change", args=[flag.pk])).content.decode()
    assert browser.get(page(flag, what)).status_code == 200
    before = AuditEvent.objects.filter(action=f"flag.{status}").count()
    assert send(browser, flag, what, reason_code=code, reason="Letter <b>seen</b>").status_code == 302
    flag.refresh_from_db()
    assert flag.status == status
    assert AuditEvent.objects.filter(action=f"flag.{status}").count() == before + 1
    assert "Letter &lt;b&gt;seen" in browser.get(reverse("admin:assessments_flag_change", args=[flag.pk])).content.decode()


def test_who_may_not_act_is_refused(world: World, flag: Flag) -> None:
    desk = world.north.browser(Role.FRONT_DESK)
    assert page(flag, "override") not in desk.get(reverse("admin:assessments_flag_change", args=[flag.pk])).content.decode()
    assert desk.get(page(flag, "override")).status_code == 403
    assert send(desk, flag, "override", reason_code="incorrect_data").status_code == 403
    south = world.south.browser(Role.THERAPIST)
    assert send(south, flag, "override", reason_code="incorrect_data").status_code == 404
    flag.refresh_from_db()
    assert flag.status == "open"


@pytest.mark.parametrize("what", ["delete", "raise", "acknowledged"])
def test_there_are_three_things_to_do(browser: Client, flag: Flag, what: str) -> None:
    assert browser.get(page(flag, what)).status_code == 404


def test_the_manager_sees_what_was_overridden(world: World, browser: Client, flag: Flag) -> None:
    send(browser, flag, "override", reason_code="examined_elsewhere")
    address = reverse("admin:assessments_flag_overrides")
    manager = world.north.browser(Role.MANAGER)
    assert "Examined elsewhere: 1" in manager.get(address).content.decode()
    assert address in manager.get(reverse("admin:assessments_flag_changelist")).content.decode()
    assert address not in browser.get(reverse("admin:assessments_flag_changelist")).content.decode()
    assert browser.get(address).status_code == 403
    assert "Nothing was overridden" in world.south.browser(Role.MANAGER).get(address).content.decode()
