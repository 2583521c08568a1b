"""Settings from the environment: what production refuses, and what it sets."""

import os
import re
import runpy
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic.environment import Environment

ROOT = Path(__file__).parents[2]
SANE = {
    "GUYWIRE_ENV": "production",
    "GUYWIRE_SECRET_KEY": "rV3-".join(str(number) for number in range(30)),
    "GUYWIRE_ALLOWED_HOSTS": "guywire.example, www.guywire.example",
    "GUYWIRE_PUBLIC_URL": "https://guywire.example",
    "DATABASE_URL": "postgresql://ada:hunter2@db.example/clinic",
}


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Read the settings afresh under another environment, leaving this run's logging alone."""

    def read(**environ: str) -> dict[str, Any]:
        for name in list(os.environ):
            if name.startswith("GUYWIRE_") or name == "DATABASE_URL":
                monkeypatch.delenv(name)
        for name, value in {"GUYWIRE_VAR": str(tmp_path), **environ}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("clinic.logs.logging_settings", lambda **_options: None)
        return runpy.run_path(str(ROOT / "clinic" / "settings.py"))

    return read


def test_production_tells_everything_that_is_missing_at_once(load):
    with pytest.raises(ImproperlyConfigured) as caught:
        load(GUYWIRE_ENV="production")
    for name in ("GUYWIRE_SECRET_KEY", "GUYWIRE_ALLOWED_HOSTS", "GUYWIRE_PUBLIC_URL"):
        assert f"{name}: is required" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("GUYWIRE_SECRET_KEY", "short", "at least 50 characters"),
        ("GUYWIRE_SECRET_KEY", "ab" * 40, "at least 50 characters"),
        ("GUYWIRE_ALLOWED_HOSTS", "*", "name the hosts"),
        ("GUYWIRE_ALLOWED_HOSTS", " , ", "required"),
        ("GUYWIRE_PUBLIC_URL", "http://guywire.example", "https://"),
        ("GUYWIRE_PUBLIC_URL", "https://", "name a host"),
        ("GUYWIRE_METRICS_TOKEN", "short", "at least 20 characters"),
        ("GUYWIRE_DEBUG", "1", "error pages"),
        ("GUYWIRE_DEBUG", "maybe", "1 or 0"),
        ("GUYWIRE_ENV", "prod", "development or production"),
        ("GUYWIRE_HSTS_SECONDS", "-1", "whole number"),
        ("GUYWIRE_STATEMENT_TIMEOUT", "0", "whole number, 1 or more"),
        ("GUYWIRE_PREPARE", "often", "1 or 0"),
        ("DATABASE_URL", "mysql://db/clinic", "cannot be read"),
    ],
)
def test_production_refuses(load, name, value, told):
    with pytest.raises(ImproperlyConfigured, match=re.escape(name)) as caught:
        load(**{**SANE, name: value})
    assert told in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2


def test_a_mistyped_environment_is_not_development(load):
    with pytest.raises(ImproperlyConfigured, match="GUYWIRE_SECRET_KEY: is required"):
        load(GUYWIRE_ENV="Production")


def test_production_is_strict(load):
    found = load(**SANE)
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["guywire.example", "www.guywire.example"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://guywire.example"]
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"):
        assert found[name] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["X_FRAME_OPTIONS"] == "DENY"


def test_a_proxy_is_believed_only_when_said(load):
    assert load(**SANE)["SECURE_PROXY_SSL_HEADER"] is None
    assert load(**SANE, GUYWIRE_BEHIND_PROXY="1")["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_development_needs_nothing_and_keeps_its_key(load, tmp_path):
    first = load()
    assert first["SECRET_KEY"] == load()["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["secret_key"]
    assert first["DEBUG"] is False


def test_production_writes_no_key(load, tmp_path):
    load(**SANE)
    assert list(tmp_path.iterdir()) == []


def test_the_test_database_can_be_named(load):
    assert load()["DATABASES"]["default"]["TEST"]["NAME"] == "test_guywire"
    assert load(GUYWIRE_TEST_DB="test_other")["DATABASES"]["default"]["TEST"]["NAME"] == "test_other"


def test_the_deployment_check_has_nothing_to_say():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], **SANE}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, "WARNINGS" in done.stderr) == (0, False), done.stderr


def test_every_variable_that_is_read_is_described():
    source = "".join((ROOT / "clinic" / name).read_text() for name in ("settings.py", "database/place.py"))
    described = set(re.findall(r"^([A-Z_]+)  +\S", source, re.MULTILINE))
    read = set(re.findall(r"(?:\.get\(|env\.\w+\()\s*\"(GUYWIRE_\w+|DATABASE_URL)\"", source))
    assert read - described == set()
    assert described - read - {"DATABASE_URL"} == set()


def test_a_reader_never_raises():
    env = Environment({"A": "x", "B": "-3", "C": "perhaps"})
    env.choice("A", ("one", "strict"), "one")
    env.whole("B", 5, least=0)
    env.flag("C")
    env.text("D", required=True)
    assert len(env.problems) == 4


def test_webhooks_go_to_this_machine_in_development_only(load):
    assert load()["WEBHOOK_LOOPBACK"] is False
    assert load(GUYWIRE_WEBHOOK_LOOPBACK="1")["WEBHOOK_LOOPBACK"] is True
    with pytest.raises(ImproperlyConfigured, match="GUYWIRE_WEBHOOK_LOOPBACK: lets callers reach this machine"):
        load(**SANE, GUYWIRE_WEBHOOK_LOOPBACK="1")


def test_ports_for_webhooks(load):
    assert load(GUYWIRE_WEBHOOK_PORTS="9443, 10443")["WEBHOOK_PORTS"] == [9443, 10443]
    for value in ("x", "0", "70000", "9443;1", "-1"):
        with pytest.raises(ImproperlyConfigured, match="GUYWIRE_WEBHOOK_PORTS: port numbers"):
            load(GUYWIRE_WEBHOOK_PORTS=value)
