"""Hours of a day: exceptions, the last day of the month, periods, spans, the nights when the clock jumps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ivr.core.schedule import HORIZON_DAYS, Period, Schedule
from tests.support.hours import (
    ALL_WEEK,
    ALWAYS,
    CALLS,
    CASH_DESK,
    NEVER,
    NIGHTS,
    WORKDAYS,
    Rows,
    closure,
    local,
    shown,
    spans,
    weekly,
)

# Exceptions


def test_an_exception_opens_a_saturday() -> None:
    schedule = replace(CALLS, exceptions=(closure("2026-03-28", hours="9:00-13:00"),))
    assert shown(schedule.next_opening(local("2026-03-27 19:00"))) == "2026-03-28 09:00"
    assert shown(schedule.status(local("2026-03-28 10:00")).until) == "2026-03-28 13:00"
    assert shown(schedule.next_opening(local("2026-03-28 10:00"))) == "2026-03-30 07:30"


def test_of_overlapping_exceptions_the_later_in_the_list_wins() -> None:
    week, day = closure("2026-07-06", "2026-07-10"), closure("2026-07-08", hours="8:00-10:00", reason="dyżur")
    from_monday = local("2026-07-06 08:00")
    assert shown(replace(CALLS, exceptions=(week, day)).next_opening(from_monday)) == "2026-07-08 08:00"
    assert shown(replace(CALLS, exceptions=(day, week)).next_opening(from_monday)) == "2026-07-13 07:30"


def test_both_ends_of_an_exception_are_included() -> None:
    schedule = replace(CALLS, exceptions=(closure("2026-07-07", "2026-07-09"),))
    days = ["2026-07-06", "2026-07-07", "2026-07-09", "2026-07-10"]
    assert [schedule.status(local(f"{day} 10:00")).open for day in days] == [True, False, False, True]


def test_a_change_of_the_reason_alone_is_no_change() -> None:
    schedule = replace(CALLS, exceptions=(closure("2026-12-28", "2026-12-29"),))
    assert shown(schedule.status(local("2026-12-24 10:00")).until) == "2026-12-30 07:30"


# The last day of the month

LAST_DAYS: Rows = [
    ("an ordinary day", "2026-10-29", "10:00-14:00", "10:00-14:00"),
    ("last working day, a Friday; the 31st is a Saturday", "2026-10-30", "10:00-12:00", "10:00-14:00"),
    ("the Saturday itself", "2026-10-31", "", ""),
    ("January 2026 ends on a Saturday", "2026-01-30", "10:00-12:00", "10:00-14:00"),
    ("February 2026 ends on a Saturday", "2026-02-27", "10:00-12:00", "10:00-14:00"),
    ("May 2026 ends on a Sunday", "2026-05-29", "10:00-12:00", "10:00-14:00"),
    ("May 2025 ends on a Saturday", "2025-05-30", "10:00-12:00", "10:00-14:00"),
    ("August 2025 ends on a Sunday", "2025-08-29", "10:00-12:00", "10:00-14:00"),
    ("November 2025 ends on a Sunday", "2025-11-28", "10:00-12:00", "10:00-14:00"),
    ("January 2027 ends on a Sunday", "2027-01-29", "10:00-12:00", "10:00-14:00"),
    ("February 2027 ends on a Sunday", "2027-02-26", "10:00-12:00", "10:00-14:00"),
    ("July 2027 ends on a Saturday", "2027-07-30", "10:00-12:00", "10:00-14:00"),
    ("October 2027 ends on a Sunday", "2027-10-29", "10:00-12:00", "10:00-14:00"),
    ("New Year's Eve is a working day", "2026-12-31", "10:00-12:00", "10:00-12:00"),
    ("29 February", "2028-02-29", "10:00-12:00", "10:00-12:00"),
    ("28 February of a leap year", "2028-02-28", "10:00-14:00", "10:00-14:00"),
    ("28 February 2023, a Tuesday", "2023-02-28", "10:00-12:00", "10:00-12:00"),
]


@pytest.mark.parametrize(("name", "day", "working", "calendar"), LAST_DAYS, ids=[row[0] for row in LAST_DAYS])
def test_last_day_of_the_month(name: str, day: str, working: str, calendar: str) -> None:
    by_calendar = replace(CASH_DESK, periods=(replace(CASH_DESK.periods[0], last_day_rule="last_day_of_month"),))
    assert CASH_DESK.spans_on(date.fromisoformat(day))[0] == spans(working), name
    assert by_calendar.spans_on(date.fromisoformat(day))[0] == spans(calendar), name


def test_every_month_has_exactly_one_last_working_day() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(3 * 365)]
    short = [day for day in days if CASH_DESK.spans_on(day)[0] == spans("10:00-12:00")]
    assert len(short) == len({(day.year, day.month) for day in short}) == 36


def test_a_closure_moves_the_last_working_day() -> None:
    schedule = replace(CASH_DESK, exceptions=(closure("2026-12-31"),))
    assert schedule.spans_on(date(2026, 12, 30))[0] == spans("10:00-12:00")
    assert schedule.spans_on(date(2026, 12, 31))[0] == ()


def test_other_hours_on_the_last_working_day_do_not_move_it() -> None:
    schedule = replace(CASH_DESK, exceptions=(closure("2026-12-31", hours="8:00-9:00"),))
    assert schedule.spans_on(date(2026, 12, 30))[0] == spans("10:00-14:00")
    assert schedule.spans_on(date(2026, 12, 31))[0] == spans("8:00-9:00")


def test_a_holiday_is_no_working_day_even_where_holidays_do_not_close() -> None:
    schedule = replace(CASH_DESK, holidays_close=False)
    corpus_christi = date(2018, 5, 31)  # a Thursday, the last calendar day of its month
    assert schedule.spans_on(corpus_christi)[0] == spans("10:00-14:00")
    assert schedule.spans_on(corpus_christi - timedelta(days=1))[0] == spans("10:00-12:00")


def test_closed_on_the_last_day() -> None:
    schedule = replace(CASH_DESK, periods=(replace(CASH_DESK.periods[0], last_day=()),))
    assert schedule.spans_on(date(2026, 10, 30))[0] == ()


# Periods


def test_hours_change_with_the_period() -> None:
    old = Period(weekly(WORKDAYS, "8:00-15:00"), until_date=date(2026, 12, 31))
    new = Period(weekly(WORKDAYS, "8:00-16:30"), from_date=date(2027, 1, 1))
    cards = Schedule("cards", "Europe/Warsaw", (old, new))
    assert (cards.period_on(date(2026, 12, 31)), cards.period_on(date(2027, 1, 1))) == (old, new)
    assert shown(cards.status(local("2026-12-31 10:00")).until) == "2026-12-31 15:00"
    assert shown(cards.next_opening(local("2026-12-31 15:00"))) == "2027-01-04 08:00"
    assert shown(cards.status(local("2027-01-04 16:00")).until) == "2027-01-04 16:30"


def test_of_two_periods_in_force_the_first_counts() -> None:
    summer = Period(weekly(WORKDAYS, "8:00-14:00"), from_date=date(2026, 7, 1), until_date=date(2026, 8, 31))
    schedule = replace(CALLS, periods=(summer, *CALLS.periods))
    assert [schedule.spans_on(date(2026, month, 1))[0] for month in (7, 9)] == [
        spans("8:00-14:00"),
        spans("7:30-19:00"),
    ]


def test_after_the_last_period_it_never_opens() -> None:
    schedule = replace(CALLS, periods=(replace(CALLS.periods[0], until_date=date(2026, 3, 27)),))
    status = schedule.status(local("2026-03-27 19:00"))
    assert (status.open, status.because.kind, status.until) == (False, "weekly", None)
    assert schedule.status(local("2026-03-28 10:00")).because.kind == "closed"
    assert schedule.next_opening(local("2026-03-27 10:00")) is None


def test_an_opening_is_seen_up_to_the_horizon() -> None:
    at = local("2026-03-26 07:30")
    day = at.date() + timedelta(days=HORIZON_DAYS)
    at_horizon = replace(NEVER, exceptions=(closure(day.isoformat(), hours="7:30-8:00"),))
    expected = local(f"{day} 07:30")
    assert at_horizon.next_opening(at + timedelta(hours=2)) == expected
    assert at_horizon.next_opening(at - timedelta(hours=2)) is None


def test_29_february_has_hours() -> None:
    assert shown(CALLS.status(local("2028-02-28 19:00")).until) == "2028-02-29 07:30"
    assert CALLS.status(local("2028-02-29 10:00")).open


# Spans


def test_a_break_at_noon() -> None:
    schedule = replace(CALLS, periods=(Period(weekly(WORKDAYS, "13:00-15:00, 8:00-12:00")),))
    questions = ["08:00", "12:00", "13:00", "15:00"]
    answers = [shown(schedule.status(local(f"2026-03-26 {at}")).until)[11:] for at in questions]
    assert answers == ["12:00", "13:00", "15:00", "08:00"]


def test_spans_that_touch_or_overlap_are_one() -> None:
    for text in ("8:00-12:00, 12:00-15:00", "8:00-13:00, 10:00-15:00", "8:00-15:00, 9:00-10:00"):
        schedule = replace(CALLS, periods=(Period(weekly(WORKDAYS, text)),))
        assert shown(schedule.status(local("2026-03-26 09:30")).until) == "2026-03-26 15:00", text


def test_a_span_without_length_never_opens() -> None:
    schedule = replace(CALLS, periods=(Period(weekly(ALL_WEEK, "9:00-9:00")),))
    assert schedule.next_opening(local("2026-03-26 08:00")) is None


def test_24_00_is_midnight_and_joins_the_next_day() -> None:
    schedule = replace(CALLS, periods=(Period({3: spans("20:00-24:00"), 4: spans("0:00-2:00")}),))
    assert shown(schedule.status(local("2026-03-26 23:59:59.999999")).until) == "2026-03-27 02:00"
    only_thursday = replace(CALLS, periods=(Period({3: spans("20:00-24:00")}),))
    assert shown(only_thursday.status(local("2026-03-26 23:59")).until) == "2026-03-27 00:00"
    assert not only_thursday.status(local("2026-03-27 00:00")).open


def test_round_the_clock_never_changes() -> None:
    status = ALWAYS.status(local("2026-03-26 10:00"))
    assert (status.open, status.until, ALWAYS.next_opening(local("2026-03-26 10:00"))) == (True, None, None)
    closed_once = replace(ALWAYS, exceptions=(closure("2026-07-08"),))
    assert shown(closed_once.status(local("2026-03-26 10:00")).until) == "2026-07-08 00:00"
    assert shown(closed_once.next_opening(local("2026-03-26 10:00"))) == "2026-07-09 00:00"


# The nights when the clock jumps: NIGHTS is open from 1:00 to 5:00

JUMPS: Rows = [
    ("spring: one hour short", "1:00-5:00", "2026-03-29T00:00Z", "2026-03-29T03:00Z"),
    ("spring: opens in the gap", "2:30-5:00", "2026-03-29T01:00Z", "2026-03-29T03:00Z"),
    ("spring: closes in the gap", "1:00-2:30", "2026-03-29T00:00Z", "2026-03-29T01:00Z"),
    ("spring: all of it in the gap, so the next night", "2:10-2:50", "2026-03-30T00:10Z", "2026-03-30T00:50Z"),
    ("autumn: one hour long", "1:00-5:00", "2026-10-24T23:00Z", "2026-10-25T04:00Z"),
    ("autumn: opens at the first of the two", "2:30-5:00", "2026-10-25T00:30Z", "2026-10-25T04:00Z"),
    ("autumn: closes at the first of the two", "1:00-2:30", "2026-10-24T23:00Z", "2026-10-25T00:30Z"),
]


@pytest.mark.parametrize(("name", "hours", "opens", "closes"), JUMPS, ids=[row[0] for row in JUMPS])
def test_nights_when_the_clock_jumps(name: str, hours: str, opens: str, closes: str) -> None:
    schedule = replace(NIGHTS, periods=(Period(weekly(ALL_WEEK, hours)),))
    opening, closing = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
    evening = local("2026-03-28 22:00" if name.startswith("spring") else "2026-10-24 22:00")
    assert schedule.next_opening(evening) == opening, name
    assert schedule.status(opening).until == closing
    assert not schedule.status(opening - timedelta(seconds=1)).open
    assert not schedule.status(closing).open
