"""PURE: JSON Merge Patch (RFC 7396) on a document."""

from typing import Any

from patients.documents.validation import InvalidDocument, MalformedDocument, Part, Problem, plain


def patched(part: Part, patch: object) -> dict[str, Any]:
    """The document's plain data with `patch` merged in: `null` takes a field away (it is then not recorded), objects merge, lists
    and all else replace. Check the result with `read`. Raises `InvalidDocument` for a patch that is no object."""
    if not isinstance(patch, dict):
        raise InvalidDocument([Problem("", "wrong_type", "must be an object")])
    try:
        return merge_patch(plain(part), patch)
    except RecursionError as error:
        raise MalformedDocument("the document is nested too deeply") from error


def merge_patch(target: object, patch: dict[str, Any]) -> dict[str, Any]:
    """RFC 7396 on plain data, but that a removed member stays as null, which reads as not recorded: so that `read` still refuses
    a member that does not exist, even when it was sent as null."""
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if isinstance(value, dict):
            result[name] = merge_patch(result.get(name), value)
        else:
            result[name] = value
    return result
