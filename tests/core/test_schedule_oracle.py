"""The schedule against two oracles that share no code with it: a library in another language that reads the
OpenStreetMap syntax, and a scan that asks every minute with nothing but wall times."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from ivr.core.holidays import holiday_key
from ivr.core.schedule import Override, Period, Schedule, ScheduleException, Span

ZONE = ZoneInfo("Europe/Warsaw")
MINUTE = timedelta(minutes=1)

# The shipped call hours over two years, against the library

CALLS = Schedule("calls", "Europe/Warsaw", (Period(dict.fromkeys(range(5), (Span(time(7, 30), time(19)),))),))
LIBRARY = OpeningHours("Mo-Fr 07:30-19:00; PH off", timezone=ZONE, country="PL")
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]


def same_as_library(at: datetime) -> None:
    status, is_open, change = CALLS.status(at), LIBRARY.is_open(at), LIBRARY.next_change(at)
    assert (status.open, status.until) == (is_open, change), at
    expected = LIBRARY.next_change(change) if is_open else change
    assert CALLS.next_opening(at) == expected, at


@pytest.mark.parametrize("wall", [time(7, 30), time(19), time(0)], ids=["opening", "closing", "midnight"])
def test_every_edge_of_two_years(wall: time) -> None:
    for day in DAYS:
        edge = datetime.combine(day, wall, ZONE)
        for at in (edge - MINUTE, edge - timedelta(seconds=1), edge, edge + MINUTE):
            same_as_library(at)


def test_random_seconds_of_two_years() -> None:
    draw = random.Random(2026)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(2000):
        same_as_library((start + timedelta(seconds=draw.randrange(730 * 86400))).astimezone(ZONE))


# Any schedule, against a scan by the minute

SCAN_MINUTES = 5 * 24 * 60
FIRST_DAYS = [date(2026, 3, 27), date(2026, 6, 2), date(2026, 10, 23), date(2026, 12, 23), date(2028, 2, 27)]


def wall_of(at: datetime) -> tuple[date, time]:
    """What the clock shows; in the second of the two hours after 2:00 it is held at its latest time so far."""
    local = at.astimezone(ZONE)
    return local.date(), time(2, 59, 59, 999999) if local.fold else local.time()


def open_by_the_wall(schedule: Schedule, at: datetime) -> bool:
    """Precedence once more, as a list of all opinions of which the last, weightiest one is taken."""
    day, wall = wall_of(at)
    opinions = [False]
    for period in schedule.periods[::-1]:
        if (period.from_date or date.min) <= day <= (period.until_date or date.max):
            opinions.append(any(is_within(wall, span) for span in period.weekly.get(day.weekday(), ())))
    if schedule.holidays_close and holiday_key(day):
        opinions.append(False)
    for exception in schedule.exceptions:
        if exception.first <= day <= exception.last:
            opinions.append(any(is_within(wall, span) for span in exception.spans))
    for override in schedule.overrides:
        end = override.until_at
        same_day = override.from_at.astimezone(ZONE).date() == day
        if override.from_at <= at and (same_day if end is None else at < end):
            opinions.append(override.open)
    return opinions[-1]


def is_within(wall: time, span: Span) -> bool:
    return span.opens <= wall and (wall < span.closes or span.closes == time.max)


def quarters(draw: st.DrawFn) -> tuple[Span, ...]:
    """Up to three spans on quarters of an hour; they may touch, overlap and reach both midnights."""
    edges = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1])
    return tuple(Span(quarter(opens), quarter(closes)) for opens, closes in draw(st.lists(edges, max_size=3)))


def quarter(number: int) -> time:
    return time.max if number == 96 else time(number // 4, number % 4 * 15)


@st.composite
def moments(draw: st.DrawFn) -> tuple[Schedule, datetime]:
    """A schedule and a minute, both around a holiday, the end of February or a night when the clock jumps."""
    first = draw(st.sampled_from(FIRST_DAYS))
    midnight = datetime.combine(first, time.min, ZONE).astimezone(UTC)
    days = st.integers(0, 5).map(lambda n: first + timedelta(days=n))
    minutes = st.integers(0, 5 * 24 * 60).map(lambda n: midnight + n * MINUTE)

    def period() -> Period:
        weekly = {weekday: quarters(draw) for weekday in draw(st.sets(st.integers(0, 6)))}
        return Period(weekly, from_date=draw(st.none() | days), until_date=draw(st.none() | days))

    def exception() -> ScheduleException:
        return ScheduleException(draw(days), draw(days), quarters(draw), {})

    def override() -> Override:
        return Override(draw(st.booleans()), draw(minutes), draw(st.none() | minutes), {}, "Anna")

    schedule = Schedule(
        "any",
        "Europe/Warsaw",
        periods=tuple(period() for _ in range(draw(st.integers(1, 2)))),
        exceptions=tuple(exception() for _ in range(draw(st.integers(0, 2)))),
        holidays_close=draw(st.booleans()),
        overrides=tuple(override() for _ in range(draw(st.integers(0, 2)))),
    )
    return schedule, draw(minutes)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(moments())
@example((CALLS, datetime(2026, 3, 27, 18, 0, tzinfo=UTC)))
@example((CALLS, datetime(2026, 10, 23, 17, 0, tzinfo=UTC)))
def test_until_is_the_first_change(moment: tuple[Schedule, datetime]) -> None:
    schedule, at = moment
    status = schedule.status(at)
    minutes = (at + n * MINUTE for n in range(1, SCAN_MINUTES))
    scanned = next((later for later in minutes if open_by_the_wall(schedule, later) != status.open), None)
    assert status.open == open_by_the_wall(schedule, at)
    if scanned is None:
        assert status.until is None or status.until >= at + SCAN_MINUTES * MINUTE
    else:
        assert status.until == scanned


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(moments())
def test_next_opening_is_the_first_opening(moment: tuple[Schedule, datetime]) -> None:
    schedule, at = moment
    states = [open_by_the_wall(schedule, at + n * MINUTE) for n in range(SCAN_MINUTES)]
    pairs = zip(states, states[1:], strict=False)
    scanned = next((at + n * MINUTE for n, (before, now) in enumerate(pairs, 1) if now and not before), None)
    opening = schedule.next_opening(at)
    if scanned is None:
        assert opening is None or opening >= at + SCAN_MINUTES * MINUTE
    else:
        assert opening == scanned
