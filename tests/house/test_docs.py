"""The documents name what there is: every command, every environment variable, every make target; and what they name exists."""

import re

import pytest
from django.core.management import get_commands

from tests.house.tree import ROOT, production_files, tracked

DOCUMENTS = "\n".join(file.read_text() for file in tracked("README.md", "docs/*.md"))
COMMANDS = sorted(name for name, app in get_commands().items() if app in ("clinic", "patients", "assessments"))
VARIABLES = sorted(
    {name for file in production_files() for name in re.findall(r"[\"'](GUYWIRE_[A-Z_]+|DATABASE_URL)[\"']", file.read_text())}
)
TARGETS = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_there_is_something_to_name():
    assert len(COMMANDS) >= 3
    assert len(VARIABLES) >= 8
    assert {"demo", "test", "check"} <= set(TARGETS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named(command):
    assert re.search(rf"(?<![\w-]){command}(?![\w-])", DOCUMENTS)


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_is_named(variable):
    assert f"`{variable}`" in DOCUMENTS


@pytest.mark.parametrize("target", [target for target in TARGETS if target != "help"])
def test_every_make_target_is_named(target):
    assert f"make {target}" in DOCUMENTS


def test_every_variable_that_is_named_exists():
    named = set(re.findall(r"\bGUYWIRE_[A-Z_]*[A-Z]\b", DOCUMENTS))
    everywhere = "\n".join(
        file.read_text(errors="ignore") for file in tracked("*.py", "*.yml", "Makefile", "docker/*", "Dockerfile")
    )
    assert {name for name in named if name not in everywhere} == set()


def test_every_command_that_is_called_exists():
    called = set(re.findall(r"manage\.py ([a-z_]+)", DOCUMENTS))
    assert called <= set(get_commands())


def test_every_target_that_is_called_exists():
    assert set(re.findall(r"`make ([a-z-]+)`", DOCUMENTS)) <= set(TARGETS)


def links():
    for file in tracked("README.md", "docs/*.md"):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", file.read_text()):
            yield pytest.param(file.parent / target, id=f"{file.name}:{target}")


@pytest.mark.parametrize("target", list(links()))
def test_every_link_leads_somewhere(target):
    assert target.exists()
