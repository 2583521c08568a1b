"""PURE: a merge patch (RFC 7396) of an examination, whose finding lists merge by site and side, field by field.

``null`` means not recorded.  A finding left without a value or an absent reason is removed; ``[]`` says that the list was
recorded and changes no finding; ``null`` for a list takes all its findings back.  Problems name the place in the patch.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from assessments.anatomy import AbsentReason
from assessments.document import Examination, FindingPart, LengthTest, Motion, Palpation, SpecialTest, Strength
from patients.documents import InvalidDocument, MalformedDocument, Problem, plain, read
from patients.documents.merging import merge_patch

KINDS: dict[str, type[FindingPart]] = {
    "palpation": Palpation,
    "length_tests": LengthTest,
    "strength": Strength,
    "range_of_motion": Motion,
    "special_tests": SpecialTest,
}
"""The lists of findings and what stands in each."""

SOME_REASON = get_args(AbsentReason)[0]
_PLACE = re.compile(r"/(\w+)/(\d+)(?=/|$)")


class _Merged(NamedTuple):
    """A merged list; ``places``: for each item that the patch touched, where it stands in the patch."""

    items: list[object]
    places: dict[int, int]
    problems: list[Problem]


def merged(old: Examination, patch: object) -> Examination:
    """``old`` with ``patch`` applied.  Raises ``InvalidDocument`` with every problem, pointing into ``patch``, and
    ``MalformedDocument`` for one that is nested too deeply."""
    if not isinstance(patch, dict):
        raise InvalidDocument([Problem("", "wrong_type", "must be an object")])
    lists = {name: value for name, value in patch.items() if name in KINDS and isinstance(value, list)}
    others = {name: value for name, value in patch.items() if name not in lists}
    try:
        data = merge_patch(plain(old), others)
        results = {name: _merged_list(name, data.get(name, []), value) for name, value in lists.items()}
    except RecursionError as error:
        raise MalformedDocument("the document is nested too deeply") from error
    data |= {name: result.items for name, result in results.items()}
    return _validated(data, results)


def _merged_list(name: str, old: list[Any], patch: list[Any]) -> _Merged:
    kind = KINDS[name]
    found = {_key(kind, item): item for item in old}
    touched: dict[Any, int] = {}
    problems: list[Problem] = []
    for place, item in enumerate(patch):
        key: Any = _key(kind, item) or place
        if key in touched:
            problems.append(Problem(f"/{name}/{place}", "duplicate", f"{' '.join(key)} comes twice in this patch"))
            continue
        touched[key] = place
        whole = merge_patch(found.get(key), item) if isinstance(item, dict) else item
        if isinstance(whole, dict) and _says_nothing(kind, whole) and (key in found or _takes_back(kind, item)):
            problems += _wrong_in_removed(kind, whole, f"/{name}/{place}")
            found.pop(key, None)
        else:
            found[key] = whole
    places = {index: touched[key] for index, key in enumerate(found) if key in touched}
    return _Merged(list(found.values()), places, problems)


def _key(kind: type[FindingPart], item: object) -> Any:
    """(site, side), or None when the item does not say both as text."""
    if not isinstance(item, dict):
        return None
    key = item.get(kind.SITE), item.get("side")
    return key if all(isinstance(part, str) for part in key) else None


def _wrong_in_removed(kind: type[FindingPart], item: dict[str, Any], pointer: str) -> Iterator[Problem]:
    """What is wrong with a finding that goes because it says nothing: a slip in its site must not pass for a removal."""
    try:
        read(kind, item | {"absent_reason": SOME_REASON})
    except InvalidDocument as error:
        yield from (problem._replace(pointer=pointer + problem.pointer) for problem in error.problems)


def _says_nothing(kind: type[FindingPart], item: dict[str, Any]) -> bool:
    return not any(_is_said(item.get(name)) for name in (*kind.VALUES, "absent_reason"))


def _is_said(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_is_said, value.values()))
    return value not in (None, "not_asked")


def _takes_back(kind: type[FindingPart], item: object) -> bool:
    """Whether the item says of some value that it is not recorded."""
    return isinstance(item, dict) and any(name in item and item[name] is None for name in (*kind.VALUES, "absent_reason"))


def _validated(data: object, results: dict[str, _Merged]) -> Examination:
    problems = [problem for result in results.values() for problem in result.problems]
    try:
        examination = read(Examination, data)
    except InvalidDocument as error:
        problems += (_at_its_place(problem, results) for problem in error.problems)
    if problems:
        raise InvalidDocument(problems)
    return examination


def _at_its_place(problem: Problem, results: dict[str, _Merged]) -> Problem:
    """The problem with the index of the finding in the patch instead of that in the merged list."""
    found = _PLACE.match(problem.pointer)
    places = results[found[1]].places if found and found[1] in results else {}
    if found is None or int(found[2]) not in places:
        return problem
    return problem._replace(pointer=f"/{found[1]}/{places[int(found[2])]}{problem.pointer[found.end() :]}")
