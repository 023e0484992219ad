"""Moments as people write them for `override`, `announce` and `replay`, in office time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.cli.instants import Desk, begin_at, end_at, is_unknown, past_begin, past_end
from ivr.errors import UsageError
from tests.support.offices import at, plan_of

NOW = at("2026-11-24 14:10")  # a Tuesday
DESK = Desk(NOW, "Europe/Warsaw", plan_of().office.schedules["calls"], "en")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("15:00", "2026-11-24 15:00", id="a time is today"),
        pytest.param("15.00", "2026-11-24 15:00", id="with a full stop"),
        pytest.param("14:11", "2026-11-24 14:11", id="in a minute"),
        pytest.param("24:00", "2026-11-25 00:00", id="midnight"),
        pytest.param("2026-11-25 7:30", "2026-11-25 07:30", id="a day and a time"),
        pytest.param("2026-11-25T07:30", "2026-11-25 07:30", id="with a T"),
        pytest.param(" 2026-11-25   7:30 ", "2026-11-25 07:30", id="many spaces"),
        pytest.param("2026-11-24", "2026-11-25 00:00", id="a day is its end"),
        pytest.param("tomorrow", "2026-11-25 07:30", id="the next opening"),
        pytest.param("Jutro", "2026-11-25 07:30", id="in Polish"),
    ],
)
def test_until(text: str, meant: str) -> None:
    assert end_at("--until", text, DESK) == at(meant)


@pytest.mark.parametrize(
    ("now", "meant"),
    [
        pytest.param("2026-11-24 05:00", "2026-11-25 07:30", id="before today's opening"),
        pytest.param("2026-11-24 23:00", "2026-11-25 07:30", id="after today's closing"),
        pytest.param("2026-11-27 12:00", "2026-11-30 07:30", id="over the weekend"),
        pytest.param("2026-12-23 12:00", "2026-12-28 07:30", id="over Christmas"),
    ],
)
def test_tomorrow_is_the_first_opening_after_today(now: str, meant: str) -> None:
    assert end_at("--until", "tomorrow", replace(DESK, now=at(now))) == at(meant)


def test_tomorrow_of_a_line_that_is_always_open_is_midnight() -> None:
    assert end_at("--until", "tomorrow", replace(DESK, schedule=None)) == at("2026-11-25 00:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("2026-11-26", "2026-11-26 00:00", id="a day is its beginning"),
        pytest.param("8:00", "2026-11-24 08:00", id="what has begun may be named"),
    ],
)
def test_from(text: str, meant: str) -> None:
    assert begin_at("--from", text, DESK) == at(meant)


@pytest.mark.parametrize("text", ["14:10", "8:00", "2026-11-23", "2026-11-24 14:10"])
def test_an_end_that_is_over(text: str) -> None:
    with pytest.raises(UsageError, match="is over already"):
        end_at("--until", text, DESK)


def test_an_end_more_than_a_year_ahead_is_a_slip() -> None:
    assert end_at("--until", "2027-11-25 14:10", DESK) == at("2027-11-25 14:10")
    with pytest.raises(UsageError, match="more than a year ahead"):
        end_at("--until", "2027-11-25 14:11", DESK)


@pytest.mark.parametrize(
    "text", ["", "3pm", "25:00", "12:60", "15", "2026-02-30", "24.11.2026", "2026-11-25 noon", "9" * 40]
)
def test_no_moment_at_all(text: str) -> None:
    with pytest.raises(UsageError, match="is not a moment"):
        end_at("--until", text, DESK)


@pytest.mark.parametrize("text", ["unknown", " Unknown ", "nie wiadomo"])
def test_unknown(text: str) -> None:
    assert is_unknown(text)
    assert not is_unknown("15:00")


PAST = [
    ("yesterday", "2026-11-23 00:00", "2026-11-24 00:00"),
    ("Wczoraj", "2026-11-23 00:00", "2026-11-24 00:00"),
    ("today", "2026-11-24 00:00", "2026-11-25 00:00"),
    ("dziś", "2026-11-24 00:00", "2026-11-25 00:00"),
    ("7 days", "2026-11-17 14:10", "2026-11-17 14:10"),
    ("7 dni", "2026-11-17 14:10", "2026-11-17 14:10"),
    ("1 day", "2026-11-23 14:10", "2026-11-23 14:10"),
    ("7d", "2026-11-17 14:10", "2026-11-17 14:10"),
    ("5h", "2026-11-24 09:10", "2026-11-24 09:10"),
    ("90 minutes", "2026-11-24 12:40", "2026-11-24 12:40"),
    ("2026-10-25", "2026-10-25 00:00", "2026-10-26 00:00"),  # the clocks go back
    ("2026-11-20 7:30", "2026-11-20 07:30", "2026-11-20 07:30"),
    ("9:00", "2026-11-24 09:00", "2026-11-24 09:00"),
]


@pytest.mark.parametrize(("text", "begin", "end"), PAST, ids=[row[0] for row in PAST])
def test_a_period_of_the_log(text: str, begin: str, end: str) -> None:
    assert past_begin("--since", text, DESK) == at(begin)
    assert past_end("--until", text, DESK) == at(end)


@pytest.mark.parametrize("text", ["", "tomorrow", "jutro", "7", "days", "-1 days", "99999999999 days", "2026-13-01"])
def test_no_period(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        past_begin("--since", text, DESK)

    assert raised.value.code == "past-bad"
