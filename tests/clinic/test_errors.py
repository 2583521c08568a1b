from clinic import errors
from clinic.errors import ClinicError, Conflict, FieldProblem, Invalid


def kinds():
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ClinicError)]


def test_every_kind_has_its_own_code_and_title():
    assert len({kind.code for kind in kinds()}) == len(kinds())
    assert len({kind.title for kind in kinds()}) == len(kinds())
    assert all(kind.title for kind in kinds())


def test_an_error_says_its_title_where_nothing_more_is_known():
    assert str(Conflict()) == Conflict().detail == Conflict.title


def test_a_more_specific_code_belongs_to_one_error_only():
    error = Conflict("The intake is ready.", code="intake_is_ready")
    assert (error.code, error.status, Conflict.code) == ("intake_is_ready", 409, "conflict")


def test_problems_are_kept_all_together():
    problems = (FieldProblem("/sex", "unknown_value", "Say one of these."), FieldProblem("", "empty", "Say something."))
    assert Invalid(problems=problems).problems == problems
