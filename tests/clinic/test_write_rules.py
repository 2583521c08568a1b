"""`docs/rules.md` is written from the rules, and is current."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.rules import CATALOGUE
from clinic.web.rules_markdown import rules_markdown


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("write_rules", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_document_is_current():
    """When this fails: manage.py write_rules"""
    assert (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8") == rules_markdown()
    assert "is current" in run("--check")


def test_it_says_what_every_rule_declares():
    text = rules_markdown()
    for rule in CATALOGUE:
        for said in (f'<a id="{rule.id}"></a>', rule.statement, rule.logic, *rule.sources, *rule.counter_evidence):
            assert said in text
    assert text.index("A clinician must confirm these tables before clinical use") < text.index("## Contents")


def test_tables_are_whole():
    rows = [line for line in rules_markdown().splitlines() if line.startswith("|")]
    assert all(row.endswith(" |") for row in rows)
    heads = [index for index, row in enumerate(rows) if set(row) <= set("|- ")]
    for start, end in zip(heads, [*(index - 1 for index in heads[1:]), len(rows)], strict=True):
        assert {row.count("|") for row in rows[start - 1 : end]} == {rows[start].count("|")}


def test_a_document_that_is_not_current_is_refused_then_written(tmp_path: Path):
    file = tmp_path / "rules.md"
    with pytest.raises(CommandError, match="write it anew"):
        run(file, "--check")
    assert not file.exists()
    assert "is written" in run(file)
    assert "is current" in run(file, "--check")
    file.write_text(file.read_text() + "by hand")
    with pytest.raises(CommandError, match="write it anew"):
        run(file, "--check")
    run(file)
    assert file.read_text() == rules_markdown()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read or written"):
        run(tmp_path / "nothing" / "rules.md")
