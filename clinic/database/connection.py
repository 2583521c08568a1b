"""How to connect: one dictionary for Django, one for psycopg and PostgreSQL's own programs."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from clinic.database.place import DatabaseProblem, Place, var_folder

ROLE = DATABASE = "guywire"
PORT = 5432  # always said: the environment may hold another PGPORT
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
LOCK_TIMEOUT = 5  # seconds; a waiting request fails before its caller gives up
PREPARE_AFTER = 3  # times that a connection sends a statement whole; planning costs more than running most of ours
IDLE_IN_TRANSACTION_TIMEOUT = 60  # seconds; a stuck worker must not hold its locks for ever


def is_embedded(environ: Mapping[str, str]) -> bool:
    return not environ.get("DATABASE_URL", "").strip()


def parameters(environ: Mapping[str, str]) -> dict[str, Any]:
    """The libpq parameters of the database in use. Raises DatabaseProblem for a bad DATABASE_URL."""
    if is_embedded(environ):
        place = Place(var_folder(environ))
        place.refuse_strange_socket()
        return {"dbname": DATABASE, "user": ROLE, "host": str(place.socket), "port": PORT}
    try:
        found = conninfo_to_dict(environ["DATABASE_URL"].strip())
    except psycopg.ProgrammingError:
        # the parser's own message quotes what it could not read, and that may hold the password
        raise DatabaseProblem(
            "DATABASE_URL cannot be read: postgresql://user:password@host:5432/database, with special characters percent-encoded."
        ) from None
    if not found.get("dbname"):
        raise DatabaseProblem("DATABASE_URL names no database: postgresql://user:password@host:5432/database")
    return found


def connection_settings(environ: Mapping[str, str], *, statement_timeout: int = 30, prepare: bool = True) -> dict[str, Any]:
    """Django's settings of the connection, without ENGINE; starts nothing.

    *statement_timeout* is in seconds; *prepare*: whether statements are prepared on the server. Options that DATABASE_URL
    gives itself win over ours.
    """
    found = parameters(environ)
    limits = (
        f"-c statement_timeout={statement_timeout}s -c lock_timeout={LOCK_TIMEOUT}s"
        f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_TIMEOUT}s"
    )
    options = {
        **{name: value for name, value in found.items() if name not in DJANGO_NAMES},
        "options": f"{limits} {found.get('options', '')}".strip(),
        "server_side_binding": True,  # else nothing is ever prepared
        "prepare_threshold": PREPARE_AFTER if prepare else None,
    }
    named = {theirs: str(found[ours]) for ours, theirs in DJANGO_NAMES.items() if found.get(ours)}
    return {**named, "OPTIONS": options}


def why_unreachable(environ: Mapping[str, str]) -> str | None:
    """Why no connection can be made, in one line; None when one can."""
    try:
        psycopg.connect(**parameters(environ), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if is_embedded(environ):
            return "The database is not running. Start it with: python manage.py db start"
        return f"The database that DATABASE_URL names cannot be reached: {' '.join(str(error).split())}"
    return None
