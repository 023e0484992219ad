"""When something is open, and why. Values and functions of an instant; no clock.

Precedence, in one function, in reading order: override > exception > public holiday > weekly hours > closed.
Must not read a clock, speak (see `words`), or know why somebody asks. Instants are aware and come back in UTC;
wall times are `time` and `date` values of the schedule's own timezone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import Final, Literal
from zoneinfo import ZoneInfo

from ivr.core.holidays import holiday_key
from ivr.core.walltime import instant, midnight_after, utc

HORIZON_DAYS: Final = 800
"""How far ahead a change is looked for: over two years, so that nothing written for next year is missed."""

BecauseKind = Literal["override", "exception", "holiday", "weekly", "closed"]


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `opens` up to, not including, `closes`; wall time of one day. 24:00 is time.max."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Period:
    """Weekly hours between two dates (both included). `weekly`: weekday 0 = Monday -> spans."""

    weekly: Mapping[int, tuple[Span, ...]]
    last_day: tuple[Span, ...] | None = None  # other hours on the last day of the month
    last_day_rule: Literal["last_working_day", "last_day_of_month"] = "last_working_day"
    from_date: date | None = None
    until_date: date | None = None


@dataclass(frozen=True, slots=True)
class ScheduleException:
    """A dated closure (`spans` empty) or other hours, from `first` to `last` (both included)."""

    first: date
    last: date
    spans: tuple[Span, ...]
    reason: Mapping[str, str]  # language -> words that fit "W tej chwili, {reason}, nie odbieramy"


@dataclass(frozen=True, slots=True)
class Override:
    """An operator's switch now. `until_at` None: nobody knows until when (the end of the day)."""

    open: bool
    from_at: datetime
    until_at: datetime | None
    reason: Mapping[str, str]
    author: str


@dataclass(frozen=True, slots=True)
class Because:
    """Which rule decided. `holiday` is the date's key for `words.holiday`, `reason` the staff's words; `unknown_end`:
    an override of which nobody knows until when."""

    kind: BecauseKind
    holiday: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)
    unknown_end: bool = False


@dataclass(frozen=True, slots=True)
class OpenStatus:
    """`until` is the next instant at which `open` changes (aware UTC), None if it never does."""

    open: bool
    because: Because
    until: datetime | None


_WEEKLY: Final = Because("weekly")
_CLOSED: Final = Because("closed")
_ALL_DAY: Final = (Span(time.min, time.max),)
_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5

_Stretch = tuple[datetime, datetime]  # open from the first instant up to, not including, the second (aware UTC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one thing (the calls, the cash desk) is open. Immutable; two equal ones always answer the same.

    `periods`: the first one in force on a day counts. `exceptions` and `overrides`: where several cover the same
    day or instant, the later in the tuple wins. Raises ValueError for a naive instant, here and in every question,
    and ZoneInfoNotFoundError for an unknown timezone.
    """

    name: str
    timezone: str  # "Europe/Warsaw"
    periods: tuple[Period, ...]
    exceptions: tuple[ScheduleException, ...] = ()
    holidays_close: bool = True
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        ZoneInfo(self.timezone)
        for override in self.overrides:
            utc(override.from_at)
            utc(override.until_at or override.from_at)

    def __hash__(self) -> int:  # the mappings inside have no hash; this is enough: equal schedules have equal names
        return hash((self.name, self.timezone, self.holidays_close))

    def status(self, at: datetime) -> OpenStatus:
        """Open or closed at this instant, because of what, and until when (None: no change in `HORIZON_DAYS`)."""
        return _status(self, unchanged_since((self,), utc(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first instant after `at` (aware UTC) at which it becomes open; while it is open, the opening after
        the coming closing. None if there is none in `HORIZON_DAYS`."""
        return _opening(self, unchanged_since((self,), utc(at)))

    def changes(self, at: datetime) -> Iterator[datetime]:
        """The instants after `at` (aware UTC, in order) at which it opens or closes, for `HORIZON_DAYS`."""
        at = utc(at)
        return self._changes(at, self._decide(at)[0])

    def spans_on(self, day: date) -> tuple[tuple[Span, ...], Because]:
        """The hours of one local day and the rule they come from, without overrides."""
        return self._rule(day, None)

    def period_on(self, day: date) -> Period | None:
        """The weekly hours in force on this day."""
        return next((one for one in self.periods if _in_force(one, day)), None)

    def _rule(self, day: date, override: Override | None) -> tuple[tuple[Span, ...], Because]:
        """The precedence, in reading order."""
        if override is not None:
            unknown_end = override.until_at is None
            because = Because("override", reason=override.reason, unknown_end=unknown_end)
            return (_ALL_DAY if override.open else ()), because
        exception = self._exception_on(day)
        if exception is not None:
            return exception.spans, Because("exception", reason=exception.reason)
        holiday = holiday_key(day) if self.holidays_close else ""
        if holiday:
            return (), Because("holiday", holiday=holiday)
        period = self.period_on(day)
        if period is not None:
            return self._weekly(period, day), _WEEKLY
        return (), _CLOSED

    def _weekly(self, period: Period, day: date) -> tuple[Span, ...]:
        spans = period.weekly.get(day.weekday(), ())
        if period.last_day is None:
            return spans
        if period.last_day_rule == "last_working_day":
            return period.last_day if self._is_last_working_day(day) else spans
        is_last = (day + _ONE_DAY).day == 1
        return period.last_day if is_last and spans else spans

    def _is_last_working_day(self, day: date) -> bool:
        rest = (day + timedelta(days=n) for n in range(1, 32))
        later_in_month = (other for other in rest if other.month == day.month)
        return self._is_working_day(day) and not any(map(self._is_working_day, later_in_month))

    def _is_working_day(self, day: date) -> bool:
        """Monday to Friday, no public holiday (even where holidays do not close), not closed by an exception."""
        if day.weekday() >= _SATURDAY or holiday_key(day):
            return False
        exception = self._exception_on(day)
        return exception is None or bool(exception.spans)

    def _exception_on(self, day: date) -> ScheduleException | None:
        return next((one for one in reversed(self.exceptions) if one.first <= day <= one.last), None)

    def _override_at(self, at: datetime) -> Override | None:
        return next((one for one in reversed(self.overrides) if one.from_at <= at < self._end_of(one)), None)

    def _end_of(self, override: Override) -> datetime:
        if override.until_at is not None:
            return override.until_at
        return midnight_after(self._local_day(override.from_at), self.timezone)

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.timezone)).date()

    def _decide(self, at: datetime) -> tuple[bool, Because]:
        day = self._local_day(at)
        spans, because = self._rule(day, self._override_at(at))
        return any(opens <= at < closes for opens, closes in _stretches(spans, day, self.timezone)), because

    def _changes(self, at: datetime, is_open: bool) -> Iterator[datetime]:
        """The instants after `at` at which `open` really changes, in order. Overrides may swallow edges or fall on
        them, so then every edge is asked; the regular ones alone are changes all."""
        horizon = at + timedelta(days=HORIZON_DAYS)
        if not self.overrides:
            yield from (edge for edge in self._regular_edges(self._local_day(at)) if at < edge <= horizon)
            return
        for edge in merge(self._override_edges(), self._regular_edges(self._local_day(at))):
            if at < edge <= horizon and self._decide(edge)[0] != is_open:
                is_open = not is_open
                yield edge

    def _override_edges(self) -> list[datetime]:
        return sorted(utc(edge) for one in self.overrides for edge in (one.from_at, self._end_of(one)))

    def _regular_edges(self, first: date) -> Iterator[datetime]:
        """Openings and closings from a day on, without overrides, in order. What closes at 24:00 and opens at 0:00
        has no edge there, so that looking through round-the-clock hours stays cheap."""
        closing: datetime | None = None  # held back: an opening at the same instant takes it away
        for day in (first + timedelta(days=n) for n in range(HORIZON_DAYS + 2)):
            for opens, closes in _stretches(self._rule(day, None)[0], day, self.timezone):
                if opens != closing:
                    yield from (opens,) if closing is None else (closing, opens)
                closing = closes
            if closing is not None and closing < midnight_after(day, self.timezone):
                yield closing
                closing = None


def unchanged_since(schedules: Iterable[Schedule], at: datetime) -> datetime:
    """An instant not after `at` (aware UTC) from which up to `at` nothing changes in any of `schedules`: the beginning
    of its minute, or what an operator switched since. Hours and days begin at whole minutes, by every zone's clock."""
    minute = at.replace(second=0, microsecond=0)
    edges = [edge for one in schedules if one.overrides for edge in one._override_edges() if minute < edge <= at]
    return max(edges, default=minute)


@lru_cache(maxsize=4096)  # hundreds of calls ask in one minute
def _status(schedule: Schedule, at: datetime) -> OpenStatus:
    is_open, because = schedule._decide(at)
    return OpenStatus(is_open, because, next(schedule._changes(at, is_open), None))


@lru_cache(maxsize=4096)
def _opening(schedule: Schedule, at: datetime) -> datetime | None:
    is_open, _ = schedule._decide(at)
    return next(islice(schedule._changes(at, is_open), int(is_open), None), None)


def _in_force(period: Period, day: date) -> bool:
    return (period.from_date is None or period.from_date <= day) and (
        period.until_date is None or day <= period.until_date
    )


@lru_cache(maxsize=4096)
def _stretches(spans: tuple[Span, ...], day: date, timezone: str) -> tuple[_Stretch, ...]:
    """The spans of one local day as instants: in order, none empty, joined where they touch or overlap."""
    found: list[_Stretch] = []
    for span in sorted(spans, key=lambda one: one.opens):
        opens, closes = instant(day, span.opens, timezone), _closing(day, span.closes, timezone)
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        elif opens < closes:
            found.append((opens, closes))
    return tuple(found)


def _closing(day: date, wall: time, timezone: str) -> datetime:
    return midnight_after(day, timezone) if wall == time.max else instant(day, wall, timezone)
