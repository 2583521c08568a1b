"""PURE: what is recorded at a pointer, in words for a reader: the muscle or test, its side, and the value."""

from collections.abc import Iterable

from assessments.case import Case
from assessments.document import FINDING_LISTS, FindingPart
from assessments.origin import resolved
from assessments.wording import label, listed, words

FIELD_WORDS = {
    "tenderness": "tenderness {}",
    "tone": "tone {}",
    "hip_extension_deg": "hip extension {} degrees",
    "knee_flexion_deg": "knee flexion {} degrees",
    "degrees": "{} degrees",
    "grade": "grade {}",
    "result": "{}",
    "painful": "painful: {}",
    "groin_pain": "groin pain: {}",
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
        site, side = finding.key()
        field = tokens[-1]
        where = words(site) if side == "unknown" else f"{words(site)} {side}"
        return f"{where} {FIELD_WORDS.get(field, words(field) + ': {}').format(value)}"
    return f"{label(pointer, case)}: {value}"


def in_words(value: object) -> str:
    """A recorded value: "no", "not asked", "low back and groin", "-8"."""
    if isinstance(value, list | tuple):
        return listed(in_words(item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("_", " ")
