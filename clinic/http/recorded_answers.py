"""Answers as examples in the OpenAPI document: recorded from the running system (`make answers`), shortened, not written by hand.

``recorded_answers.json``: operation id → {status, body}. A test plays every operation and compares the shape of what comes.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".json")


def show_answers(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Each operation's recorded answer as the example of its success.  A hook of drf-spectacular."""
    recorded = json.loads(FILE.read_text()) if FILE.exists() else {}
    for item in result["paths"].values():
        for operation in item.values():
            answer = recorded.get(operation["operationId"])
            media = operation["responses"].get(str(answer["status"]), {}).get("content", {}) if answer else {}
            if answer and "application/json" in media:
                media["application/json"]["examples"] = {
                    "recorded": {"summary": "As recorded, shortened", "value": answer["body"]}
                }
    return result
