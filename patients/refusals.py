"""What is wrong with a document, as the refusals every door understands."""

from collections.abc import Iterable

from clinic.errors import FieldProblem, Invalid, Malformed
from patients.documents import InvalidDocument, MalformedDocument, Problem, read
from patients.documents.merging import patched
from patients.documents.validation import P


def accept(kind: type[P], data: bytes | object) -> P:
    """The document in `data` (JSON bytes or plain data); raises `Malformed`, or `Invalid` naming every field at fault."""
    try:
        return read(kind, data)
    except MalformedDocument as error:
        raise Malformed(str(error)) from None
    except InvalidDocument as error:
        raise invalid(error.problems) from None


def accept_patch(kind: type[P], document: P, patch: object) -> P:
    """The document with a JSON Merge Patch applied; raises what `accept` raises."""
    try:
        return accept(kind, patched(document, patch))
    except MalformedDocument as error:
        raise Malformed(str(error)) from None
    except InvalidDocument as error:
        raise invalid(error.problems) from None


def invalid(problems: Iterable[Problem], under: str = "") -> Invalid:
    """The refusal that names these fields; `under` is the pointer of the document within what was sent."""
    named = tuple(FieldProblem(under + p.pointer, p.code, p.detail) for p in problems)
    count = "One field" if len(named) == 1 else f"{len(named)} fields"
    return Invalid(f"{count} cannot be accepted.", problems=named)
