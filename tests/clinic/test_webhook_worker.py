"""The worker as a process: several at once, one that is killed, one that is told to stop, one whose server is gone."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from clinic.ids import uuid7
from clinic.models import Clinic, Role
from clinic.webhooks import turns
from clinic.webhooks.models import WebhookDelivery, WebhookEvent, WebhookSubscription
from clinic.webhooks.outbox import Happened, announce, fan_out
from clinic.webhooks.services import subscribe
from clinic.webhooks.turns import claim, take
from clinic.webhooks.worker import Worker
from tests.clinic.people import make_actor, make_clinic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("loopback")]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def manager(db):
    return make_actor(make_clinic("harbour"), Role.MANAGER)


def told(by, count):
    """So many events, each committed by itself."""
    for _ in range(count):
        with transaction.atomic():
            about = {"patient": uuid7(), "assessment": uuid7()}
            announce([Happened("assessment.completed", about)], by=by, clinic=Clinic.objects.get(pk=by.clinic_id))


def start(*options):
    """A worker of its own, on the database of this test."""
    code = (
        "import sys\nfrom django.conf import settings\n"
        f"settings.DATABASES['default']['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from django.core.management import execute_from_command_line\nexecute_from_command_line(['manage.py', *sys.argv[1:]])\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "clinic.settings", "GUYWIRE_WEBHOOK_LOOPBACK": "1"}
    return subprocess.Popen([sys.executable, "-c", code, "deliver_webhooks", *options], cwd=ROOT, env=environment)


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def lapse():
    """As if the time of every lease were over."""
    WebhookSubscription.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(manager, receiver):
    subscribe(by=manager, url=receiver.url, events=["assessment.completed"])
    told(manager, 3)
    receiver.answers = [lambda handler: time.sleep(20)]
    worker = start()
    wait_for(lambda: receiver.got)
    worker.kill()
    assert worker.wait(timeout=10) == -signal.SIGKILL
    assert claim() is None  # the lease still holds
    lapse()
    other = start("--once")
    assert other.wait(timeout=30) == 0
    expected = [str(id) for id in WebhookEvent.objects.order_by("id").values_list("pk", flat=True)]
    assert receiver.ids[0] == receiver.ids[1]  # at least once, under the same id
    assert receiver.ids[1:] == expected
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_two_workers_never_have_the_same_delivery(manager, receiver):
    for _ in range(3):
        subscribe(by=manager, url=receiver.url, events=["assessment.completed"])
    told(manager, 20)
    workers = [start(), start()]
    try:
        wait_for(lambda: WebhookDelivery.objects.filter(state="delivered").count() == 60, 60)
    finally:
        for worker in workers:
            worker.terminate()
    assert [worker.wait(timeout=15) for worker in workers] == [0, 0]
    assert len(receiver.got) == 60
    assert {receiver.ids.count(id) for id in receiver.ids} == {3}
    assert receiver.busiest <= 3  # one at a time for each subscription


def test_claims_at_the_same_moment_get_different_receivers(manager, receiver):
    for _ in range(4):
        subscribe(by=manager, url=receiver.url, events=["assessment.completed"])
    told(manager, 1)
    fan_out(timezone.now())

    def attempt(_):
        try:
            return claim()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = [turn for turn in pool.map(attempt, range(8)) if turn is not None]
    assert len({turn.subscription_id for turn in found}) == len(found) == 4


def test_who_lost_the_lease_notes_nothing(manager, receiver, monkeypatch):
    subscribe(by=manager, url=receiver.url, events=["assessment.completed"])
    told(manager, 1)
    fan_out(timezone.now())
    slow = claim()
    assert slow is not None
    send = turns._send

    def too_slow(delivery):
        lapse()
        assert claim() is not None
        return send(delivery)

    monkeypatch.setattr(turns, "_send", too_slow)
    assert take(slow) == 0
    assert WebhookDelivery.objects.get().state == "waiting"


def test_fanned_out_by_several_at_once_each_event_is_sent_once(manager, receiver):
    subscribe(by=manager, url=receiver.url, events=["assessment.completed"])
    told(manager, 30)

    def attempt(_):
        try:
            return fan_out(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 30
    assert WebhookDelivery.objects.count() == 30


def test_it_ends_with_the_process_that_started_it():
    worker = start("--end-with", "1")  # not our id: as if that one were gone
    assert worker.wait(timeout=20) == 0


def test_a_database_that_cannot_be_asked_is_waited_for(monkeypatch):
    looked = []

    def broken(now):
        looked.append(now)
        raise OperationalError("gone")

    monkeypatch.setattr("clinic.webhooks.worker.fan_out", broken)
    monkeypatch.setattr("clinic.webhooks.worker.POLL_SECONDS", 0.01)
    worker = Worker(1, orphaned=lambda: len(looked) >= 3)
    worker.run()
    assert len(looked) == 3


def test_trouble_with_one_receiver_does_not_end_the_work(manager, receiver, monkeypatch):
    subscribe(by=manager, url=receiver.url, events=["assessment.completed"])
    told(manager, 1)
    broken = []

    def trouble(turn):
        broken.append(turn)
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("clinic.webhooks.worker.take", trouble)
    monkeypatch.setattr("clinic.webhooks.worker.POLL_SECONDS", 0.01)
    looks = iter(range(100))
    Worker(1, orphaned=lambda: next(looks) > 10).run()
    assert len(broken) == 1
