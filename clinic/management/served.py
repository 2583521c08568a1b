"""The WSGI application under ``manage.py serve``: a worker ends when the server that made it is gone.

Killed outright, granian leaves its workers behind, and they would keep the port.
"""

import os
import signal
import threading
import time

from clinic.wsgi import application

__all__ = ["application"]

LOOK_EVERY = 0.5  # seconds


def end_with_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=end_with_parent, daemon=True, name="end-with-parent").start()
