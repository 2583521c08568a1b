"""The locks: every package by hash, from no named place, and what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PYPROJECT["project"]["dependencies"]
DEVELOPMENT = PYPROJECT["dependency-groups"]["dev"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pinned(lock: str) -> dict[str, str]:
    """Package name to version, as the lock says."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock):
    entries = re.split(r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)
    bare = [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry]
    assert len(entries) > 20
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_hashes_and_reasons_only(lock):
    """No address, no option: a lock must install from wherever its reader's pip looks."""
    allowed = re.compile(
        r"[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?==[0-9a-z.+!]+( ; [a-z_]+ [!=<>]+ '[^'/:]+'( (and|or) [a-z_]+ [!=<>]+ '[^'/:]+')*)? \\"
        r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
        r"|    # .*"
    )
    lines = (ROOT / lock).read_text().splitlines()
    assert [line for line in lines if not allowed.fullmatch(line)] == []
    assert [line for line in lines if re.search(r"://|www\.|@", line)] == []


@pytest.mark.parametrize(("lock", "asked"), [(LOCKS[0], RUNTIME), (LOCKS[1], [*RUNTIME, *DEVELOPMENT])])
def test_the_lock_holds_what_is_asked_for(lock, asked):
    versions = pinned(lock)
    for requirement in map(Requirement, asked):
        version = versions.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in {lock}: make lock"
        assert requirement.specifier.contains(version), f"{requirement} is not {version}: make lock"


def test_development_adds_to_what_runs_and_changes_nothing():
    runtime, both = pinned(LOCKS[0]), pinned(LOCKS[1])
    assert {name: both.get(name) for name in runtime} == runtime


def test_the_lock_names_nobody_else_as_asking():
    """A package that pyproject.toml no longer asks for leaves the lock."""
    asked = {canonicalize_name(Requirement(line).name) for line in [*RUNTIME, *DEVELOPMENT]}
    for lock in LOCKS:
        entries = re.split(r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)
        direct = {canonicalize_name(entry.split("==")[0]) for entry in entries if "guywire (pyproject.toml" in entry}
        assert direct <= asked


def test_every_dependency_has_its_reason_beside_it():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    for dependency in [*RUNTIME, *DEVELOPMENT]:
        line = next(line for line in lines if line.strip().startswith(f'"{dependency}"'))
        reason = line.partition("#")[2].strip()
        assert len(reason.split()) >= 3, f"{dependency}: say beside it what it is for"
