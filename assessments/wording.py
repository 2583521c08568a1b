"""PURE: the words that all rules share: names of inputs, lists, dates, and what is said when nothing special is to be said.

Whole sentences only, so that each can be translated as one. What was found is said; why somebody hurts is never said.
"""

import datetime
import re
from collections.abc import Iterable, Sequence

from assessments.case import Case
from assessments.logic import Pointers
from assessments.rule import Ruling, Words
from patients.documents import PriorTreatment
from patients.documents.safety_questions import QUESTIONS

NAMED_AT_MOST = 4
LABELS: dict[str, str] = {
    "/intake/prior_care_any": "whether there was any earlier care for this complaint",
    "/intake/prior_care_list_complete": "whether all providers seen are listed",
    "/intake/hip_flexors_ever_examined": "whether anybody ever examined the hip flexors",
    "/prior_treatments": "the earlier treatments",
    "/intake/safety/screened_on": "the date of a current safety screen",
    "/intake/pain_locations": "where it hurts",
    "/intake/pain_unrelated_to_movement": "whether the pain is unrelated to movement",
    "/intake/sports": "the sports",
    "/intake/sports_complete": "whether the list of sports is complete",
    "/intake/stairs/lead_leg": "which leg leads on stairs",
    "/intake/stairs/always": "whether the same leg always leads on stairs",
    "/intake/sitting/total_workday_minutes": "the overall sitting time on a working day",
    "/intake/sitting/workdays_per_week": "the number of working days a week",
    "/intake/start_back/total": "the STarT Back total score",
    "/intake/start_back/distress": "the STarT Back distress score",
    "/patient/birth_date": "the birth date",
    "/patient/sex": "the sex",
    "/as_of": "the date of the assessment",
}
NAMES = {
    "modified_thomas": "modified Thomas test",
    "ely": "Ely's test",
    "fadir": "FADIR test",
    "straight_leg_raise": "straight-leg raise",
    "hop": "hop test",
}
SOURCES = {
    "patient": "the patient",
    "front_desk": "the front desk",
    "therapist": "the therapist",
    "ehr": "the record system",
    "letter": "a letter",
}
_TREATMENT = re.compile(r"^/prior_treatments/(\d+)/(\w+)$")
_FINDING = re.compile(r"^/examination/\w+/([a-z_]+)/(left|right|unknown)/(.+)$")


def label(pointer: str, case: Case | None = None) -> str:
    """An input in words for a reader; with its case, an earlier treatment is named by its provider and date."""
    if pointer in LABELS:
        return LABELS[pointer]
    if pointer.startswith("/intake/safety/answers/"):
        return next(question.topic for item, question in QUESTIONS.items() if pointer.endswith("/" + item))
    if match := _TREATMENT.match(pointer):
        treatments = case.prior_treatments if case else None
        return f"{words(match[2])} for {treatment_named(treatments[int(match[1])]) if treatments else 'an earlier treatment'}"
    if match := _FINDING.match(pointer):
        side = "without a side" if match[2] == "unknown" else match[2]
        return f"{words(match[1])} {side} ({words(match[3].replace('/', ' '))})"
    return words(" ".join(part for part in pointer.split("/")[2:] if not part.isdigit()))


def label_of(pointers: Sequence[str], case: Case | None = None) -> str:
    """One input, or left and right of one test together."""
    if len(pointers) == 1:
        return label(pointers[0], case)
    return label(pointers[0]).replace(" left", " left and right")


def provider(treatment: PriorTreatment) -> str:
    """For example: physical therapist North Street Physio."""
    known = treatment.provider_kind is not None and treatment.provider_kind != "unknown"
    kind = words(treatment.provider_kind or "") if known else "an unrecorded provider"
    return " ".join(filter(None, (kind, treatment.provider_name, treatment.facility and f"({treatment.facility})")))


def treatment_named(treatment: PriorTreatment) -> str:
    """For example: physical therapist North Street Physio from 2025-12-01."""
    return f"{provider(treatment)} from {treatment.started_on}" if treatment.started_on else provider(treatment)


def source(code: str) -> str:
    """Who told it: the patient, a letter."""
    return SOURCES.get(code, words(code))


def words(code: str) -> str:
    return NAMES[code] if code in NAMES else code.replace("_", " ").removesuffix(" deg")


def listed(items: Iterable[str], *, at_most: int = 99) -> str:
    """ "a, b and c"; beyond `at_most` the rest is counted."""
    names = list(dict.fromkeys(items))
    if len(names) > at_most:
        names = [*names[:at_most], f"{len(names) - at_most} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def named(pointers: Pointers, case: Case | None = None) -> str:
    return listed((label(pointer, case) for pointer in pointers), at_most=NAMED_AT_MOST)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day(date: datetime.date | None) -> str:
    return date.isoformat() if date else "an unrecorded date"


def number(value: float) -> str:
    """Without a needless decimal: 7, 7.5, 10.1."""
    return f"{value:.1f}".removesuffix(".0")


def general(ruling: Ruling, case: Case | None = None) -> Words:
    """What is said about a ruling when its rule has nothing special to say."""
    if ruling.status == "undetermined":
        return Words(f"This cannot be decided yet; not recorded: {named(ruling.missing, case)}.")
    if ruling.status == "not_applicable":
        return Words("This does not apply to what is recorded.")
    return Words("This was looked for in the record and not found.")


def withheld(blocked_by: str) -> str:
    """Said in place of the interpretation of a verdict that something outranks."""
    if blocked_by == "gate":
        return "Interpretation and advice are withheld until the red flags are settled."
    return f"Interpretation and advice are withheld while “{words(blocked_by)}” is present."
