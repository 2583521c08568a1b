"""Reading what the documents print: the blocks of a Markdown page, and the requests of an `.http` file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Block:
    """A block of code: its language and its text."""

    language: str
    text: str


def blocks(markdown: str) -> list[Block]:
    """The fenced blocks of a page that name a language, in order."""
    return [Block(*found) for found in re.findall(r"^```(\w+)\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)]


def holds(actual: Any, printed: Any) -> bool:
    """Whether an answer has what is printed: every member with its value, every item of a list somewhere in the list."""
    if isinstance(printed, dict):
        return isinstance(actual, dict) and all(name in actual and holds(actual[name], printed[name]) for name in printed)
    if isinstance(printed, list):
        return isinstance(actual, list) and all(any(holds(item, wanted) for item in actual) for wanted in printed)
    return bool(actual == printed)


@dataclass(frozen=True)
class Request:
    """One request of an `.http` file, its variables still in it. `keeps`: the variable that the id of its answer is put into."""

    title: str
    status: int
    keeps: str | None
    method: str
    url: str
    headers: dict[str, str]
    body: str


def variables(text: str) -> dict[str, str]:
    """The `@name = value` lines at the head of a file."""
    return dict(re.findall(r"^@(\w+) = (.*)$", text, re.MULTILINE))


def requests(text: str) -> Iterator[Request]:
    """The requests of a file, in order: ### and a title, comments, the request line, headers, an empty line, a body."""
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        title, status = re.fullmatch(r"(.*?)  → (\d{3})", part.splitlines()[0]).groups()  # type: ignore[union-attr]
        keeps = re.search(r"^# id of the answer: \{\{(\w+)\}\}$", part, re.MULTILINE)
        said = "\n".join(line for line in part.splitlines()[1:] if not line.startswith("#"))
        head, _, body = said.strip().partition("\n\n")
        first, *headers = head.splitlines()
        method, url = first.split(" ", 1)
        named = dict(header.split(": ", 1) for header in headers)
        yield Request(title, int(status), keeps[1] if keeps else None, method, url, named, body.strip())


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its `{{name}}` replaced."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)
