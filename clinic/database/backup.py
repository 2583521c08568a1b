"""Dump and restore, through PostgreSQL's own programs: a dump is whole or not there."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import psycopg
from psycopg.conninfo import make_conninfo

from clinic.database.connection import is_embedded, parameters
from clinic.database.place import DatabaseProblem, var_folder
from clinic.database.programs import client

EMPTY_IT = """
    SET client_min_messages = warning;
    DROP SCHEMA public CASCADE; CREATE SCHEMA public; ALTER SCHEMA public OWNER TO pg_database_owner;
"""
COUNT_RELATIONS = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_toast%'
      AND nspname NOT LIKE 'pg_temp%'
"""
Say = Callable[[str], None]


def program(name: str, environ: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The command and environment that run a client program on the database in use.

    A password goes through the environment: other accounts can read a command line.
    """
    found: dict[str, Any] = parameters(environ)
    password = found.pop("password", None)
    command = [client(name, embedded=is_embedded(environ)), f"--dbname={make_conninfo(**found)}"]
    return command, {**environ, **({"PGPASSWORD": str(password)} if password else {})}


def dump(environ: Mapping[str, str], target: Path | None = None, *, prefix: str = "guywire") -> Path:
    """Write a dump in PostgreSQL's custom format, mode 0600, and answer its path.

    Without *target* it goes to ``backups/`` in the var folder, named by the time (UTC). An existing file
    is not overwritten. The file appears under its name only when it is complete and on disk.
    """
    target = target or var_folder(environ) / "backups" / f"{prefix}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.dump"
    if target.exists():
        raise DatabaseProblem(f"{target} exists; name another file.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    command, env = program("pg_dump", environ)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _run([*command, "--format=custom", "--no-owner", "--no-privileges"], env, stdout=file)
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def restore(environ: Mapping[str, str], source: Path, *, force: bool, say: Say) -> None:
    """Put a dump into the database in use, in one transaction: all of it, or nothing changes.

    Raises DatabaseProblem when the database holds anything, unless *force*: then what it holds is dumped
    first and replaced.
    """
    read = [client("pg_restore", embedded=is_embedded(environ))]
    if not source.is_file():
        raise DatabaseProblem(f"{source} is not there.")
    _run([*read, "--list", str(source)], dict(environ), stdout=subprocess.DEVNULL)
    relations = _relations(environ)
    if relations and not force:
        raise DatabaseProblem(
            f"The database is not empty ({relations} tables, views and sequences). With --force it is dumped "
            "first and then replaced."
        )
    if relations:
        say(f"dumped what was there to {dump(environ, prefix='before-restore')}")
    _replace(environ, [*read, "--no-owner", "--no-privileges", "--file=-", str(source)])


def _replace(environ: Mapping[str, str], script: Sequence[str]) -> None:
    """Empty the database and run the SQL that *script* prints, in one transaction.

    The COMMIT is sent only when *script* has ended well: a dump that breaks off in the middle ends the
    input, and without COMMIT nothing has happened.
    """
    command, env = program("psql", environ)
    safely = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with (
        TemporaryFile() as errors,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=errors, env=dict(environ)) as reading,
        subprocess.Popen([*command, *safely], stdin=subprocess.PIPE, stderr=errors, env=env) as writing,
    ):
        assert reading.stdout is not None  # noqa: S101  (for the type checker: both are pipes)
        assert writing.stdin is not None  # noqa: S101
        with suppress(BrokenPipeError):  # psql stopped at an error; it is told below
            writing.stdin.write(f"BEGIN; {EMPTY_IT}\n".encode())
            shutil.copyfileobj(reading.stdout, writing.stdin)
            if reading.wait() == 0:
                writing.stdin.write(b"\nCOMMIT;\n")
            writing.stdin.close()
        reading.stdout.close()
        if writing.wait() != 0 or reading.wait() != 0:
            errors.seek(0)
            told = errors.read(10_000).decode(errors="replace").strip()
            raise DatabaseProblem(f"Nothing was restored; the database is as it was. {told}")


def _relations(environ: Mapping[str, str]) -> int:
    with psycopg.connect(**parameters(environ), connect_timeout=10) as connection:
        row = connection.execute(COUNT_RELATIONS).fetchone()
    return int(row[0]) if row else 0


def _run(command: Sequence[str], env: Mapping[str, str], *, stdout: "IO[bytes] | int") -> None:
    name = Path(command[0]).name
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise DatabaseProblem(f"{name}: {done.stderr.decode(errors='replace').strip()}")
