"""Which days are the same to the engine, and when people call. Pure: from the plan, no clock."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.core.hunting import in_force
from ivr.core.office import Office
from ivr.core.schedule import Schedule
from ivr.core.walltime import instant

LONGEST_CALL = timedelta(hours=4)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# Of a day on which the office is open, hour by hour: the morning is the peak, and a smaller one follows at noon.
_OPEN_DAY = (1, 1, 1, 1, 1, 3, 12, 60, 130, 150, 140, 110, 105, 100, 85, 60, 40, 30, 20, 8, 4, 3, 2, 1)
_CLOSED_DAY = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 16, 14, 12, 12, 12, 12, 12, 10, 8, 6, 4, 2, 1)
_CLOSED_SHARE = 0.05  # calls of a closed day, to those of a usual one
_WEEKDAY_SHARE = (1.3, 1.1, 1.0, 0.95, 0.85, 1.0, 1.0)  # Monday is the busiest
_MONTH_SHARE = (1.1, 1.0, 1.0, 0.95, 0.9, 0.85, 0.8, 0.95, 1.2, 1.1, 1.0, 0.85)  # new school year, new year
_AFTER_CLOSED = 1.25  # on the first day that is open again


@dataclass(frozen=True, slots=True)
class Day:
    """One of the office's days. `begins`: its midnight (aware UTC). Days of the same `kind` are the same to the engine:
    all schedules change at the same seconds after midnight, for the same reasons, and until the same."""

    date: date
    begins: datetime
    kind: Hashable
    is_open: bool
    edges: tuple[int, ...]  # seconds after midnight at which anything changes, in order

    @property
    def hours(self) -> Sequence[int]:
        return _OPEN_DAY if self.is_open else _CLOSED_DAY


def day_of(office: Office, day: date) -> Day:
    begins, zone = instant(day, time.min, office.timezone), ZoneInfo(office.timezone)
    ends = instant(day + _DAY, time.min, office.timezone) + LONGEST_CALL
    late, soon = office.edges.late_seconds, office.edges.soon_seconds
    facts, edges, is_open = [], set(), False
    for schedule in office.schedules.values():
        told = list(_told(schedule, begins, ends, late))
        facts.append((schedule.name, tuple(told)))
        is_open |= any(one[1] for one in told if one[0] < _DAY.total_seconds())
        edges |= {second for at, *_ in told for second in (at, at + late, at - soon)}
    days_ahead = [day + number * _DAY for number in (-1, 0, 1)]
    lines = tuple(
        tuple(in_force(office, line, instant(one, time(12), office.timezone)) for one in days_ahead)
        for line in office.lines.values()
    )
    clock = begins.astimezone(zone).utcoffset(), ends.astimezone(zone).utcoffset()
    changes_clock = clock if clock[0] != clock[1] else ()
    return Day(day, begins, (tuple(facts), lines, changes_clock), is_open, tuple(sorted(edges)))


def _told(schedule: Schedule, begins: datetime, ends: datetime, late: int) -> Iterator[tuple[int, bool, Hashable, int]]:
    """(second after midnight, whether it is open from there on, why, until which second) until the day is over."""
    at = begins - timedelta(seconds=late) - _SECOND
    while at < ends:
        status = schedule.status(at)
        reason = tuple(sorted(status.because.reason.items()))
        because = status.because.kind, status.because.holiday, reason, status.because.unknown_end
        until = int((status.until - begins).total_seconds()) if status.until else -1
        yield int((at - begins).total_seconds()), status.open, because, until
        at = min(status.until or ends, _next_midnight(at, begins))


def _next_midnight(at: datetime, begins: datetime) -> datetime:
    """A day's reason can be another although it stays closed: Sunday, then a holiday."""
    after = begins
    while after <= at:
        after += _DAY
    return after


def busyness(days: Sequence[Day]) -> list[float]:
    """How many calls each day has, to a usual one."""
    found = []
    for number, day in enumerate(days):
        if not day.is_open:
            found.append(_CLOSED_SHARE)
            continue
        after_closed = number > 0 and not days[number - 1].is_open and day.date.weekday() > 0
        share = _WEEKDAY_SHARE[day.date.weekday()] * _MONTH_SHARE[day.date.month - 1]
        found.append(share * (_AFTER_CLOSED if after_closed else 1))
    return found


def room(day: Day, first: float, last: float) -> tuple[float, float]:
    """How many seconds earlier or later a call from `first` to `last` (seconds after midnight) could have been without
    meeting another rule: (not after 0, not before 0)."""
    before, behind = bisect_right(day.edges, first), bisect_left(day.edges, last)
    if before != behind:  # it crosses an edge
        return 0.0, 0.0
    lowest = day.edges[before - 1] if before else 0
    highest = day.edges[behind] if behind < len(day.edges) else int(_DAY.total_seconds() + LONGEST_CALL.total_seconds())
    return min(0.0, lowest - first), max(0.0, highest - last - 1)
