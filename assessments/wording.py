"""PURE: the words that all rules share: names of inputs, lists, dates, and what is said when nothing special is to be said.

Whole sentences only, so that each can be translated as one. What was found is said; why somebody hurts is never said.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import reduce

from assessments.case import Case
from assessments.logic import Pointers
from assessments.rule import Ruling, Words
from patients.documents import PriorTreatment
from patients.documents.language import marked, ngettext, pgettext
from patients.documents.language import translated as _
from patients.documents.safety_questions import QUESTIONS

NAMED_AT_MOST = 4
LABELS: dict[str, str] = {
    "/intake/prior_care_any": marked("whether there was any earlier care for this complaint"),
    "/intake/prior_care_list_complete": marked("whether all providers seen are listed"),
    "/intake/hip_flexors_ever_examined": marked("whether anybody ever examined the hip flexors"),
    "/prior_treatments": marked("the earlier treatments"),
    "/intake/safety/screened_on": marked("the date of a current safety screen"),
    "/intake/pain_locations": marked("where it hurts"),
    "/intake/pain_unrelated_to_movement": marked("whether the pain is unrelated to movement"),
    "/intake/sports": marked("the sports"),
    "/intake/sports_complete": marked("whether the list of sports is complete"),
    "/intake/stairs/lead_leg": marked("which leg leads on stairs"),
    "/intake/stairs/always": marked("whether the same leg always leads on stairs"),
    "/intake/sitting/total_workday_minutes": marked("the overall sitting time on a working day"),
    "/intake/sitting/workdays_per_week": marked("the number of working days a week"),
    "/intake/start_back/total": marked("the STarT Back total score"),
    "/intake/start_back/distress": marked("the STarT Back distress score"),
    "/patient/birth_date": marked("the birth date"),
    "/patient/sex": marked("the sex"),
    "/as_of": marked("the date of the assessment"),
}
NAMES = {
    "modified_thomas": "modified Thomas test",
    "ely": "Ely's test",
    "fadir": "FADIR test",
    "straight_leg_raise": "straight-leg raise",
    "hop": "hop test",
}
SOURCES = {
    "patient": marked("the patient"),
    "front_desk": marked("the front desk"),
    "therapist": marked("the therapist"),
    "ehr": marked("the record system"),
    "letter": marked("a letter"),
}
_SOUND_OF_I = re.compile(r"h?[ií](?!e)", re.IGNORECASE)
"""Before it Spanish has another word for "and"."""
_TREATMENT = re.compile(r"^/prior_treatments/(\d+)(?:/(\w+))?$")
_FINDING = re.compile(r"^/examination/\w+/([a-z_]+)/(left|right|both|unknown)/(.+)$")


def label(pointer: str, case: Case | None = None) -> str:
    """An input in words for a reader; with its case, an earlier treatment is named by its provider and date."""
    if pointer in LABELS:
        return _(LABELS[pointer])
    if pointer.startswith("/intake/safety/answers/"):
        return _(next(question.topic for item, question in QUESTIONS.items() if pointer.endswith("/" + item)))
    if match := _TREATMENT.match(pointer):
        treatments = case.prior_treatments if case else None
        of = treatment_named(treatments[int(match[1])]) if treatments else _("an earlier treatment")
        return _("{input} for {treatment}").format(input=words(match[2]), treatment=of) if match[2] else of
    if match := _FINDING.match(pointer):
        site, side, field = match.groups()
        return _("{site} {side} ({field})").format(site=words(site), side=side_of_finding(side), field=_path(field.split("/")))
    return _path(part for part in pointer.split("/")[2:] if not part.isdigit())


def label_of(pointers: Sequence[str], case: Case | None = None) -> str:
    """One input, or left and right of one test together."""
    if len(pointers) == 1:
        return label(pointers[0], case)
    return label(pointers[0].replace("/left/", "/both/").replace("_left", "_left_and_right"))


def side_of_finding(side: str) -> str:
    return _("without a side") if side == "unknown" else side_in_words("left and right" if side == "both" else side)


def side_recorded(side: str) -> str:
    """Where a value was found."""
    return _("side not recorded") if side == "unknown" else side_in_words(side)


def side_in_words(side: str) -> str:
    """Of the body: left, right, both."""
    return pgettext("side", side)


def _path(codes: Iterable[str]) -> str:
    """From the whole to its part: stairs flights per day."""
    parts = list(map(words, codes))
    return reduce(lambda outer, inner: pgettext("path", "{outer} {inner}").format(outer=outer, inner=inner), parts or [""])


def provider(treatment: PriorTreatment) -> str:
    """For example: physical therapist North Street Physio."""
    known = treatment.provider_kind is not None and treatment.provider_kind != "unknown"
    kind = words(treatment.provider_kind or "") if known else _("an unrecorded provider")
    return " ".join(filter(None, (kind, treatment.provider_name, treatment.facility and f"({treatment.facility})")))


def treatment_named(treatment: PriorTreatment) -> str:
    """For example: physical therapist North Street Physio from 2025-12-01."""
    if treatment.started_on is None:
        return provider(treatment)
    return _("{provider} from {date}").format(provider=provider(treatment), date=treatment.started_on)


def source(code: str) -> str:
    """Who told it: the patient, a letter."""
    return _(SOURCES[code]) if code in SOURCES else words(code)


def words(code: str) -> str:
    """A code of the case document, a verdict or a threshold as it is read; what nobody knows, without underscores."""
    return pgettext("code", plain(code))


def plain(code: str) -> str:
    """The same in English."""
    return NAMES[code] if code in NAMES else code.replace("_", " ").removesuffix(" deg")


def listed(items: Iterable[str], *, at_most: int = 99) -> str:
    """ "a, b and c"; beyond `at_most` the rest is counted."""
    names = list(dict.fromkeys(items))
    if more := len(names[at_most:]):
        names = [*names[:at_most], ngettext("{count} more", "{count} more", more).format(count=more)]
    if len(names) < 2:
        return "".join(names)
    joined = pgettext("before the sound of i", "{first} and {last}") if _SOUND_OF_I.match(names[-1]) else _("{first} and {last}")
    return joined.format(first=", ".join(names[:-1]), last=names[-1])


def named(pointers: Pointers, case: Case | None = None) -> str:
    return listed((label(pointer, case) for pointer in pointers), at_most=NAMED_AT_MOST)


def day(date: datetime.date | None) -> str:
    return date.isoformat() if date else _("an unrecorded date")


def number(value: float) -> str:
    """Without a needless decimal: 7, 7.5, 10.1."""
    return f"{value:.1f}".removesuffix(".0")


def general(ruling: Ruling, case: Case | None = None) -> Words:
    """What is said about a ruling when its rule has nothing special to say."""
    if ruling.status == "undetermined":
        open_inputs = named(ruling.missing, case)
        return Words(_("This cannot be decided yet; not recorded: {inputs}.").format(inputs=open_inputs))
    if ruling.status == "not_applicable":
        return Words(_("This does not apply to what is recorded."))
    return Words(_("This was looked for in the record and not found."))


def contradicted(ruling: Ruling, case: Case) -> Words:
    """What is said while the record contradicts itself about what the rule needs."""
    inputs = named(ruling.missing, case)
    return Words(_("The record contradicts itself here; to be resolved first: {inputs}.").format(inputs=inputs))


def withheld(blocked_by: str) -> str:
    """Said in place of the interpretation of a verdict that something outranks."""
    if blocked_by == "gate":
        return _("Interpretation and advice are withheld until the red flags are settled.")
    return _("Interpretation and advice are withheld while “{rule}” is present.").format(rule=words(blocked_by))
