"""The compose file, read: no engine runs here, so only what it says is checked, not that it runs."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.database import connection_settings
from tests.clinic.test_settings import SANE

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "app", "webhooks")


def test_images_are_pinned_by_exact_version_and_name_no_registry():
    images = [*re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE), SERVICES["database"]["image"]]
    for image in images:
        assert re.fullmatch(r"(python|postgres):\d+(\.\d+)+-[a-z-]+", image), image


def test_no_secret_has_a_value_or_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in re.findall(r"^\s+(\w*(?:SECRET|PASSWORD)\w*): (.+)$", text, re.MULTILINE):
        assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", name[1]), name
    example = (ROOT / "docker" / "example.env").read_text()
    wanted = set(re.findall(r"\$\{(\w+):\?", text))
    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == wanted


@pytest.mark.parametrize("service", OURS)
def test_our_services_run_with_as_little_as_they_need(service):
    told = SERVICES[service]
    assert told["user"] == "10001"
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]


def test_the_database_keeps_its_data_on_a_named_volume_and_is_not_reachable_from_outside():
    database = SERVICES["database"]
    assert "database:/var/lib/postgresql" in database["volumes"]
    assert "ports" not in database
    assert database["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "database" in COMPOSE["volumes"]


def test_the_application_waits_for_a_migrated_database():
    assert SERVICES["app"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert "healthcheck" in SERVICES["database"]
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_application_is_published_to_this_machine_only():
    assert SERVICES["app"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_environment_it_sets_is_one_that_settings_read():
    read = set(re.findall(r"\b(GUYWIRE_\w+|DATABASE_URL)\b", (ROOT / "clinic" / "settings.py").read_text()))
    assert set(SERVICES["app"]["environment"]) <= read
    assert set(SANE) <= set(SERVICES["app"]["environment"])


def test_its_database_url_is_read_as_meant():
    url = re.sub(r"\$\{[^}]+\}", "0123abc", SERVICES["app"]["environment"]["DATABASE_URL"])
    found = connection_settings({"DATABASE_URL": url})
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "NAME")] == ["guywire", "0123abc", "database", "guywire"]


def test_the_image_is_built_from_the_hashed_lock_and_does_not_run_as_root():
    assert "--require-hashes -r /requirements.lock" in DOCKERFILE
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index('CMD ["granian"')


def test_what_the_image_copies_is_let_through_to_the_builder():
    let_through = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists()
            assert source.split("/")[0] in let_through


def test_the_role_script_is_a_shell_script():
    script = ROOT / "docker" / "create_role.sh"
    assert subprocess.run(["/bin/sh", "-n", script], check=False).returncode == 0
    assert "NOSUPERUSER NOBYPASSRLS" in script.read_text()
