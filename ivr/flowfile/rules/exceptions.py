"""Rules of the list `exceptions`: on a holiday already, without effect, two for the same day.

One that has passed is told when it is built (N-exception-over), and then no rule looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from ivr.core.holidays import holiday_key
from ivr.core.schedule import Schedule
from ivr.core.words import WORDS
from ivr.flowfile.build_hours import DatedException
from ivr.flowfile.rules.rule import Checkable, Finding
from ivr.flowfile.wording import Term

_DAYS_AT_MOST = 366


def on_holiday(look: Checkable) -> Iterator[Finding]:
    """A closure of days that are all closed already, a public holiday among them."""
    for dated in _ahead(look):
        holiday = next((day for day in _days(dated) if holiday_key(day)), None)
        if holiday and _is_idle(dated, look):
            yield Finding(dated.at, {"day": holiday.isoformat(), "holiday": holiday_name(holiday)})


def idle(look: Checkable) -> Iterator[Finding]:
    """A closure of days that have no hours anyway."""
    for dated in _ahead(look):
        if not any(map(holiday_key, _days(dated))) and _is_idle(dated, look):
            yield Finding(dated.at, {"day": dated.exception.first.isoformat()})


def overlap(look: Checkable) -> Iterator[Finding]:
    """Two exceptions of the same hours on the same day."""
    for first, second in combinations(_ahead(look), 2):
        begins = max(first.exception.first, second.exception.first)
        shared = begins <= min(first.exception.last, second.exception.last)
        if shared and _schedules(first, look) & _schedules(second, look):
            yield Finding(second.at, {"day": begins.isoformat(), "first": first.at.line})


def holiday_name(day: date) -> Term:
    key = holiday_key(day)
    return Term(WORDS["en"].holiday(key), WORDS["pl"].holiday(key))


def _ahead(look: Checkable) -> list[DatedException]:
    return [dated for dated in look.exceptions if dated.exception.last >= look.today]


def _days(dated: DatedException) -> Iterator[date]:
    """The days of an exception; of a very long one the first year."""
    length = min((dated.exception.last - dated.exception.first).days, _DAYS_AT_MOST)
    return (dated.exception.first + timedelta(days=n) for n in range(length + 1))


def _is_idle(dated: DatedException, look: Checkable) -> bool:
    """It closes, and without it all of its days would be closed too."""
    usual = [_without_exceptions(look.plan.office.schedules[name]) for name in _schedules(dated, look)]
    return not dated.exception.spans and not any(one.spans_on(day)[0] for day in _days(dated) for one in usual)


def _without_exceptions(schedule: Schedule) -> Schedule:
    return replace(schedule, exceptions=())


def _schedules(dated: DatedException, look: Checkable) -> set[str]:
    return set(dated.schedules or look.plan.office.schedules)
