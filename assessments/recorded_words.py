"""PURE: what is recorded at a pointer, in words for a reader: the muscle or test, its side, and the value."""

from collections.abc import Iterable

from assessments.case import Case
from assessments.document import FINDING_LISTS, FindingPart
from assessments.origin import resolved
from assessments.wording import label, listed, side_in_words, words
from patients.documents.language import marked, pgettext
from patients.documents.language import translated as _

FIELD_WORDS = {
    "tenderness": marked("tenderness {value}"),
    "tone": marked("tone {value}"),
    "hip_extension_deg": marked("hip extension {value} degrees"),
    "knee_flexion_deg": marked("knee flexion {value} degrees"),
    "degrees": marked("{value} degrees"),
    "grade": marked("grade {value}"),
    "result": "{value}",
    "painful": marked("painful: {value}"),
    "groin_pain": marked("groin pain: {value}"),
}


def recorded(case: Case, pointers: Iterable[str]) -> str:
    """For example: psoas major right, tenderness 2; hip extension right, grade 4-."""
    return listed(told(case, pointer) for pointer in pointers)


def told(case: Case, pointer: str) -> str:
    """One recorded value with its name."""
    tokens = pointer.split("/")
    value = in_words(resolved(case, pointer))
    if tokens[1] == "examination" and tokens[2] in FINDING_LISTS and len(tokens) > 4:
        finding: FindingPart = getattr(case.examination, tokens[2])[int(tokens[3])]
        return _("{finding} {reading}").format(finding=_named(*finding.key()), reading=_reading(tokens[-1], value))
    return _("{input}: {value}").format(input=label(pointer, case), value=value)


def _named(site: str, side: str) -> str:
    """For example: psoas major right."""
    return words(site) if side == "unknown" else _("{site} {side}").format(site=words(site), side=side_in_words(side))


def _reading(field: str, value: str) -> str:
    """For example: grade 4-."""
    if field in FIELD_WORDS:
        return _(FIELD_WORDS[field]).format(value=value)
    return _("{input}: {value}").format(input=words(field), value=value)


def in_words(value: object) -> str:
    """A recorded value: "no", "not asked", "low back and groin", "-8"."""
    if isinstance(value, list | tuple):
        return listed(in_words(item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    return pgettext("code", str(value).replace("_", " "))
