"""Where the embedded server's files are, and as which account it runs."""

import hashlib
import os
import pwd
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SHARED_STATE = Path("/var/lib/guywire")
SOCKETS = Path("/tmp")  # noqa: S108  (fixed, not TMPDIR: whoever starts and whoever connects must agree)
ACCOUNTS = ("postgres", "nobody")


class DatabaseProblem(Exception):
    """The database cannot be used as asked; the message says what to do."""


def var_folder(environ: Mapping[str, str]) -> Path:
    """The folder for what is made while running: GUYWIRE_VAR, or ``var`` beside manage.py.

    Without links in it, so that every way to the same folder leads to the same database.
    """
    named = environ.get("GUYWIRE_VAR", "").strip()
    return Path(os.path.realpath(named or Path(__file__).parents[2] / "var"))


@dataclass(frozen=True)
class Account:
    """An operating-system account the server runs as: the caller's own, or one that root steps down to."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, uid: int) -> "Account":
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise DatabaseProblem(
                f"PostgreSQL needs an account with a name; user id {uid} has none. Use DATABASE_URL instead."
            ) from None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def _identity(self) -> dict[str, Any]:
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def options(self) -> dict[str, Any]:
        """Keyword arguments for subprocess: this identity, a plain environment, a folder all can enter."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return {**self._identity(), "env": environment, "cwd": "/", "stdin": subprocess.DEVNULL}

    def run(self, argv: Sequence[str | Path], *, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and wait; never raises for its exit code."""
        options = self.options()
        if text is not None:
            del options["stdin"]
        try:
            return subprocess.run(argv, **options, input=text, text=True, capture_output=True, check=False)
        except PermissionError as error:
            if error.filename in (None, options["cwd"]):  # not the program: the step down was refused
                raise DatabaseProblem(f"Root may not become the account {self.name} here.") from None
            raise

    def can_enter(self, folder: Path) -> bool:
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0


@dataclass(frozen=True)
class Place:
    """The files of one embedded server, all derived from the path of its var folder."""

    var: Path

    @cached_property
    def mark(self) -> str:
        """Tells two checkouts apart in folders that they share."""
        return hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]

    @property
    def inside(self) -> Path:
        return self.var / "postgres"

    @property
    def outside(self) -> Path:
        return SHARED_STATE / self.mark

    @property
    def note(self) -> Path:
        return self.var / "database_is_elsewhere"

    @property
    def socket(self) -> Path:
        return SOCKETS / f"guywire-{self.mark}"

    @property
    def folder(self) -> Path:
        """The folder in use: outside the checkout once a note says so.

        Raises DatabaseProblem when the note names the database of another path: the checkout was moved
        or copied, and a silent choice would show an empty database, or share one.
        """
        if not self.note.exists():
            return self.inside
        noted = Path(self.note.read_text().strip())
        if noted != self.outside:
            raise DatabaseProblem(
                f"This folder was moved or copied: {self.note} names the database {noted}. To bring it along "
                f"(with its server stopped): mv {noted} {self.outside} && echo {self.outside} > {self.note}. "
                f"To begin with an empty one: rm {self.note}"
            )
        return noted

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def account(self) -> Account:
        """Whose the server is: the caller; for root the owner of the data, else an unprivileged account."""
        if os.geteuid() != 0:
            return Account.of(os.geteuid())
        if self.data.exists() and (owner := self.data.stat().st_uid) != 0:
            return Account.of(owner)
        known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0}
        if not known:
            raise DatabaseProblem("PostgreSQL refuses to run as root and there is no other account here.")
        return Account.of(next((known[name] for name in ACCOUNTS if name in known), max(known.values())))

    def refuse_strange_socket(self) -> None:
        """Raise DatabaseProblem when the socket directory is there but can be entered by anybody else.

        Everybody may create names under /tmp: a directory of somebody else's, or a link, could lead to a
        server that only pretends to be ours.
        """
        try:
            found = self.socket.lstat()
        except FileNotFoundError:
            return
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not private or found.st_uid != self.account().uid:
            raise DatabaseProblem(
                f"{self.socket} should be a directory that only the account {self.account().name} can enter, "
                "and is not. Did another account start this database? If not, remove it."
            )
