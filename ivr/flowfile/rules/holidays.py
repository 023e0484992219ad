"""Rules of public holidays: a Saturday one needs another day off, and the table of holidays must know the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ivr.core.holidays import holiday_key
from ivr.flowfile.rules.exceptions import holiday_name
from ivr.flowfile.rules.rule import Checkable, Finding
from ivr.flowfile.rules.ways import office_hours
from ivr.flowfile.tree import Place

AHEAD_DAYS = 60
AROUND_DAYS = 31

_SATURDAY = 5


def saturday(look: Checkable) -> Iterator[Finding]:
    """A holiday on a Saturday that nobody works anyway shortens working time by a day all the same (art. 130 § 2 KP),
    so the director fixes another day off. Each such day counts for one holiday only."""
    free = _days_in_lieu(look)
    for holiday in _saturday_holidays(look):
        taken = next((day for day in free if abs((day - holiday).days) <= AROUND_DAYS), None)
        if taken:
            free.remove(taken)
        elif holiday >= look.today:
            named = holiday_name(holiday)
            yield Finding(_place(look), {"day": holiday.isoformat(), "holiday": named, "write": _after(holiday)})


def package(look: Checkable) -> Iterator[Finding]:
    if look.package_problem:
        yield Finding(Place(look.config), {"what": look.package_problem})


def _saturday_holidays(look: Checkable) -> list[date]:
    """From a month ago on, so that a day off that belonged to one that is over is not counted again."""
    days = (look.today + timedelta(days=n) for n in range(-AROUND_DAYS, AHEAD_DAYS + 1))
    return [day for day in days if day.weekday() == _SATURDAY and holiday_key(day) and not _is_worked(day, look)]


def _is_worked(day: date, look: Checkable) -> bool:
    """The office usually has hours on this weekday: then the holiday itself is the day off."""
    periods = (look.plan.office.schedules[name].period_on(day) for name in office_hours(look.plan))
    return any(period and period.weekly.get(day.weekday()) for period in periods)


def _days_in_lieu(look: Checkable) -> list[date]:
    """Working days near today on which an exception closes the calls, in order."""
    first, last = -2 * AROUND_DAYS, AHEAD_DAYS + AROUND_DAYS
    return [day for n in range(first, last + 1) if _is_day_off(day := look.today + timedelta(days=n), look)]


def _is_day_off(day: date, look: Checkable) -> bool:
    if day.weekday() >= _SATURDAY or holiday_key(day):
        return False
    found = (look.plan.office.schedules[name].spans_on(day) for name in office_hours(look.plan))
    return any(because.kind == "exception" and not spans for spans, because in found)


def _after(holiday: date) -> str:
    """The first working day after it, as an example."""
    days = (holiday + timedelta(days=n) for n in range(1, AROUND_DAYS))
    return next(day for day in days if day.weekday() < _SATURDAY and not holiday_key(day)).isoformat()


def _place(look: Checkable) -> Place:
    written = look.config_place("exceptions")
    return written if written.line > 1 else look.config_place("hours")
