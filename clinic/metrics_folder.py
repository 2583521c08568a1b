"""Where the worker processes of one server put their counters, so that whichever answers `/metrics` tells the sum of all.

Asked before anything counts: the counters choose, when they are made, whether they are shared.
"""

import multiprocessing
import os
import shutil
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from clinic.database import var_folder

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # as prometheus_client calls it


def share_metrics() -> None:
    """In a worker of a server whose metrics are read (GUYWIRE_METRICS_TOKEN): one folder for all workers of that server.

    Raises ``ImproperlyConfigured`` where it cannot be made: half of the counts would be worse than none.
    """
    maker = multiprocessing.parent_process()
    if maker is None or maker.pid is None or not os.environ.get("GUYWIRE_METRICS_TOKEN", "").strip():
        return
    folders = var_folder(os.environ) / "metrics"
    mine = folders / str(maker.pid)
    try:
        mine.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_others(folders)
    except OSError as error:
        raise ImproperlyConfigured(f"{mine} cannot be used for metrics ({error.strerror}).") from None
    os.environ[SHARED] = str(mine)


def _remove_others(folders: Path) -> None:
    """The folders of servers that are gone."""
    for folder in folders.iterdir():
        if folder.name.isdigit() and not _is_running(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # signals nothing, only asks
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
