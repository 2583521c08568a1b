"""The source tree as the house tests see it: what git knows, or would add."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCTION = ("clinic", "patients", "assessments")


def tracked(*patterns):
    """Existing files that match git's ``patterns``, tracked or not yet added, without what is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for path in (ROOT / line for line in sorted(set(listed.stdout.split("\n"))) if line) if path.is_file()]


def production_files():
    """The Python files of the house, without migrations and tests."""
    files = [file for folder in PRODUCTION for file in tracked(f"{folder}/*.py")]
    return [file for file in files if "migrations" not in file.parts]
