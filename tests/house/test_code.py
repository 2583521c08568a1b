"""Laws about the code that a linter does not know."""

import ast
import re
import tokenize

from django.apps import apps

from tests.house.tree import ROOT, production_files, tracked

LONGEST = 300
FORBIDDEN_NAMES = ("utils.py", "helpers.py", "common.py", "misc.py", "signals.py")


def relative(file):
    return str(file.relative_to(ROOT))


def trees():
    for file in production_files():
        yield file, ast.parse(file.read_text())


def test_no_file_is_longer_than_a_person_reads_at_once():
    too_long = {relative(file): n for file in production_files() if (n := len(file.read_text().splitlines())) > LONGEST}
    assert too_long == {}


def test_no_file_is_a_drawer_for_everything():
    assert [relative(file) for file in production_files() if file.name in FORBIDDEN_NAMES] == []


def test_nobody_listens_to_signals():
    """A write says itself what follows from it."""
    listening = re.compile(r"@receiver\b|django\.dispatch|\b(?:pre|post)_(?:save|delete|init|migrate)\b(?!\()|m2m_changed")
    assert [relative(file) for file in production_files() if listening.search(file.read_text())] == []


def test_no_model_has_an_implicit_order():
    """Django's own apps are theirs."""
    ours = [model for label in ("clinic", "patients", "assessments") for model in apps.get_app_config(label).get_models()]
    assert ours
    assert [model._meta.label for model in ours if model._meta.ordering] == []


def test_nothing_is_swallowed_and_nothing_is_put_off():
    comments = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                assert not all(isinstance(step, ast.Pass) for step in node.body), f"{relative(file)}:{node.lineno}"
        with tokenize.open(file) as source:
            assert not comments.search(source.read()), relative(file)


def test_no_clinical_code_asks_for_a_superuser():
    asking = [relative(file) for file in production_files() if re.search(r"\.is_superuser\b|\.has_perm\(", file.read_text())]
    assert asking == []


def test_every_module_says_what_it_is_for():
    bare = [relative(file) for file, tree in trees() if tree.body and not ast.get_docstring(tree)]
    assert bare == []


def test_clinical_rows_are_not_fetched_around_their_door():
    """Views and admin classes reach rows through ``visible_to`` and services; a line there that fetches rows says whose."""
    around = re.compile(r"\.objects\.(?:all|get|filter|first|last|exclude|count)\(")
    doors = [
        f for f in production_files() if f.parts[len(ROOT.parts)] != "clinic" and {"views", "admin"} & {f.stem, f.parent.name}
    ]
    assert len(doors) > 3
    lines = [(relative(f), line.strip()) for f in doors for line in f.read_text().splitlines()]
    assert [found for found in lines if around.search(found[1]) and not re.search("clinic|visible", found[1])] == []


def test_nothing_names_a_place_on_the_makers_machine():
    """A clone must be self-contained."""
    place = re.compile(r"(?<![\w.])/(?:work|home)/|\.\./shared")
    texts = [f for f in tracked() if f.suffix in (".py", ".md", ".toml", ".yml", ".txt", ".lock", ".html", "")]
    mine = ROOT / "tests/house/test_code.py"
    assert [relative(file) for file in texts if file != mine and place.search(file.read_text(errors="ignore"))] == []
