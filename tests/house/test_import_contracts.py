"""The import contracts hold, and each is seen to fail when it is broken."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("clinic", "patients", "assessments")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LINT = "from importlinter.cli import lint_imports_command as run; run()"

LAYERS = "The house: roof, assessments, patients, toolkits, ground"
CORE = "The clinical core is pure"
DOCUMENTS = "The documents of patients are pure"
RULES = "No rule knows another rule"
LAUNCHER = "The database launcher runs before Django does"
OUTSIDE = r"^(from|import) (django|rest_framework|drf_spectacular|clinic|assessments\.(models|services|views))"


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The packages with their contracts, to be broken and mended; bytecode would only slow the copy."""
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def some_rules() -> tuple[str, str]:
    names = sorted(path.stem for path in (ROOT / "assessments" / "rules").glob("[a-z]*.py"))
    return names[0], names[1]


def test_the_contracts_hold():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        (LAYERS, "patients/__init__.py", "import assessments.models"),
        (LAYERS, "clinic/audit.py", "import patients.models"),
        (LAYERS, "clinic/access/__init__.py", "import clinic.audit"),
        (LAYERS, "clinic/models/__init__.py", "import clinic.access"),
        (LAYERS, "clinic/errors.py", "import clinic.models"),
        (LAYERS, "clinic/http/__init__.py", "import patients"),
        (LAYERS, "clinic/webhooks/__init__.py", "import patients"),
        (LAYERS, "clinic/audit.py", "import clinic.webhooks.outbox"),
        (LAYERS, "assessments/models/__init__.py", "import clinic.urls"),
        (CORE, "assessments/case.py", "import django.utils.timezone"),
        (CORE, "assessments/logic.py", "import assessments.models"),
        (CORE, "assessments/rules/__init__.py", "import clinic.ids"),
        (CORE, "assessments/safety/__init__.py", "import patients.models"),
        (CORE, "assessments/engine.py", "import rest_framework"),
        (DOCUMENTS, "patients/documents/__init__.py", "import django"),
        (DOCUMENTS, "patients/documents/__init__.py", "import assessments.case"),
        (RULES, f"assessments/rules/{some_rules()[0]}.py", f"import assessments.rules.{some_rules()[1]}"),
        (LAUNCHER, "clinic/database/__init__.py", "import django"),
    ],
)
def test_a_broken_contract_is_seen(copied, contract, module, line):
    file = copied / module
    kept = file.read_text()
    file.write_text(f"{kept}\n{line}\n")
    try:
        done = lint(copied)
    finally:
        file.write_text(kept)
    assert done.returncode == 1
    assert re.search(rf"^{re.escape(contract)} BROKEN", done.stdout, re.MULTILINE), done.stdout


def test_every_part_of_clinic_has_its_layer():
    named = set(re.findall(r"clinic\.(\w+)", " ".join(CONTRACTS[0]["layers"])))
    parts = {path.stem for path in (ROOT / "clinic").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts - named == {"__init__", "migrations"}


def test_every_pure_module_is_named_as_one():
    """What neither touches rows nor speaks a protocol belongs to the core and must be held to it."""
    core = next(contract for contract in CONTRACTS if contract["name"] == CORE)
    named = {module.removeprefix("assessments.") for module in core["source_modules"]}
    for path in sorted((ROOT / "assessments").glob("*.py")):
        outside = re.search(OUTSIDE, path.read_text(), re.MULTILINE)
        assert outside or path.stem in (*named, "__init__"), f"assessments.{path.stem}: name it in the contract {CORE!r}"
