"""The WSGI application under ``manage.py serve``: a worker ends when the server that made it is gone.

Killed outright, granian leaves its workers behind, and they would keep the port.
"""

import multiprocessing
import os
import signal
import threading
import time

from clinic.wsgi import application

__all__ = ["application"]

LOOK_EVERY = 0.5  # seconds
GRACE = 5  # seconds for what is being answered; a worker that still starts does not hear SIGTERM at all


def end_with(parent: int) -> None:
    """Wait until the process `parent` is no longer the one that made this one; then end, gracefully if possible."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.kill(os.getpid(), signal.SIGKILL)


maker = multiprocessing.parent_process()
if maker is not None and maker.pid is not None:  # not asked from the operating system: the maker may be gone by now
    threading.Thread(target=end_with, args=(maker.pid,), daemon=True, name="end-with-parent").start()
