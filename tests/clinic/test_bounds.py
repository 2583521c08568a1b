"""Bounds of a struct as constraints: PostgreSQL itself refuses what the struct refuses, and takes what it takes."""

from typing import Annotated

import msgspec
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from msgspec import Meta

from clinic.models.bounds import AnswerField, checks_for, choices, columns, words
from tests.clinic.sample_document import Answer, Sample, Side

pytestmark = pytest.mark.django_db

COLUMNS = [
    "fever", "side", "code", "temperature", "note", "label", "seen_on", "told", "places", "grades",
    "sitting_workday_at_work", "sitting_workday_seats", "sitting_day_off_at_work", "sitting_day_off_seats",
]  # fmt: skip


@pytest.fixture
def table(db):
    with isolate_apps("clinic"):

        class SampleRow(models.Model):  # noqa: DJ008
            fever = AnswerField(Answer)
            side = models.CharField(max_length=40, null=True)
            code = models.IntegerField(null=True)
            temperature = models.FloatField(null=True)
            note = models.TextField(null=True)
            label = models.TextField(null=True)
            seen_on = models.DateField(null=True)
            told = models.BooleanField(null=True)
            places = ArrayField(models.CharField(max_length=40), null=True)
            grades = ArrayField(models.IntegerField(), null=True)
            sitting_workday_at_work = models.IntegerField(null=True)
            sitting_workday_seats = ArrayField(models.CharField(max_length=40), null=True)
            sitting_day_off_at_work = models.IntegerField(null=True)
            sitting_day_off_seats = ArrayField(models.CharField(max_length=40), null=True)

            class Meta:
                app_label = "clinic"
                constraints = tuple(checks_for(Sample, table="sample"))

        with connection.schema_editor() as editor:
            editor.create_model(SampleRow)
        yield SampleRow


def test_nested_structs_flatten_and_lists_of_structs_are_tables_of_their_own():
    assert [column.name for column in columns(Sample)] == COLUMNS
    assert next(columns(Sample, "a_")).name == "a_fever"


def test_names_are_unique_deterministic_and_short():
    names = [check.name for check in checks_for(Sample, table="sample")]
    assert len(set(names)) == len(names)
    assert names == [check.name for check in checks_for(Sample, table="sample")]
    assert "sample_sitting_workday_at_work_range" in names
    long = [check.name for check in checks_for(Sample, table="t" * 60)]
    assert len(set(long)) == len(long) == len(names)
    assert max(map(len, long)) == 63


def test_columns_can_be_left_out():
    names = [check.name for check in checks_for(Sample, table="sample", skip=("side", "sitting_workday_at_work"))]
    assert not [name for name in names if name.startswith(("sample_side", "sample_sitting_workday_at_work"))]


def test_not_recorded_passes(table):
    row = table.objects.create()
    row.refresh_from_db()
    assert row.fever == "not_asked"
    assert all(getattr(row, name) is None for name in COLUMNS[1:])


TAKEN = [
    ("fever", "unknown"), ("side", "both"), ("code", 3), ("temperature", 30.1), ("note", "x" * 10), ("note", "äöü" * 3),
    ("label", "ab"), ("places", []), ("places", ["left", "left"]), ("grades", [0, 1, 2, 3, 4]), ("sitting_workday_at_work", 0),
    ("sitting_workday_at_work", 1440), ("sitting_day_off_seats", ["right"]),
]  # fmt: skip
REFUSED = [
    ("fever", None), ("fever", ""), ("fever", "maybe"), ("side", "middle"), ("code", 4), ("temperature", 30.0),
    ("temperature", 45.0), ("temperature", float("nan")), ("temperature", float("inf")), ("note", "x" * 11), ("label", "a"),
    ("label", "AB"),
    ("places", ["up"]), ("places", ["left", None]), ("places", ["left"] * 3), ("grades", [5]), ("grades", [-1, 2]),
    ("sitting_workday_at_work", -1), ("sitting_workday_at_work", 1441), ("sitting_workday_seats", ["x"]),
    ("sitting_day_off_seats", ["left", "x"]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), TAKEN)
def test_what_the_struct_takes_is_stored(table, column, value):
    row = table.objects.create(**{column: value})
    row.refresh_from_db()
    assert getattr(row, column) == value


@pytest.mark.parametrize(("column", "value"), REFUSED)
def test_what_the_struct_refuses_the_database_refuses(table, column, value):
    with pytest.raises(IntegrityError, match=column), transaction.atomic():
        table.objects.create(**{column: value})


def test_every_bounded_column_is_seen_to_refuse():
    checked = {check.name.removeprefix("sample_").rpartition("_")[0] for check in checks_for(Sample, table="sample")}
    assert checked - {column for column, _ in REFUSED} == {"sitting_day_off_at_work"}


class Wide(msgspec.Struct):
    values: list[Annotated[int, Meta(ge=0, le=10_000)]] | None = None


class Open(msgspec.Struct):
    values: list[float] | None = None


class Two(msgspec.Struct):
    value: int | str | None = None


@pytest.mark.parametrize("struct", [Wide, Open, Two, dict])
def test_what_cannot_be_bounded_is_said_at_once(struct):
    with pytest.raises(TypeError):
        checks_for(struct, table="t")


def test_choices_are_the_words_of_the_value_set():
    assert words(Side) == ("left", "right", "both")
    assert choices(Answer)[0] == ("not_asked", "Not asked")
