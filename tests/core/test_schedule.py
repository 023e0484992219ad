"""Hours: the office's own vectors, every edge, every pair of the precedence, overrides, being a value."""

from __future__ import annotations

import pickle
import timeit
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from ivr.core.schedule import Override, Schedule, ScheduleException
from tests.support.hours import CALLS, NEVER, Rows, closure, local, shown, spans, switch

# The office's vectors: the next opening of the call hours, and why it is closed

VECTORS: Rows = [
    ("Friday evening before summer time", "2026-03-27 19:00", "weekly", "2026-03-30T05:30Z"),
    ("Friday evening before winter time", "2026-10-23 20:00", "weekly", "2026-10-26T06:30Z"),
    ("Good Friday evening", "2026-04-03 19:00", "weekly", "2026-04-07T05:30Z"),
    ("Corpus Christi", "2026-06-04 10:00", "holiday", "2026-06-05T05:30Z"),
    ("the evening before Christmas Eve", "2026-12-23 19:00", "weekly", "2026-12-28T06:30Z"),
    ("New Year's Eve", "2026-12-31 19:00", "weekly", "2027-01-04T06:30Z"),
    ("the first free Christmas Eve", "2025-12-23 19:00", "weekly", "2025-12-29T06:30Z"),
    ("the long weekend of May", "2027-04-30 19:00", "weekly", "2027-05-04T05:30Z"),
    ("two at night on a working day", "2026-03-25 02:00", "weekly", "2026-03-25T06:30Z"),
]


@pytest.mark.parametrize(("name", "at", "kind", "opening"), VECTORS, ids=[row[0] for row in VECTORS])
def test_next_opening_of_the_calls(name: str, at: str, kind: str, opening: str) -> None:
    status = CALLS.status(local(at))
    assert (status.open, status.because.kind) == (False, kind), name
    assert status.until is not None
    assert status.until == CALLS.next_opening(local(at)) == datetime.fromisoformat(opening)
    assert status.until.tzinfo is UTC


def test_a_closure_on_the_day_after_christmas_is_skipped() -> None:
    closed = replace(CALLS, exceptions=(closure("2026-12-28"),))
    assert shown(closed.next_opening(local("2026-12-23 19:00"))) == "2026-12-29 07:30"


def test_christmas_eve_of_2024_was_a_working_day() -> None:
    status = CALLS.status(local("2024-12-24 10:00"))
    assert (status.open, status.because.kind, shown(status.until)) == (True, "weekly", "2024-12-24 19:00")


EDGES: Rows = [
    ("a second before opening", "2026-03-27 07:29:59", "closed", "2026-03-27 07:30"),
    ("at opening", "2026-03-27 07:30:00", "open", "2026-03-27 19:00"),
    ("a second before closing", "2026-03-27 18:59:59", "open", "2026-03-27 19:00"),
    ("at closing", "2026-03-27 19:00:00", "closed", "2026-03-30 07:30"),
    ("midnight before a closed day", "2026-03-28 00:00:00", "closed", "2026-03-30 07:30"),
    ("Sunday, between closed days", "2026-03-29 12:00:00", "closed", "2026-03-30 07:30"),
]


@pytest.mark.parametrize(("name", "at", "state", "until"), EDGES, ids=[row[0] for row in EDGES])
def test_edges(name: str, at: str, state: str, until: str) -> None:
    status = CALLS.status(local(at))
    assert (status.open, shown(status.until)) == (state == "open", until), name


def test_next_opening_is_later_than_the_moment_itself() -> None:
    assert shown(CALLS.next_opening(local("2026-03-26 07:30"))) == "2026-03-27 07:30"
    assert shown(CALLS.next_opening(local("2026-03-26 07:29:59.999999"))) == "2026-03-26 07:30"


def test_while_open_the_next_opening_is_the_one_after_the_closing() -> None:
    assert shown(CALLS.next_opening(local("2026-03-27 10:00"))) == "2026-03-30 07:30"


def test_any_timezone_of_the_question_gives_the_same_answer() -> None:
    at = local("2026-03-27 18:30")
    assert CALLS.status(at.astimezone(ZoneInfo("Asia/Tokyo"))) == CALLS.status(at.astimezone(UTC)) == CALLS.status(at)


# Precedence: override > exception > holiday > weekly > closed. One day, 2026-06-04, is all of them at once.

HOLIDAY = "2026-06-04"  # Corpus Christi, a Thursday with weekly hours
OPEN_BY_EXCEPTION, CLOSED_BY_EXCEPTION = closure(HOLIDAY, hours="9:00-12:00"), closure(HOLIDAY)
FORCED_OPEN, FORCED_CLOSED = switch(True, f"{HOLIDAY} 08:00"), switch(False, f"{HOLIDAY} 08:00")
NO_HOLIDAYS = replace(CALLS, holidays_close=False)

PRECEDENCE = [
    ("override over exception, open", CALLS, (FORCED_OPEN,), (CLOSED_BY_EXCEPTION,), True, "override"),
    ("override over exception, closed", CALLS, (FORCED_CLOSED,), (OPEN_BY_EXCEPTION,), False, "override"),
    ("override over holiday", CALLS, (FORCED_OPEN,), (), True, "override"),
    ("override over weekly", NO_HOLIDAYS, (FORCED_CLOSED,), (), False, "override"),
    ("override over nothing in force", replace(NEVER, holidays_close=False), (FORCED_OPEN,), (), True, "override"),
    ("exception over holiday", CALLS, (), (OPEN_BY_EXCEPTION,), True, "exception"),
    ("exception over weekly", NO_HOLIDAYS, (), (CLOSED_BY_EXCEPTION,), False, "exception"),
    ("exception over nothing in force", NEVER, (), (OPEN_BY_EXCEPTION,), True, "exception"),
    ("holiday over weekly", CALLS, (), (), False, "holiday"),
    ("holiday over nothing in force", NEVER, (), (), False, "holiday"),
    ("weekly over closed", NO_HOLIDAYS, (), (), True, "weekly"),
    ("closed at last", replace(NEVER, holidays_close=False), (), (), False, "closed"),
]


@pytest.mark.parametrize(
    ("name", "schedule", "overrides", "exceptions", "is_open", "kind"), PRECEDENCE, ids=[row[0] for row in PRECEDENCE]
)
def test_precedence(
    name: str,
    schedule: Schedule,
    overrides: tuple[Override, ...],
    exceptions: tuple[ScheduleException, ...],
    is_open: bool,
    kind: str,
) -> None:
    status = replace(schedule, overrides=overrides, exceptions=exceptions).status(local(f"{HOLIDAY} 10:00"))
    assert (status.open, status.because.kind) == (is_open, kind), name
    assert status.because.holiday == ("corpus_christi" if kind == "holiday" else "")
    assert dict(status.because.reason) == {"override": {"pl": "awaria"}, "exception": {"pl": "remont"}}.get(kind, {})


WHY: Rows = [
    ("open by the week", "2026-03-26 10:00", "weekly"),
    ("evening of a working day", "2026-03-26 20:00", "weekly"),
    ("a weekday without hours", "2026-03-28 10:00", "weekly"),
    ("a holiday on a Saturday", "2026-08-15 10:00", "holiday"),
    ("outside the hours of an exception", "2026-03-25 13:00", "exception"),
    ("inside the hours of an exception", "2026-03-25 11:00", "exception"),
    ("before the first period", "2025-12-31 10:00", "closed"),
]


@pytest.mark.parametrize(("name", "at", "kind"), WHY, ids=[row[0] for row in WHY])
def test_because(name: str, at: str, kind: str) -> None:
    dated = replace(CALLS.periods[0], from_date=date(2026, 1, 1))
    schedule = replace(CALLS, periods=(dated,), exceptions=(closure("2026-03-25", hours="8:00-12:00"),))
    assert schedule.status(local(at)).because.kind == kind, name


# Overrides

AN_HOUR_CLOSED = [switch(False, "2026-03-26 10:00", "2026-03-26 11:00")]
CLOSED_BUT_AN_HOUR = [switch(False, "2026-03-26 09:00"), switch(True, "2026-03-26 12:00", "2026-03-26 13:00")]
OVERRIDES = [
    ("closed for an hour, before", AN_HOUR_CLOSED, "09:59", True, "26 10:00"),
    ("closed for an hour, at its start", AN_HOUR_CLOSED, "10:00", False, "26 11:00"),
    ("closed for an hour, at its end", AN_HOUR_CLOSED, "11:00", True, "26 19:00"),
    ("closed without an end: until the next morning", [switch(False, "2026-03-26 10:00")], "18:00", False, "27 07:30"),
    ("open without an end: until midnight", [switch(True, "2026-03-26 10:00")], "20:00", True, "27 00:00"),
    ("open past closing", [switch(True, "2026-03-26 18:00", "2026-03-26 21:00")], "17:00", True, "26 21:00"),
    ("open from before opening", [switch(True, "2026-03-26 06:00", "2026-03-26 08:00")], "05:00", False, "26 06:00"),
    ("a later one is coming", CLOSED_BUT_AN_HOUR, "11:00", False, "26 12:00"),
    ("the later in the list wins", CLOSED_BUT_AN_HOUR, "12:30", True, "26 13:00"),
    ("afterwards the earlier is back", CLOSED_BUT_AN_HOUR, "13:00", False, "27 07:30"),
    ("one that is over", [switch(False, "2026-03-25 09:00")], "10:00", True, "26 19:00"),
    ("closed over many days", [switch(False, "2026-03-20 09:00", "2026-03-28 12:00")], "10:00", False, "30 07:30"),
]


@pytest.mark.parametrize(("name", "overrides", "at", "is_open", "until"), OVERRIDES, ids=[row[0] for row in OVERRIDES])
def test_overrides(name: str, overrides: list[Override], at: str, is_open: bool, until: str) -> None:
    status = replace(CALLS, overrides=tuple(overrides)).status(local(f"2026-03-26 {at}"))
    assert (status.open, shown(status.until)) == (is_open, f"2026-03-{until}"), name


def test_overrides_do_not_touch_the_hours_of_the_calendar() -> None:
    closed = replace(CALLS, overrides=(switch(False, "2026-03-26 00:00"),))
    hours, because = closed.spans_on(date(2026, 3, 26))
    assert (hours, because.kind) == (spans("7:30-19:00"), "weekly")


# The door, and being a value


@pytest.mark.parametrize("question", ["status", "next_opening"])
def test_a_naive_instant_is_refused(question: str) -> None:
    with pytest.raises(ValueError, match="needs a timezone"):
        getattr(CALLS, question)(datetime(2026, 3, 26, 10))


@pytest.mark.parametrize(("first", "until"), [(False, True), (True, False)], ids=["naive start", "naive end"])
def test_a_naive_override_is_refused(first: bool, until: bool) -> None:
    at = datetime(2026, 3, 26, 10)
    bad = Override(True, local("2026-03-26") if first else at, local("2026-03-27") if until else at, {}, "Anna")
    with pytest.raises(ValueError, match="needs a timezone"):
        replace(CALLS, overrides=(bad,))


def test_an_unknown_timezone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Schedule("calls", "Europe/Breslau", ())


def test_it_is_a_value() -> None:
    CALLS.status(local("2026-03-26 10:00"))
    twin = pickle.loads(pickle.dumps(CALLS))
    assert (twin, hash(twin)) == (CALLS, hash(CALLS))
    assert replace(CALLS, exceptions=(closure("2026-03-26"),)) != CALLS


def test_it_is_fast() -> None:
    """Well under 100 microseconds and 1 millisecond; the best of many runs, so that a busy machine does not matter."""
    at = local("2026-03-27 20:00")
    assert min(timeit.repeat(lambda: CALLS.status(at), number=20, repeat=30)) / 20 < 100e-6
    assert min(timeit.repeat(lambda: CALLS.next_opening(at), number=20, repeat=30)) / 20 < 1e-3
