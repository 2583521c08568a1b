"""A digest of what a rule does: of its code and thresholds, and of all shared code of the pure core that they reach.

Starting from a rule's `check`, every name of the pure core that the code mentions is followed to its definition, through
imports, until nothing new is reached: functions, classes, constants, tables. Each definition is then written down without what
does not decide: docstrings, comments, layout, type annotations, and text with a space in it, which is wording and never a code,
a pointer or a name. What only words a verdict (`say`) is not reached from `check`.
"""

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from assessments.rule import Rule, declaration
from assessments.rules import CATALOGUE

ROOT = Path(__file__).parents[2]
CORE = ("assessments", "patients")
NOT_FOLLOWED = (
    "assessments.wording",
    "assessments.recorded_words",
    "assessments.origin",
    "patients.documents.language",
    "patients.documents.validation",
)
"""They word what was decided, or read what was sent; they decide nothing."""
Definitions = dict[str, list[ast.stmt]]
Place = tuple[str, str]
"""A module and a name in it."""

ORDER_AND_BLOCKING = tuple(("assessments.engine", name) for name in ("display_order", "_blockers", "PROVISIONAL"))
"""What the engine adds to the rules: it belongs to the rule set as a whole."""


def rule_digest(rule: Rule) -> str:
    """Of one rule: its code, its declared thresholds, and what else of its declaration decides."""
    declared = [
        rule.rank,
        rule.evidence_grade,
        rule.advice,
        rule.blocks,
        [(d.name, d.value, d.unit) for d in rule.local_defaults],
    ]
    return _digest([declared, reached((f"assessments.rules.{rule.id}", "check"))])


def rule_set_digest() -> str:
    """Of all rules with their versions and whatever they declare (a rule set's declarations are stored once per version), and
    of how their verdicts are ordered and blocked."""
    return _digest([[declaration(rule) for rule in CATALOGUE], *(reached(place) for place in ORDER_AND_BLOCKING)])


def reached(start: Place) -> list[Any]:
    """Every definition that the one at `start` rests on, itself first, sorted by place: independent of where it is imported."""
    seen: dict[Place, list[Any]] = {}
    waiting = [start]
    while waiting:
        place = waiting.pop()
        if place in seen or place[0] in NOT_FOLLOWED:
            continue
        module, name = place
        statements = definitions(module)[name]
        seen[place] = [normal(statement) for statement in statements if not isinstance(statement, ast.ImportFrom)]
        for statement in statements:
            waiting += mentioned(place, statement)
    return [[*place, said] for place, said in sorted(seen.items()) if said]


def mentioned(place: Place, statement: ast.stmt) -> Iterator[Place]:
    """The names of the core that a definition mentions, annotations apart."""
    module, name = place
    if isinstance(statement, ast.ImportFrom):
        source, original = origin(statement, name)
        if original in definitions(source):
            yield source, original
        return
    known = definitions(module)
    for node in deciding(statement):
        if isinstance(node, ast.Name) and node.id in known:
            yield module, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            imported = known[node.value.id][0]
            if isinstance(imported, ast.ImportFrom):
                source = ".".join(origin(imported, node.value.id))
                if _file_of(source):
                    yield source, node.attr


def origin(statement: ast.ImportFrom, name: str) -> Place:
    """The module and the name there of what an import calls `name` here; a module's own name when it is one that is imported."""
    return statement.module or "", next(alias.name for alias in statement.names if (alias.asname or alias.name) == name)


@cache
def definitions(module: str) -> Definitions:
    """What each name at the top of a module is defined by; imports from elsewhere than the core define nothing here."""
    file = _file_of(module)
    assert file is not None, f"{module} is not a module of the core"
    found: Definitions = {}
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        for name in _names(statement):
            found.setdefault(name, []).append(statement)
    return found


def _names(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.ImportFrom(module=str(source), names=aliases) if source.split(".")[0] in CORE:
            yield from (alias.asname or alias.name for alias in aliases)


def _file_of(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.exists()), None)


UNDECIDING = {"annotation", "returns", "type_comment", "lineno", "col_offset", "end_lineno", "end_col_offset", "kind", "ctx"}


def deciding(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, without annotations."""
    yield node
    for name, value in ast.iter_fields(node):
        if name not in UNDECIDING:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from deciding(child)


MARKS = ("_", "marked")
"""What marks a text for translation: wording, whatever it says."""


def normal(node: object) -> Any:
    """The code as plain data, without positions and without what only some versions of Python tell."""
    if isinstance(node, list):
        return [normal(child) for child in node if not _is_text(child)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
        return ["Constant", ""]
    if isinstance(node, ast.Constant):
        return ["Constant", "" if isinstance(node.value, str) and " " in node.value else repr(node.value)]
    if isinstance(node, ast.AST):
        fields = [(name, value) for name, value in ast.iter_fields(node) if name not in UNDECIDING and value not in (None, [])]
        return [type(node).__name__, *([name, normal(value)] for name, value in fields)]
    return repr(node)


def _is_text(node: object) -> bool:
    """A docstring, or text that stands by itself behind a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=list).encode()).hexdigest()[:16]
