"""The REST interface as clients know it: the OpenAPI document without its prose, kept in `openapi.json` beside this file.

`make contract` writes it anew. An incompatible change must first stand in `docs/changelog.md`, in the words of `compare.py`.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("openapi.json")
CHANGELOG = Path(__file__).parents[2] / "docs" / "changelog.md"
PROSE = ("description", "summary", "title")


def contract() -> dict[str, Any]:
    """What the running code promises."""
    from clinic.http.reference import openapi_document  # noqa: PLC0415  (Django must be set up first when run by itself)

    document = without_prose(json.loads(openapi_document()))
    document["components"].pop("securitySchemes")  # the cookie's name depends on the port in development
    return {name: document[name] for name in ("paths", "components")}


def without_prose(thing: Any) -> Any:
    """The document without what only people read."""
    if isinstance(thing, list):
        return [without_prose(inner) for inner in thing]
    if not isinstance(thing, dict):
        return thing
    kept = {name: inner for name, inner in thing.items() if name not in PROSE or not isinstance(inner, str)}
    kept = {name: inner for name, inner in kept.items() if name != "examples"}
    return {name: without_prose(inner) for name, inner in kept.items()}


def kept() -> dict[str, Any]:
    """What clients were promised."""
    return dict(json.loads(KEPT.read_text()))


def unannounced(old: dict[str, Any], new: dict[str, Any], changelog: str) -> list[str]:
    """The incompatible changes that the changelog does not name."""
    from tests.contracts.compare import incompatible  # noqa: PLC0415

    return [change for change in incompatible(old, new) if f"`{change}`" not in changelog]


def main() -> None:
    """Write the snapshot, or say what must be announced first."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    new = contract()
    missing = unannounced(kept(), new, CHANGELOG.read_text()) if KEPT.exists() else []
    if missing:
        sys.exit("These changes break clients. Name each in docs/changelog.md, between backticks:\n  " + "\n  ".join(missing))
    KEPT.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
