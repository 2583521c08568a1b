"""A database of the benchmark's own on the server in use; it goes when the benchmark ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from clinic.database import server, var_folder
from clinic.database.connection import is_embedded, parameters
from clinic.database.place import Place


@contextmanager
def throw_away() -> Iterator[int | None]:
    """Make the database and let DATABASE_URL name it; answers the process id of an embedded server."""
    if embedded := is_embedded(os.environ):
        server.start(Place(var_folder(os.environ)), print)
    of_server, kept = parameters(os.environ), os.environ.get("DATABASE_URL")
    name = f"guywire_benchmark_{os.getpid()}"
    _do(of_server, "CREATE DATABASE {}", name)
    try:
        os.environ["DATABASE_URL"] = make_conninfo("", **{**of_server, "dbname": name})
        yield server.status(Place(var_folder(os.environ))).pid if embedded else None
    finally:
        if kept is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = kept
        _do(of_server, "DROP DATABASE {} WITH (FORCE)", name)


def _do(of_server: dict[str, Any], statement: LiteralString, name: str) -> None:
    with psycopg.connect(make_conninfo("", **of_server), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
