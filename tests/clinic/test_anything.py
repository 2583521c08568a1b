"""Whatever comes in: an answer or a refusal of ours, never another exception."""

import json
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from clinic.errors import ClinicError, Invalid, Malformed
from clinic.http.body import decode
from clinic.http.concurrency import etag, is_current, require_if_match
from clinic.http.parameters import Parameters

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
headers = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30)


def has_nul(value):
    """Whether a string or a member name in ``value`` contains NUL."""
    if isinstance(value, dict):
        return any(map(has_nul, value)) or any(map(has_nul, value.values()))
    return any(map(has_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value


def outcome(act, *given):
    """What ``act`` answers or refuses with; anything else it raises is raised."""
    try:
        return act(*given)
    except ClinicError as refusal:
        return refusal


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    answer = outcome(decode, raw)
    if not isinstance(answer, ClinicError):
        json.loads(raw)
    else:
        assert isinstance(answer, Malformed | Invalid)
        assert answer.detail


@given(values)
def test_any_json_is_read_as_itself_unless_it_has_nul(value):
    answer = outcome(decode, json.dumps(value).encode())
    assert isinstance(answer, Invalid) if has_nul(value) else answer == value


@given(headers)
def test_any_if_match_is_a_revision_or_a_refusal(sent):
    answer = outcome(require_if_match, Request(APIRequestFactory().patch("/", headers={"if-match": sent})))
    assert answer.status in (400, 412, 428) if isinstance(answer, ClinicError) else 1 <= answer < 10**9


@given(st.integers(1, 10**9 - 1))
def test_an_etag_comes_back_as_its_revision(revision):
    tag = etag(SimpleNamespace(revision=revision))
    request = Request(APIRequestFactory().patch("/", headers={"if-match": tag, "if-none-match": tag}))
    assert require_if_match(request) == revision
    assert is_current(request, tag)
    assert not is_current(request, etag(SimpleNamespace(revision=revision + 1)))


@given(st.text(max_size=30))
def test_any_parameter_is_a_value_or_a_refusal(sent):
    given_ = Parameters(Request(APIRequestFactory().get("/", {"a": sent})), ("a",))
    asks = (given_.text, given_.date, given_.instant, given_.id, given_.flag, lambda name: given_.integer(name, 0, 9))
    for ask in asks:
        answer = outcome(ask, "a")
        assert not isinstance(answer, ClinicError) or answer.problems[0].pointer == "a"
