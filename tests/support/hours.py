"""Short ways to write hours in tests, and the schedules most of them ask. No assertions here."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ivr.core.schedule import Override, Period, Schedule, ScheduleException, Span

ZONE = ZoneInfo("Europe/Warsaw")
WORKDAYS, ALL_WEEK = range(5), range(7)
Rows = list[tuple[str, ...]]


def spans(text: str) -> tuple[Span, ...]:
    """ "8:00-12:00, 13:00-24:00" as spans; "" is closed."""
    return tuple(_span(part) for part in text.split(",") if part.strip())


def _span(text: str) -> Span:
    opens, closes = (part.strip().rjust(5, "0") for part in text.split("-"))
    return Span(time.fromisoformat(opens), time.max if closes == "24:00" else time.fromisoformat(closes))


def weekly(days: range, text: str) -> dict[int, tuple[Span, ...]]:
    return dict.fromkeys(days, spans(text))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def shown(at: datetime | None) -> str:
    return "never" if at is None else f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def closure(first: str, last: str = "", hours: str = "", reason: str = "remont") -> ScheduleException:
    return ScheduleException(date.fromisoformat(first), date.fromisoformat(last or first), spans(hours), {"pl": reason})


def switch(is_open: bool, first: str, until: str = "", reason: str = "awaria") -> Override:
    return Override(is_open, local(first), local(until) if until else None, {"pl": reason}, "Anna")


CALLS = Schedule("calls", "Europe/Warsaw", (Period(weekly(WORKDAYS, "7:30-19:00")),))
CASH_DESK = Schedule(
    "cash_desk", "Europe/Warsaw", (Period(weekly(WORKDAYS, "10:00-14:00"), last_day=spans("10:00-12:00")),)
)
NIGHTS = Schedule("nights", "Europe/Warsaw", (Period(weekly(ALL_WEEK, "1:00-5:00")),), holidays_close=False)
ALWAYS = Schedule("always", "Europe/Warsaw", (Period(weekly(ALL_WEEK, "0:00-24:00")),), holidays_close=False)
NEVER = Schedule("never", "Europe/Warsaw", ())
