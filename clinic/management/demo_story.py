"""What `manage.py demo` prints: the story of the man with eleven or twelve sessions as the product sees it, and where to go."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from assessments.models import Flag
from clinic.management.demo_credentials import Credentials
from patients.models import Patient

THE_FLAG = "hip_flexors_never_examined"
WIDTH = 110


def story(patient: Patient, assessed: dict[str, Any], flags: Iterable[Flag]) -> str:
    """The patient's assessment in a dozen lines: the flag this product exists for, its evidence, what to ask next."""
    verdict = next(verdict for verdict in assessed["verdicts"] if verdict["rule"] == THE_FLAG)
    others = [flag for flag in flags if flag.rule != THE_FLAG]
    lines = [
        "",
        f"{patient.given_name} {patient.family_name}: eleven or twelve sessions, no better. What Guywire sees:",
        f"  safety gate: {assessed['gate']} ({_open_questions(assessed)})   psoas palpation: {assessed['palpation']}",
        f"  FLAG {THE_FLAG}, {verdict['severity']}",
        *_wrapped(verdict["explanation"]),
        "    evidence:",
        *(f"      {item['pointer']} = {item['value']}{_source(item)}" for item in verdict["evidence"]),
        "    ask next:",
        *(f"      {question['label']}" for question in assessed["ask_next"]),
        f"  and {len(others)} more flags: " + ", ".join(f"{flag.rule} ({flag.severity})" for flag in others),
    ]
    return "\n".join(lines)


def where_to_go(public_url: str, patient: Patient, credentials: Credentials) -> str:
    """Where the front desk signs in, a first call, and how to stop."""
    return f"""
Front desk and therapist:  {public_url}/admin/
  users frontdesk, therapist, manager, auditor; password {credentials.password}
REST, as the clinic's EHR would call it (reference: {public_url}/api/v1/docs/):
  curl -s -H 'Authorization: Bearer {credentials.token}' \\
       {public_url}/api/v1/patients/{patient.pk}/assessment
Stop with Ctrl-C; `make db-stop` stops the database too. The password and the token are kept in var/demo-credentials.json.
"""


def _open_questions(assessed: dict[str, Any]) -> str:
    count = len(assessed["safety"]["unanswered"])
    return f"{count} safety questions unanswered" if count else "every safety question answered"


def _source(item: dict[str, Any]) -> str:
    told = [text for text in (item["recorded_by"], item["recorded_on"]) if text]
    return f"   ({', '.join(told)})" if told else ""


def _wrapped(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
