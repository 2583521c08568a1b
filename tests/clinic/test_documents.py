"""A document taken apart into columns and put together again is the same document."""

from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.models.bounds import words
from clinic.models.documents import columns_of, document_of
from tests.clinic.sample_document import FULL, Answer, Day, Sample, Side, Sitting, Sport

sports = st.none() | st.lists(st.builds(Sport, name=st.text(max_size=5), hours=st.none() | st.floats(0, 40)), max_size=3).map(
    tuple
)
sides = st.none() | st.lists(st.sampled_from(words(Side)), max_size=2).map(tuple)
days = st.builds(Day, at_work=st.none() | st.integers(0, 1440), seats=sides)
samples = st.builds(
    Sample,
    fever=st.sampled_from(words(Answer)),
    side=st.none() | st.sampled_from(words(Side)),
    code=st.none() | st.sampled_from((1, 2, 3)),
    temperature=st.none() | st.floats(31, 44),
    told=st.none() | st.booleans(),
    seen_on=st.none() | st.dates(),
    places=sides,
    grades=st.none() | st.lists(st.integers(0, 4), max_size=3),
    sitting=st.builds(Sitting, workday=days, day_off=days, breaks=sports),
    sports=sports,
)


def there_and_back(document):
    row = SimpleNamespace(**columns_of(document))
    children = {"sports": document.sports or (), "sitting_breaks": document.sitting.breaks or ()}
    return document_of(row, Sample, children=children)


def test_columns_carry_the_path_as_their_name():
    columns = columns_of(FULL)
    assert columns["sitting_workday_at_work"] == 480
    assert columns["places"] == ["left", "both"]
    assert columns["sitting_workday_seats"] == []
    assert columns["sitting_day_off_seats"] is None
    assert (columns["sports_recorded"], columns["sitting_breaks_recorded"]) == (True, True)
    assert "sports" not in columns


def test_nothing_recorded_is_null_everywhere_and_not_asked():
    columns = columns_of(Sample())
    assert {name for name, value in columns.items() if value is not None} == {
        "fever",
        "sports_recorded",
        "sitting_breaks_recorded",
    }
    assert (columns["sports_recorded"], columns["sitting_breaks_recorded"]) == (False, False)


@given(samples)
def test_there_and_back(document):
    assert there_and_back(document) == document


def test_recorded_none_is_not_not_recorded():
    assert there_and_back(Sample(sports=())).sports == ()
    assert there_and_back(Sample(sports=None)).sports is None
    assert there_and_back(Sample(places=())).places == ()


def test_rows_of_a_list_that_is_not_recorded_do_not_count():
    row = SimpleNamespace(**columns_of(Sample()))
    assert document_of(row, Sample, children={"sports": [Sport(name="x")]}).sports is None


def test_a_part_can_have_a_prefix_of_its_own():
    row = SimpleNamespace(**columns_of(Day(at_work=5), "x_"))
    assert document_of(row, Day, prefix="x_") == Day(at_work=5)


def test_only_structs_are_documents():
    with pytest.raises((TypeError, AttributeError)):
        columns_of(SimpleNamespace(a=1))  # type: ignore[arg-type]


def test_the_sample_has_every_shape():
    assert msgspec.json.decode(msgspec.json.encode(FULL), type=Sample) == FULL
