"""PURE: JSON Merge Patch (RFC 7396) on a document."""

from typing import Any

from patients.documents.validation import Part, plain


def patched(part: Part, patch: dict[str, Any]) -> dict[str, Any]:
    """The document's plain data with `patch` merged in: `null` takes a field away (it is then not recorded), objects merge, lists
    and all else replace. Check the result with `read`."""
    return _merged(plain(part), patch)


def _merged(target: object, patch: dict[str, Any]) -> dict[str, Any]:
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            result[name] = _merged(result.get(name), value)
        else:
            result[name] = value
    return result
