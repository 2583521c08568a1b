"""manage.py assess: assess patients now, or a whole clinic again after the rules changed; says what came out."""

import sys
from collections import Counter
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from tqdm import tqdm

from assessments import sweep
from assessments.models import Assessment
from assessments.services import assess
from assessments.wording import words
from clinic.access.actor import Actor
from clinic.errors import ClinicError
from clinic.management.answering import actor_of
from clinic.management.speaking import add_language
from patients.documents.language import translated as _


class Command(BaseCommand):
    help = "Assess patients now, or with --all every patient of the clinic; stores only what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("patients", nargs="*", metavar="PATIENT_ID", help="whom to assess")
        parser.add_argument("--all", action="store_true", help="every patient of the clinic, from the stored case documents")
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME", help="the member who answers for it")
        parser.add_argument("--clinic", metavar="SLUG", help="where USERNAME is a member; needed when in several clinics")
        add_language(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["patients"]) == options["all"]:
            raise CommandError("Name patients by their ids, or say --all; not both.")
        actor = actor_of(options["username"], options["clinic"])
        try:
            with translation.override(options["language"]):
                self._run(actor, options)
        except ClinicError as error:
            raise CommandError(error.detail) from None

    def _run(self, actor: Actor, options: dict[str, Any]) -> None:
        if options["all"]:
            self._sweep(actor)
        for patient_id in options["patients"]:
            self._assess(actor, patient_id)

    def _assess(self, actor: Actor, patient_id: str) -> None:
        assessed = assess(by=actor, patient_id=patient_id)
        line = _("{patient}: assessed, {summary}") if assessed.is_new else _("{patient}: unchanged, {summary}")
        self.stdout.write(line.format(patient=patient_id, summary=summary(assessed.row)))
        for change in assessed.flags_changed:
            self.stdout.write(f"  {words(change.change)}: {change.rule}, {words(change.severity)}")

    def _sweep(self, actor: Actor) -> None:
        gates: Counter[str] = Counter()
        stored = flags = 0
        total = sweep.count(by=actor)
        for swept in tqdm(sweep.sweep(by=actor), total=total, unit=" patients", file=sys.stderr):
            current = swept.stored.row if swept.stored else swept.seen
            gates[current.gate] += 1
            stored += bool(swept.stored and swept.stored.is_new)
            flags += len(swept.stored.flags_changed) if swept.stored else 0
        self.stdout.write(f"{gates.total()} patients, {stored} with a new assessment, {flags} flags changed")
        self.stdout.write("gate: " + (", ".join(f"{gate} {number}" for gate, number in gates.most_common()) or "nobody"))


def summary(assessment: Assessment) -> str:
    """The gate, and how many verdicts are present, by severity."""
    verdicts = msgspec.json.decode(assessment.verdicts)
    present = Counter(verdict["severity"] for verdict in verdicts if verdict["status"] == "present")
    counts = ", ".join(f"{present[severity]} {words(severity)}" for severity in ("high", "moderate", "low", "ungraded", "info"))
    return _("gate {gate}, present: {counts}").format(gate=words(assessment.gate), counts=counts)
