"""What the documents print for an integrator, run as printed against a fresh demo: a database, a server, the demo clinic."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request as Call
from urllib.request import urlopen

import pytest

from tests.clinic.launcher import place_in, reachable_folder
from tests.house.tree import ROOT, tracked
from tests.journeys.held import free_port, wait_for
from tests.journeys.printed import Request, blocks, filled, holds, requests, variables

pytestmark = pytest.mark.launcher
QUICKSTART = blocks((ROOT / "docs" / "quickstart.md").read_text())
END = "--- end of the answer ---"


@dataclass(frozen=True)
class Demo:
    """A running demo: the folder in which `var/` lies, its base address, its token."""

    folder: Path
    gw: str
    token: str


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    port = free_port()
    with reachable_folder() as folder, place_in(folder):
        inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "GUYWIRE_TEST_DB")}
        address = f"http://127.0.0.1:{port}"
        environ = {**inherited, "GUYWIRE_VAR": str(folder / "var"), "GUYWIRE_PUBLIC_URL": address, "GUYWIRE_ENV": "development"}
        manage = [sys.executable, "manage.py"]
        for command in (["db", "start"], ["migrate", "--verbosity", "0"], ["demo"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=environ, check=True, capture_output=True)
        serving = subprocess.Popen([*manage, "serve", "--port", str(port)], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
        try:
            wait_for(lambda: urlopen(f"{address}/readyz", timeout=2).status == 200)  # noqa: S310
            token = json.loads((folder / "var" / "demo-credentials.json").read_text())["token"]
            yield Demo(folder, f"{address}/api/v1", token)
        finally:
            serving.terminate()
            serving.wait(30)


def test_the_five_calls_raise_a_flag_as_printed(demo: Demo) -> None:
    commands = [block.text for block in QUICKSTART if block.language == "bash"]
    assert sum(command.count("curl ") for command in commands) == 5
    script = "set -eo pipefail\n" + "".join(f"{command}echo; echo '{END}'\n" for command in commands)
    environ = {"PATH": os.environ["PATH"], "GW": demo.gw}
    ran = subprocess.run(["bash", "-c", script], cwd=demo.folder, env=environ, capture_output=True, text=True, check=True)
    told = iter(ran.stdout.split(END))
    answer = ""
    for block in QUICKSTART:
        if block.language == "bash":
            answer = next(told)
        else:
            assert holds(json.loads(answer), json.loads(block.text)), answer[:2000]


def sent(request: Request, values: dict[str, str]) -> tuple[int, Any]:
    """The status and the body of the answer."""
    body = filled(request.body, values).encode() or None
    headers = {name: filled(value, values) for name, value in request.headers.items()}
    call = Call(filled(request.url, values), body, headers, method=request.method)  # noqa: S310
    try:
        with urlopen(call, timeout=30) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)


@pytest.mark.parametrize("file", tracked("examples/*.http"), ids=lambda file: str(file.name))
def test_the_requests_of_the_examples_are_answered_as_they_say(demo: Demo, file: Path) -> None:
    text = file.read_text()
    values = variables(text) | {"gw": demo.gw, "token": demo.token}
    walked = list(requests(text))
    assert len(walked) >= 3
    for request in walked:
        status, answer = sent(request, values)
        assert status == request.status, (request.title, answer)
        if request.keeps:
            values[request.keeps] = answer["id"]


def test_there_is_an_example_for_every_kind_of_call() -> None:
    assert len(tracked("examples/*.http")) >= 3
