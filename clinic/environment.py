"""Reading environment variables: every problem is collected, so that all are told at once."""

import contextlib
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FALSE = ("", "0", "no", "false")
TRUE = ("1", "yes", "true")


class Environment:
    """The environment, and what is wrong with it.

    A reader never raises: it notes the problem in ``problems`` and answers something harmless,
    so that the whole list can be told in one go.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.problems: list[str] = []

    def refuse_if(self, wrong: bool, problem: str) -> None:
        if wrong:
            self.problems.append(problem)

    def text(self, name: str, *, required: bool = False) -> str:
        """The value without surrounding space; empty when unset."""
        value = self.values.get(name, "").strip()
        self.refuse_if(required and not value, f"{name}: is required in production.")
        return value

    def words(self, name: str, *, required: bool = False) -> list[str]:
        """The parts of a value separated by commas."""
        found = [word for part in self.text(name).split(",") if (word := part.strip())]
        self.refuse_if(required and not found, f"{name}: is required in production.")
        return found

    def flag(self, name: str) -> bool:
        """``1``, ``yes``, ``true`` or ``0``, ``no``, ``false``; false when unset."""
        value = self.text(name).lower()
        self.refuse_if(value not in (*TRUE, *FALSE), f"{name}: 1 or 0, not {value!r}.")
        return value in TRUE

    def ports(self, name: str) -> list[int]:
        """Port numbers separated by commas."""
        found = self.words(name)
        right = [int(word) for word in found if word.isascii() and word.isdigit() and 1 <= int(word) <= 65_535]
        self.refuse_if(len(right) != len(found), f"{name}: port numbers separated by commas, not {','.join(found)!r}.")
        return right

    def choice(self, name: str, options: Sequence[str], default: str) -> str:
        """One of *options*; anything else is a problem and reads as the last, strictest option."""
        value = self.text(name) or default
        if value in options:
            return value
        self.problems.append(f"{name}: {' or '.join(options)}, not {value!r}.")
        return options[-1]

    def whole(self, name: str, default: int, *, least: int) -> int:
        """A whole number of at least *least*."""
        value = self.text(name) or str(default)
        if value.isascii() and value.isdigit() and int(value) >= least:
            return int(value)
        self.problems.append(f"{name}: a whole number, {least} or more, not {value!r}.")
        return default


def development_secret_key(var: Path) -> str:
    """The key kept in *var*/secret_key, made on first use, readable by its owner only.

    Raises ImproperlyConfigured when it cannot be made or read.
    """
    path = var / "secret_key"
    try:
        if not path.exists():
            var.mkdir(parents=True, exist_ok=True)
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be used ({error.strerror}): run as the account that owns it, or set GUYWIRE_SECRET_KEY."
        ) from None


def _write_once(path: Path, text: str) -> None:
    """Write *path* whole, unless another process has by then: written elsewhere first and linked."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
