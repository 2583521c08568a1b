"""Every code that an error is given is in the catalogue, with a page of its own."""

import ast

from clinic import errors
from clinic.errors import ClinicError
from clinic.http.catalogue import CATALOGUE
from tests.house.tree import production_files

KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ClinicError)}


def codes_given():
    """Each ``Kind(..., code="…")`` in production code, with its file."""
    for file in production_files():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", None)) in KINDS:
                for keyword in node.keywords:
                    if keyword.arg == "code":
                        assert isinstance(keyword.value, ast.Constant), f"{file}: say the code where the error is raised"
                        yield keyword.value.value, file.name


def test_every_code_that_is_given_is_in_the_catalogue():
    given = set(codes_given())
    assert {"csrf_failed", "token_not_valid"} <= {code for code, _ in given}
    assert not {(code, file) for code, file in given if code not in CATALOGUE}


def test_every_kind_is_in_the_catalogue_with_its_status_and_title():
    for kind in (vars(errors)[name] for name in KINDS):
        assert (CATALOGUE[kind.code].status, CATALOGUE[kind.code].title) == (kind.status, kind.title)
