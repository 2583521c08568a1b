"""Logs: a line that machines read, and nothing of what an error quoted."""

import json
import subprocess
import sys

SCRIPT = """
import logging, structlog
from clinic.logs import logging_settings
logging_settings(production={production})
def refuse(value):
    raise ValueError(f"not a pain score: {{value}}")
try:
    refuse("says his wife left him")
except ValueError:
    logging.getLogger("django.request").exception("Internal Server Error: %s", "/api/v1/patients")
    structlog.get_logger("clinic").exception("assessment.failed", patient="0190")
"""


def lines(*, production: bool) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(production=production)], capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()


def test_production_writes_one_json_line_per_event_without_the_message_of_the_error():
    printed = lines(production=True)
    first, second = (json.loads(line) for line in printed)
    assert first["event"] == "Internal Server Error: /api/v1/patients"
    assert (second["event"], second["patient"], second["logger"]) == ("assessment.failed", "0190", "clinic")
    for event in (first, second):
        assert event["level"] == "error"
        assert event["exception"] == "ValueError"
        assert event["frames"][-1].endswith("refuse")
        assert event["timestamp"].endswith("Z")
    assert "wife" not in "".join(printed)


def test_development_shows_the_whole_error():
    printed = "\n".join(lines(production=False))
    assert "says his wife left him" in printed
    assert "\033[" not in printed
