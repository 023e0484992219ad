from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.core.entries import Entry
from ivr.store.records import MAX_TEXT, decode, encode
from tests.store.support import entry

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0")), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["node", "key", "label"]), VALUES), st.integers(0, 2**31 - 1), st.booleans())
def test_what_is_encoded_is_decoded(data: dict[str, Any], step: int, test: bool) -> None:
    first = entry("pressed", step, 0, test=test, **data)
    second = entry("entered", step, 1)

    record = encode([first, second])

    assert record.count(b"\n") == 1
    assert record.isascii()
    assert decode(record[:-1]) == (first, second)


@pytest.mark.parametrize(
    ("given_value", "kept"),
    [
        pytest.param("a\0b", "ab", id="NUL"),
        pytest.param("a\ud800b", "a?b", id="lone surrogate"),
        pytest.param("x" * (MAX_TEXT + 1), "x" * MAX_TEXT, id="flood"),
        pytest.param("x" * MAX_TEXT, "x" * MAX_TEXT, id="as long as may be"),
        pytest.param("a\nb\r\n", "a\nb\r\n", id="line feeds"),
        pytest.param(("a", "b"), ["a", "b"], id="tuple"),
        pytest.param({1: "a"}, {"1": "a"}, id="key that is no text"),
        pytest.param(b"ab", "b'ab'", id="bytes"),
        pytest.param(timedelta(seconds=1), "0:00:01", id="something else"),
    ],
)
def test_hostile_values_are_made_harmless(given_value: object, kept: object) -> None:
    found = decode(encode([entry(value=given_value)])[:-1])

    assert found is not None
    assert found[0].data == {"value": kept}


def test_instants_are_utc_to_the_microsecond() -> None:
    summer = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))

    found = decode(encode([Entry("CA1", "step", 0, 0, summer, "entered")])[:-1])

    assert found is not None
    assert found[0].at == summer
    assert found[0].at.tzinfo is UTC


GOOD = encode([entry("entered", node="menu")])[9:-1]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"[1]", id="no entry"),
        pytest.param(b"1", id="no list"),
        pytest.param(b"[" * 100_000, id="deep nesting"),
        pytest.param(GOOD.replace(b'"step":0', b'"step":-1'), id="negative step"),
        pytest.param(GOOD.replace(b'"step":0', b'"step":2147483648'), id="step too large for a database"),
        pytest.param(GOOD.replace(b'"idx":0', b'"idx":"0"'), id="index is text"),
        pytest.param(GOOD.replace(b'"CA1"', b"1"), id="call is a number"),
        pytest.param(GOOD.replace(b'{"node":"menu"}', b"[]"), id="data is a list"),
        pytest.param(GOOD.replace(b"2026", b"20x6"), id="no instant"),
        pytest.param(GOOD.replace(b'"data"', b'"dat"'), id="no data"),
    ],
)
def test_a_record_with_a_right_checksum_and_wrong_content_is_damaged(body: bytes) -> None:
    assert decode(b"%08x %s" % (zlib.crc32(GOOD), GOOD)) == (entry("entered", node="menu"),)
    assert decode(b"%08x %s" % (zlib.crc32(body), body)) is None
