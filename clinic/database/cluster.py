"""Making the embedded server's cluster: folders, initdb, who may connect, role and database."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from clinic.database.connection import DATABASE, PORT, ROLE
from clinic.database.place import Account, DatabaseProblem, Place
from clinic.database.programs import client

SUPERUSER = "postgres"
HBA = "local all all peer map=guywire\n"
# Options of every start. Statements and the values they refuse never reach the log: it holds no patient.
OPTIONS = {
    "listen_addresses": "",
    "port": str(PORT),  # here only a part of the socket's name
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "logging_collector": "off",
}


def server_options(place: Place) -> list[str]:
    named = {**OPTIONS, "unix_socket_directories": str(place.socket)}
    return [part for name, value in named.items() for part in ("-c", f"{name}={value}")]


def prepare_folders(place: Place, account: Account) -> Path:
    """Choose the folder at the first start, outside the checkout when *account* cannot reach it there."""
    if not place.data.exists() and not place.note.exists() and not account.can_enter(place.var):
        try:
            place.outside.mkdir(mode=0o755, parents=True, exist_ok=True)
            for folder in (place.outside.parent, place.outside):
                folder.chmod(0o755)
        except OSError as error:
            raise DatabaseProblem(
                f"The account {account.name} cannot reach {place.var}, and {place.outside} cannot be made "
                f"({error.strerror}). Set GUYWIRE_VAR to a folder which it can reach, or DATABASE_URL."
            ) from None
        place.note.write_text(f"{place.outside}\n")
    place.folder.mkdir(exist_ok=True)
    if account.uid != os.geteuid():
        place.folder.chmod(0o755)
    if not account.can_enter(place.data if place.data.exists() else place.folder):
        raise DatabaseProblem(
            f"The account {account.name}, as which PostgreSQL must run, cannot enter {place.folder}: a folder "
            "above it lets nobody else in, or it belongs to another account."
        )
    return place.folder


def create(place: Place, account: Account, programs: Path) -> None:
    """Make the cluster under another name and rename it: there is a whole one, or none."""
    draft = place.folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    os.chown(draft, account.uid, account.gid)
    made = account.run(
        [
            programs / "initdb", "--pgdata", draft, "--username", SUPERUSER, "--encoding", "UTF8",
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            "--auth", "peer", "--data-checksums", "--no-instructions",
        ]
    )  # fmt: skip
    if made.returncode != 0:
        raise DatabaseProblem(f"The database cluster could not be made: {made.stderr.strip()}")
    people = dict.fromkeys((account.name, "root"))
    lines = [f'guywire "{name}" {role}\n' for name in people for role in (SUPERUSER, ROLE)]
    for name, text in (("pg_hba.conf", HBA), ("pg_ident.conf", "".join(lines))):
        account.run(["/bin/sh", "-c", 'cat > "$1"', "sh", draft / name], text=text)
    draft.rename(place.data)


def refuse_other_version(place: Place, programs: Path, account: Account) -> None:
    """Raise DatabaseProblem when the data were made by another major version of PostgreSQL."""
    data = account.run(["/bin/cat", place.data / "PG_VERSION"]).stdout.strip()
    ours = account.run([programs / "postgres", "--version"]).stdout.split()[-1].split(".")[0]
    if data != ours:
        raise DatabaseProblem(
            f"The data in {place.data} are of PostgreSQL {data or '?'}, the programs here are {ours}. "
            "Dump them with the release that made them (db dump), move the folder away, start, and restore."
        )


def make_socket_folder(place: Place, account: Account) -> None:
    """Make the private directory of the socket; it appears with its final owner, never in between."""
    place.refuse_strange_socket()
    if place.socket.exists():
        return
    draft = place.socket.with_name(f"{place.socket.name}.{os.getpid()}")
    draft.mkdir(mode=0o700)
    os.chown(draft, account.uid, account.gid)
    draft.rename(place.socket)


def answers(place: Place) -> bool:
    """Whether the server takes connections now."""
    ready = [
        client("pg_isready", embedded=True),
        "-q",
        "-h",
        str(place.socket),
        "-p",
        str(PORT),
        "-U",
        SUPERUSER,
        "-d",
        "postgres",
    ]
    return subprocess.run(ready, stdin=subprocess.DEVNULL, check=False).returncode == 0


def ensure_role_and_database(place: Place) -> None:
    """Make the application's role, which is no superuser, and its database, unless they are there."""
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    target = make_conninfo(host=str(place.socket), port=PORT, dbname="postgres", user=SUPERUSER)
    with psycopg.connect(target, autocommit=True, connect_timeout=10) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            rights = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOREPLICATION NOCREATEROLE CREATEDB")
            connection.execute(rights.format(role))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
