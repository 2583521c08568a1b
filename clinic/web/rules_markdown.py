"""`docs/rules.md`: the catalogue and the safety tables as a document in English, from the same sheets as the rules page."""

from collections.abc import Iterable, Iterator

from django.utils import translation

from assessments.rule import Rule
from assessments.rules import CATALOGUE, RULE_SET_VERSION
from clinic.web import safety_sheets as safety
from clinic.web.rule_sheets import LOCAL_DEFAULT, NOTICE, Default, Group, RuleSheet, groups

HEAD = f"""# Rules

<!-- Written by `manage.py write_rules` from the rules themselves; a test holds it current. Do not edit it. -->

{len(CATALOGUE)} rules, rule set {RULE_SET_VERSION}. What the words mean stands in [clinical.md](clinical.md).
"""


def rules_markdown() -> str:
    """The whole document, whatever language is spoken around it."""
    with translation.override("en"):
        return _document(tuple(groups()))


def _document(found: tuple[Group, ...]) -> str:
    blocks = [HEAD.strip(), _quoted(NOTICE), *_contents(found), *_safety()]
    for group in found:
        blocks += [f"## {group.title}", *(block for sheet in group.sheets for block in _sheet(sheet))]
    return "\n\n".join(blocks) + "\n"


def _quoted(lines: tuple[str, ...]) -> str:
    first, *rest = lines
    return "> " + "\n>\n> ".join((f"**{first}**", *rest))


def _contents(found: tuple[Group, ...]) -> Iterator[str]:
    yield "## Contents"
    lines = ["* [Safety](#safety)"]
    for group in found:
        lines += [f"* {group.title}", *(f"  * {_link(sheet.rule)}" for sheet in group.sheets)]
    yield "\n".join(lines)


def _safety() -> Iterator[str]:
    yield "## Safety"
    yield "Red flags outrank every rule. A question that is not answered yes or no blocks; it never passes."
    yield "### Gate"
    yield "The first of these that applies:"
    yield _table(("gate", "when"), ((state.name, state.when) for state in safety.gate()))
    yield "### Red flags and their conditions"
    yield _table(("condition", "gate", "when", "what to do"), map(_condition, safety.conditions()))
    yield _defaults(safety.defaults())
    yield f"Sources: {'; '.join(safety.SOURCES)}."
    yield "### Questions"
    yield _table(("item", "question", "required"), ((f"`{q.item}`", q.asks, q.required) for q in safety.questions()))
    yield "### Palpation of the psoas through the abdomen"
    yield "The first of these that applies:"
    yield _table(("palpation", "when"), ((state.name, state.when) for state in safety.palpation()))
    yield "\n".join(f"* {note}" for note in safety.palpation_notes())


def _condition(sheet: safety.ConditionSheet) -> tuple[str, ...]:
    return sheet.title, sheet.level, sheet.when + (" †" if sheet.waits else ""), sheet.action


def _sheet(sheet: RuleSheet) -> Iterator[str]:
    rule = sheet.rule
    yield f'<a id="{rule.id}"></a>\n\n### {rule.title}'
    yield f"`{rule.id}`, version {rule.version}, reviewed on {sheet.reviewed_on}. Responsible: {rule.responsible}."
    yield f"**{rule.statement}**"
    yield rule.logic
    if sheet.outranks:
        yield f"While it is present, the reading of {', '.join(map(_link, sheet.outranks))} is withheld."
    if sheet.outranked_by:
        yield f"Its own reading is withheld while {' or '.join(map(_link, sheet.outranked_by))} is present."
    yield sheet.advice
    yield "Reads:\n\n" + "\n".join(f"* {input.words} `{input.pointer}`" for input in sheet.inputs)
    if sheet.defaults:
        yield _defaults(sheet.defaults)
    yield f"Evidence **{rule.evidence_grade}**, {sheet.grade}:\n\n" + "\n".join(f"* {source}" for source in rule.sources)
    yield "What speaks against it:\n\n" + "\n".join(f"* {counter}" for counter in rule.counter_evidence)


def _link(rule: Rule) -> str:
    return f"[{rule.title}](#{rule.id})"


def _defaults(defaults: tuple[Default, ...]) -> str:
    rows = ((default.name, f"{default.value} {default.unit}", default.note, default.range) for default in defaults)
    return f"{_table(('threshold', 'value', 'what it does', 'a clinic may set'), rows)}\n\n{LOCAL_DEFAULT}"


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
