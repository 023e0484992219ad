"""The session comes back from its URL as it went, and nothing else comes back at all."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.session import Phase, Session
from ivr.telephony.urls import (
    Query,
    action_url,
    confirm_url,
    leg_url,
    offset_of,
    prefix_of,
    session_of,
    whisper_url,
)

URL_SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/?=&")
FULL = Session(
    revision="3f9a", node="services", language="uk", step=12, let_in=True, closed_from="services", menu="services",
    via=("greeting", "news"), no_input=1, no_match=2, phase="ringing", chosen="family", group="infoline",
    ringing=("line_1", "line_2"), tried=1, wait_since=1798000000, wait_said=1798000030,
    offset=-3600.5,
)  # fmt: skip

_names = st.from_regex(r"[a-z][a-z0-9_]{0,63}", fullmatch=True)
_name = st.just("") | _names
_count = st.integers(0, 99_999)
_epoch_seconds = st.integers(0, 9_999_999_999)
_lists = st.lists(_names, max_size=32).map(tuple)
SESSIONS = st.builds(
    Session,
    revision=st.from_regex(r"[0-9a-f]{1,64}", fullmatch=True),
    node=_name, language=_name, step=_count, let_in=st.booleans(), closed_from=_name, menu=_name, via=_lists,
    no_input=_count, no_match=_count, phase=st.sampled_from(get_args(Phase)), chosen=_name, group=_name, ringing=_lists,
    tried=_count, wait_since=_epoch_seconds, wait_said=_epoch_seconds,
    offset=st.floats(-4e9, 4e9),
)  # fmt: skip


@given(SESSIONS)
def test_round_trip(session: Session) -> None:
    url = action_url("/infolinia", session)
    path, _, query = url.partition("?")
    names = [name for name, _ in parse_qsl(query)]

    assert path == "/infolinia/voice/step"
    assert session_of(query) == session
    assert session_of(parse_qsl(query)) == session
    assert names == sorted(set(names))
    assert set(url) <= URL_SAFE


def test_a_new_call_carries_its_revision_only() -> None:
    assert action_url("", Session("3f9a")) == "/voice/step?revision=3f9a"


def test_every_field_travels_in_full_words() -> None:
    assert action_url("", FULL) == (
        "/voice/step?chosen=family&closed_from=services&group=infoline&language=uk&let_in=1&menu=services&no_input=1"
        "&no_match=2&node=services&offset=-3600.5&phase=ringing&revision=3f9a&ringing=line_1.line_2&step=12"
        "&tried=1&via=greeting.news&wait_said=1798000030&wait_since=1798000000"
    )
    assert session_of(action_url("", FULL).partition("?")[2]) == FULL
    assert {name for name, _ in parse_qsl(action_url("", FULL).partition("?")[2])} == {f.name for f in fields(Session)}


def test_other_parameters_are_not_read() -> None:
    assert session_of("again=1&moment=x%20y%26z&none=&revision=3f9a&step=2") == Session("3f9a", step=2)


def test_lists_longer_than_the_reader_takes_are_cut() -> None:
    session = Session("3f9a", via=tuple("n" + str(number) for number in range(40)))

    read = session_of(action_url("", session).partition("?")[2])

    assert read is not None
    assert read.via == session.via[:32]


@pytest.mark.parametrize(
    "query",
    [
        "", "?", "node=services", "revision=", "revision=XYZ", "revision=" + "a" * 65, "revision=3f9a&node=",
        "revision=3f9a&node=Services", "revision=3f9a&node=../../etc", "revision=3f9a&node=" + "a" * 65,
        "revision=3f9a&node=1a", "revision=3f9a&node=a%0a", "revision=3f9a&step=-1", "revision=3f9a&step=100000",
        "revision=3f9a&step=1.5", "revision=3f9a&step=%EF%BC%91", "revision=3f9a&let_in=yes", "revision=3f9a&let_in=0",
        "revision=3f9a&phase=dancing", "revision=3f9a&via=a..b", "revision=3f9a&via=" + ".".join(["a"] * 33),
        "revision=3f9a&wait_since=99999999999", "revision=3f9a&offset=nan", "revision=3f9a&offset=inf",
        "revision=3f9a&offset=1e99", "revision=3f9a&offset=" + "9" * 11, "revision=3f9a&x=" + "a" * 9000,
        "&".join(["revision=3f9a"] * 101), "%", "\ud800",
    ],
    ids=lambda query: query[:50],
)  # fmt: skip
def test_what_makes_no_sense_is_no_session(query: str) -> None:
    assert session_of(query) is None


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("revision=3f9a&node=one&node=two", id="the first of two wins"),
        pytest.param("?revision=3f9a&node=one", id="leading question mark"),
        pytest.param("CallSid=CA1&node=one&revision=3f9a&zzz=%00", id="unknown names"),
        pytest.param([("revision", "3f9a"), ("node", "one")], id="pairs"),
        pytest.param(iter([("revision", "3f9a"), ("node", "one")]), id="an iterator"),
    ],
)
def test_what_is_read_all_the_same(query: Query) -> None:
    assert session_of(query) == Session("3f9a", node="one")


_anything = st.text(st.characters(), max_size=80)
_known = st.sampled_from([field.name for field in fields(Session)])


@given(st.lists(st.tuples(_known | _anything, _anything | st.from_regex(r"[a-z0-9.]{1,70}")), max_size=12) | _anything)
def test_never_raises(query: Query) -> None:
    session = session_of(query)

    assert session is None or session_of(action_url("", session).partition("?")[2]) == session


def test_addresses_of_the_desk() -> None:
    assert whisper_url("/ivr", "3f9a", "uk", "line_1", "family") == (
        "/ivr/voice/whisper?group=family&language=uk&line=line_1&revision=3f9a"
    )
    assert whisper_url("", "3f9a", "uk", "line_1", "family", 60.0) == (
        "/voice/whisper?group=family&language=uk&line=line_1&offset=60.0&revision=3f9a"
    )
    assert confirm_url("/ivr") == "/ivr/voice/confirm"
    assert leg_url("/ivr", "line_1", 4) == "/ivr/voice/leg?line=line_1&step=4"
    assert leg_url("", "line_1", 0, -60.5) == "/voice/leg?line=line_1&offset=-60.5"


@pytest.mark.parametrize(
    ("text", "offset"),
    [("", 0.0), ("60", 60.0), ("-60.5", -60.5), ("1e-05", 1e-05), ("nan", 0.0), ("inf", 0.0), ("1e9", 0.0), ("x", 0.0)],
)
def test_offset(text: str, offset: float) -> None:
    assert offset_of(text) == offset


@pytest.mark.parametrize(
    ("public_url", "prefix"),
    [
        (None, ""), ("", ""), ("https://x.pl", ""), ("https://x.pl/", ""), ("https://x.pl/ivr", "/ivr"),
        ("https://x.pl:8443/a/b/", "/a/b"),
    ],
)  # fmt: skip
def test_prefix(public_url: str | None, prefix: str) -> None:
    assert prefix_of(public_url) == prefix
