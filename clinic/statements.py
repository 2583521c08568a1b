"""Statements that are written once.  For a small query the ORM takes longer to write the SQL than PostgreSQL to answer it; here
it writes the SQL at the first call, and later calls only fill in their values.  (ADR 0009)

A query is still a queryset, a row still a model: names, joins and conversions have one definition.
"""

import copy
import inspect
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = TypeVar("Row", covariant=True)

_MARKERS: dict[type, Callable[[], object]] = {uuid.UUID: uuid.uuid4, str: lambda: str(uuid.uuid4())}
"""How a value looks that stands for one that is not known yet."""


class _Written(NamedTuple):
    """The SQL, its values, and for each value the name of the argument that takes its place."""

    model: type[models.Model]
    iterable: Callable[["_Answered"], Iterable[Any]]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    names: tuple[str | None, ...]


class Question(Generic[P, Row]):
    """A query that is written once.  Calling it answers the rows as a list."""

    def __init__(self, build: Callable[P, models.QuerySet[Any, Row]]) -> None:
        self.build = build
        self.names = {name: parameter.annotation for name, parameter in inspect.signature(build).parameters.items()}
        self.written: _Written | None = None
        self.__doc__ = build.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        """Ask."""
        written = self.written or self._write()
        given = dict(zip(self.names, args, strict=False)) | kwargs
        compiler = copy.copy(written.compiler)
        compiler.connection = connection
        values = [value if name is None else given[name] for name, value in zip(written.names, written.values, strict=True)]
        compiler.execute_sql = partial(_fetch, written.sql, values)  # type: ignore[assignment, method-assign]
        return list(written.iterable(_Answered(written.model, compiler)))

    def first(self, *args: P.args, **kwargs: P.kwargs) -> Row | None:
        """The first row, or None."""
        rows = self(*args, **kwargs)
        return rows[0] if rows else None

    def _write(self) -> _Written:
        """Have the ORM write it with a marker for every argument; raises `TypeError` where a marker does not come out again."""
        markers = {name: _MARKERS[kind]() for name, kind in self.names.items()}
        rows = self.build(**markers)  # type: ignore[call-arg, arg-type]
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError(f"{self.build.__qualname__}: what is loaded along in queries of its own is a question of its own.")
        compiler = rows.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        names = tuple(next((name for name, marker in markers.items() if marker == value), None) for value in values)
        if missing := markers.keys() - set(names):
            raise TypeError(f"{self.build.__qualname__}: {', '.join(sorted(missing))} is not a value of the statement.")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda expressions: converters
        iterable: Any = rows._iterable_class
        self.written = _Written(rows.model, iterable, compiler, sql, tuple(values), names)
        return self.written


class _Answered:
    """What Django's own iterables ask of a queryset, with the compiler of a statement that is written already."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, model: type[models.Model], compiler: SQLCompiler) -> None:
        self.model, self.compiler, self.db, self.query = model, compiler, connection.alias, self

    def get_compiler(self, using: str) -> SQLCompiler:
        """As a query does."""
        return self.compiler


def question(build: Callable[P, models.QuerySet[Any, Row]]) -> Question[P, Row]:
    """Decorates a function that builds a queryset from arguments annotated `uuid.UUID` or `str`, none of which may change the
    form of the query."""
    return Question(build)


def _fetch(sql: str, values: list[Any], *_: Any, **__: Any) -> list[list[tuple[Any, ...]]]:
    """As the ORM's own: a list of chunks of rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [cursor.fetchall()]


def insert(rows: Sequence[models.Model], *, replacing: Iterable[str] | None = None, unique: Iterable[str] = ("id",)) -> None:
    """Insert rows of one model in one statement.  `replacing`: the fields that an existing row with the same `unique` fields
    takes over instead."""
    if not rows:
        return
    kind = type(rows[0])
    sql = _insertion(kind, len(rows), None if replacing is None else tuple(replacing), tuple(unique))
    _run(sql, [_stored(field, row, adding=True) for row in rows for field in _fields(kind)])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model) -> None:
    """Write every column of a row that exists."""
    kind = type(row)
    fields = [field for field in _fields(kind) if not field.primary_key]
    _run(_change(kind), [*(_stored(field, row, adding=False) for field in fields), row.pk])


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@cache
def _fields(kind: type[models.Model]) -> tuple["models.Field[Any, Any]", ...]:
    return tuple(field for field in kind._meta.concrete_fields if not field.generated)


def _stored(field: "models.Field[Any, Any]", row: models.Model, *, adding: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, adding), connection)


@cache
def _insertion(kind: type[models.Model], count: int, replacing: tuple[str, ...] | None, unique: tuple[str, ...]) -> str:
    fields = _fields(kind)
    marks = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * count)
    sql = f"INSERT INTO {_quoted(kind._meta.db_table)} ({_columns(kind, (f.name for f in fields))}) VALUES {marks}"  # noqa: S608
    if replacing is None:
        return sql
    columns = [_columns(kind, [name]) for name in replacing]
    taken = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
    return f"{sql} ON CONFLICT ({_columns(kind, unique)}) DO UPDATE SET {taken}"


@cache
def _change(kind: type[models.Model]) -> str:
    key = kind._meta.pk
    if key is None:
        raise TypeError(f"{kind.__name__} has no primary key.")
    sets = ", ".join(f"{_quoted(field.column)} = %s" for field in _fields(kind) if not field.primary_key)
    return f"UPDATE {_quoted(kind._meta.db_table)} SET {sets} WHERE {_quoted(key.column)} = %s"  # noqa: S608


def _columns(kind: type[models.Model], names: Iterable[str]) -> str:
    return ", ".join(_quoted(getattr(kind._meta.get_field(name), "column", None)) for name in names)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
