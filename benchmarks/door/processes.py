"""The server under measurement, and what it and the database spend: processor time from /proc."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0
"""Seconds in which the server must answer for the first time."""


def spent_by(root: int | None) -> float:
    """Processor seconds so far of the process `root`, of all below it, and of its children that ended; nothing for None."""
    if root is None:
        return 0.0
    parents = {pid: fields for pid in _processes() if (fields := _stat(pid))}
    found, waiting = [root], [root]
    while waiting:
        above = waiting.pop()
        below = [pid for pid, fields in parents.items() if int(fields[1]) == above]
        found += below
        waiting += below
    own = sum(int(parents[pid][11]) + int(parents[pid][12]) for pid in found if pid in parents)
    ended = int(parents[root][13]) + int(parents[root][14]) if root in parents else 0
    return (own + ended) / TICKS


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())


def _stat(pid: int) -> list[str]:
    """The fields after the name: state, parent, …; empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@dataclass(frozen=True)
class Server:
    """Something that answers on a port of the loopback; `pid` is above all its workers."""

    port: int
    pid: int


@contextmanager
def serving(
    arguments: Callable[[int], list[str]], application: str | None, environment: Mapping[str, str], folder: Path
) -> Iterator[Server]:
    """Run Python with `arguments` for a free port, of which the last names the application, as `application` if given."""
    port = free_port()
    command = arguments(port) if application is None else [*arguments(port)[:-1], application]
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} while it started.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("The server did not start.")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
