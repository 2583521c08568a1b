"""Dump and restore, through PostgreSQL's own programs: a dump is whole or not there."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg.conninfo import make_conninfo

from clinic.database.connection import is_embedded, parameters
from clinic.database.place import DatabaseProblem, var_folder
from clinic.database.programs import client

EMPTY_IT = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; ALTER SCHEMA public OWNER TO pg_database_owner;"
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
    command, env = program("psql", environ)
    safely = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    script = [*read, "--no-owner", "--no-privileges", "--file=-", str(source)]
    with subprocess.Popen(script, stdout=subprocess.PIPE, env=dict(environ)) as reading:
        _run([*command, *safely, f"--command={EMPTY_IT}", "--file=-"], env, stdin=reading.stdout)


def _relations(environ: Mapping[str, str]) -> int:
    with psycopg.connect(**parameters(environ), connect_timeout=10) as connection:
        row = connection.execute(COUNT_RELATIONS).fetchone()
    return int(row[0]) if row else 0


def _run(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    stdin: "IO[bytes] | int | None" = subprocess.DEVNULL,
    stdout: "IO[bytes] | int | None" = None,
) -> None:
    name = Path(command[0]).name
    done = subprocess.run(command, env=env, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise DatabaseProblem(f"{name}: {done.stderr.decode(errors='replace').strip()}")
