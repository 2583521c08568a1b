"""The demo clinic, and the two commands with which a real one begins."""

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.models import Assessment, Flag
from clinic.models import AccessToken, AuditEvent, Clinic, Membership
from patients.models import Patient


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.VAR_DIR = tmp_path

    def run() -> str:
        out = io.StringIO()
        call_command("demo", stdout=out)
        return out.getvalue()

    return run


def test_it_tells_the_story_of_the_man_with_eleven_or_twelve_sessions(demo: Any) -> None:
    told = demo()
    assert "FLAG hip_flexors_never_examined, high" in told
    assert "/prior_treatments/0/hip_flexors_examined = no" in told
    assert "safety gate: incomplete" in told
    assert "ask next:\n      the 23 unanswered safety questions" in told
    assert "psoas_cascade_summary" not in told


def test_running_it_again_adds_nothing_and_keeps_the_way_in(demo: Any, tmp_path: Path) -> None:
    kept = tmp_path / "demo-credentials.json"
    demo()
    before = counts(), kept.read_text()
    assert "7 invented patients, 0 of them new" in demo()
    assert (counts(), kept.read_text()) == before
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Patient, Assessment, Flag, Membership, AccessToken, AuditEvent))


def test_what_it_prints_opens_the_doors(demo: Any, tmp_path: Path) -> None:
    demo()
    kept = json.loads((tmp_path / "demo-credentials.json").read_text())
    client = Client(headers={"Authorization": f"Bearer {kept['token']}"})
    patient = Patient.objects.get(family_name="Keller", identifiers__value="DEMO-1")
    answer = client.get(f"/api/v1/patients/{patient.pk}/assessment")
    verdicts = {verdict["rule"]: verdict for verdict in answer.json()["verdicts"]}
    assert verdicts["hip_flexors_never_examined"]["severity"] == "high"
    assert all(Client().login(username=name, password=kept["password"]) for name in ("frontdesk", "therapist", "manager"))


def test_lost_or_broken_credentials_are_made_anew(demo: Any, tmp_path: Path) -> None:
    demo()
    kept = tmp_path / "demo-credentials.json"
    old = json.loads(kept.read_text())
    kept.write_text('{"password": "cut sh')
    demo()
    new = json.loads(kept.read_text())
    assert new["token"] != old["token"]
    assert Client(headers={"Authorization": f"Bearer {old['token']}"}).get("/api/v1/me").status_code == 401
    assert Client(headers={"Authorization": f"Bearer {new['token']}"}).get("/api/v1/me").status_code == 200
    assert Client().login(username="frontdesk", password=new["password"])


def test_production_gets_no_demo(demo: Any, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not built in production"):
        demo()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def create(**options: str) -> None:
    call_command("create_clinic", "northgate", **{"name": "Northgate", "manager": "ruth", **options}, stdout=io.StringIO())


def test_a_new_clinic_begins_with_its_manager(db: None, typed: Any) -> None:
    typed("a long pass phrase")
    create(timezone="America/Chicago")
    member = Membership.objects.get(clinic__slug="northgate")
    assert (member.user.username, member.role, member.user.is_superuser) == ("ruth", "manager", False)
    assert Client().login(username="ruth", password="a long pass phrase")
    assert AuditEvent.objects.get(clinic=member.clinic).action == "clinic.created"


PASS = "a long pass phrase"


@pytest.mark.parametrize(
    ("password", "options", "reason"),
    [("short", {}, "too short"), (PASS, {"timezone": "Mars/Base"}, "Mars/Base"), (PASS, {"manager": "a b"}, "username")],
)
def test_what_cannot_be_accepted_leaves_no_clinic(db: None, typed: Any, password: str, options: Any, reason: str) -> None:
    typed(password)
    with pytest.raises(CommandError, match=reason):
        create(**options)
    assert not Clinic.objects.filter(slug="northgate").exists()


def test_a_token_is_shown_once_and_acts_with_the_members_role(db: None, typed: Any) -> None:
    typed("a long pass phrase")
    create()
    out = io.StringIO()
    call_command("issue_token", "northgate", "ruth", label="our EHR", days=30, stdout=out, stderr=io.StringIO())
    client = Client(headers={"Authorization": f"Bearer {out.getvalue().strip()}"})
    assert client.get("/api/v1/me").json()["role"] == "manager"
    assert AuditEvent.objects.filter(action="token.issued").count() == 1


@pytest.mark.parametrize(("username", "days", "reason"), [("nobody", 30, "no active member"), ("ruth", 0, "1 to 366")])
def test_no_token_for_strangers_or_for_ever(db: None, typed: Any, username: str, days: int, reason: str) -> None:
    typed("a long pass phrase")
    create()
    with pytest.raises(CommandError, match=reason):
        call_command("issue_token", "northgate", username, label="x", days=days)
    assert not AccessToken.objects.exists()
