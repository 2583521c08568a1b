"""The rules as they were at a revision of this repository.

The pure core needs neither Django nor a database, so that its files of any revision, put into a folder of their own, can be run
by themselves: in a process of its own, without this process's environment, for a bounded time; the folder is removed afterwards.
"""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from django.conf import settings

CORE = ("assessments", "patients")
SECONDS = 120
KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What a Python process needs of the environment; nothing in it is secret."""
RUNNER = """
import sys
sys.path.insert(0, sys.argv[1])
import msgspec
from assessments.case import Case
from assessments.engine import evaluate
from patients.documents import InvalidDocument, MalformedDocument, read
outcomes = []
for number, document in enumerate(msgspec.json.decode(sys.stdin.buffer.read()), 1):
    try:
        outcomes.append(evaluate(read(Case, document)).to_plain())
    except InvalidDocument as error:
        sys.exit("; ".join(f"case {number} {problem.pointer or '/'}: {problem.detail}" for problem in error.problems))
    except MalformedDocument as error:
        sys.exit(f"case {number}: {error}")
sys.stdout.buffer.write(msgspec.json.encode(outcomes))
"""


class PastRulesProblem(Exception):
    """The rules of a revision cannot be run, or do not accept a case."""


def outcomes_at(revision: str, documents: list[Any]) -> list[Any]:
    """What the rules of a git revision say about each case document, as plain JSON data; PastRulesProblem when they cannot."""
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    with TemporaryDirectory(prefix="guywire-rules-") as folder:
        archive = _git("archive", "--format=zip", commit, "--", *CORE)
        zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
        return _run(revision, Path(folder), documents)


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=settings.BASE_DIR, capture_output=True, timeout=SECONDS, check=False)
    except FileNotFoundError as error:
        raise PastRulesProblem("git is not installed here; compare recorded assessments instead.") from error
    except subprocess.TimeoutExpired as error:
        raise PastRulesProblem(f"git did not answer within {SECONDS} seconds.") from error
    if done.returncode:
        told = _last_line(done.stderr) or "it is no revision of this repository, nor a file"
        raise PastRulesProblem(f"git: {arguments[-1].removesuffix('^{commit}')}: {told}")
    return done.stdout


def _run(revision: str, folder: Path, documents: list[Any]) -> list[Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-c", RUNNER, str(folder)],
            input=msgspec.json.encode(documents),
            cwd=folder,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PastRulesProblem(f"The rules of {revision} did not answer within {SECONDS} seconds.") from error
    if done.returncode:
        raise PastRulesProblem(f"The rules of {revision} cannot judge these cases: {_last_line(done.stderr)}")
    outcomes: list[Any] = msgspec.json.decode(done.stdout)
    return outcomes


def _last_line(told: bytes) -> str:
    return (told.decode(errors="replace").strip().splitlines() or [""])[-1]
