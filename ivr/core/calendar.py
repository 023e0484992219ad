"""The calendar of opening hours: what each day really is, which days are unusual and why, and the same as iCalendar.

The one place for the command `hours`, the web page and its `.ics`. Says the words of holidays, else nothing of its own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.core.plan import Plan
from ivr.core.prompts import Moment, in_language
from ivr.core.schedule import Because, Override, Schedule, Span
from ivr.core.walltime import instant, midnight_after, utc
from ivr.core.words import WRITTEN

Rule = Literal["weekly", "last_day", "holiday", "exception", "override", "closed"]

_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)
_LINE_OCTETS = 75  # RFC 5545, 3.1: a line is folded past that
_SWITCHED = {"pl": "godziny zmienione doraźnie", "uk": "години тимчасово змінено", "en": "hours changed for the moment"}
_CLOSED = {"pl": "nieczynne", "uk": "зачинено", "en": "closed"}
_LAST_DAY = {
    "last_working_day": {"pl": "ostatni dzień roboczy miesiąca", "uk": "останній робочий день місяця",
                         "en": "the last working day of the month"},
    "last_day_of_month": {"pl": "ostatni dzień miesiąca", "uk": "останній день місяця",
                          "en": "the last day of the month"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one schedule: `spans` are its effective hours, `usual` those of its weekday, `rule` decides."""

    schedule: str
    day: date
    spans: tuple[Span, ...]
    usual: tuple[Span, ...]
    rule: Rule
    because: Because
    last_day_rule: str = ""

    @property
    def unusual(self) -> bool:
        return self.rule not in ("weekly", "closed")

    @property
    def differs(self) -> bool:
        """The hours are not those of the weekday: a holiday on a Sunday changes nothing."""
        return self.spans != self.usual


def days(schedule: Schedule, first: date, last: date) -> tuple[Day, ...]:
    """Every day from `first` to `last`, both included."""
    return tuple(_day(schedule, first + timedelta(days=n)) for n in range((last - first).days + 1))


def unusual_days(plan: Plan, first: date, last: date, schedules: Iterable[str] = ()) -> tuple[Day, ...]:
    """The days of `schedules` (all unless named) that a holiday, an exception, an operator or the end of the month
    decides, by date."""
    names = tuple(schedules) or tuple(plan.office.schedules)
    found = (day for name in names for day in days(plan.office.schedules[name], first, last) if day.unusual)
    return tuple(sorted(found, key=lambda day: (day.day, names.index(day.schedule))))


def reason(day: Day, plan: Plan, language: str) -> str:
    """Why the day is unusual, in words for the eye; "" for a usual one."""
    if day.because.holiday:
        return WRITTEN[language].holiday(day.because.holiday)
    if day.rule == "last_day":
        return _LAST_DAY[day.last_day_rule][language]
    moment = Moment(plan, language, instant(day.day, time.min, plan.office.timezone))
    said = in_language(day.because.reason, moment)
    return said or (_SWITCHED[language] if day.rule == "override" else "")


def rows(plan: Plan, names: Sequence[str], first: date, last: date) -> list[tuple[Day, ...]]:
    """One row a day, both ends included: that day of every schedule."""
    return list(zip(*(days(plan.office.schedules[name], first, last) for name in names), strict=True))


def why(row: Sequence[Day], plan: Plan, language: str, labels: Mapping[str, str] | None = None) -> str:
    """The reasons of one day; where one is not that of all schedules, it names those it is for. `labels` names
    schedules otherwise than `hours` does."""
    reasons: dict[str, list[str]] = {}
    for one in row:
        if one.unusual:
            reasons.setdefault(reason(one, plan, language), []).append((labels or {}).get(one.schedule, one.schedule))
    parts = [text if len(whose) == len(row) else f"{text} ({', '.join(whose)})" for text, whose in reasons.items()]
    return "; ".join(parts)


def clock(wall: time) -> str:
    """ "7:30"; the end of the day is "24:00"."""
    return "24:00" if wall == time.max else f"{wall.hour}:{wall.minute:02}"


def spans_text(spans: Sequence[Span], language: str) -> str:
    """ "7:30-12:00, 13:00-19:00", or "closed"."""
    return ", ".join(f"{clock(one.opens)}-{clock(one.closes)}" for one in spans) or _CLOSED[language]


def _day(schedule: Schedule, day: date) -> Day:
    spans, because = schedule.spans_on(day)
    period = schedule.period_on(day)
    usual = period.weekly.get(day.weekday(), ()) if period else ()
    rule: Rule = because.kind
    last_day = ""
    if rule == "weekly" and period and spans != usual:
        rule, last_day = "last_day", period.last_day_rule
    if override := next((one for one in reversed(schedule.overrides) if _touches(one, day, schedule.timezone)), None):
        spans, rule, because = _switched(schedule, day), "override", Because("override", reason=override.reason)
    return Day(schedule.name, day, spans, usual, rule, because, last_day)


def _touches(override: Override, day: date, timezone: str) -> bool:
    begun = override.from_at.astimezone(ZoneInfo(timezone)).date()
    ends = override.until_at or midnight_after(begun, timezone)
    if ends - override.from_at < _ONE_MINUTE:  # taken back at once
        return False
    return override.from_at < midnight_after(day, timezone) and ends > instant(day, time.min, timezone)


def _switched(schedule: Schedule, day: date) -> tuple[Span, ...]:
    """The hours of a day on which an operator's switch was at work: from one change to the next."""
    at, end, spans = instant(day, time.min, schedule.timezone), midnight_after(day, schedule.timezone), []
    while at < end:
        status = schedule.status(at)
        until = min(status.until or end, end)
        if status.open:
            spans.append(Span(_wall(at, schedule), time.max if until == end else _wall(until, schedule)))
        at = until
    return tuple(spans)


def _wall(at: datetime, schedule: Schedule) -> time:
    return at.astimezone(ZoneInfo(schedule.timezone)).time().replace(tzinfo=None)


# -- iCalendar (RFC 5545) ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Event:
    first: date
    last: date
    why: str
    hours: str  # "calls: closed", a line for each schedule
    schedules: tuple[str, ...]

    @property
    def uid(self) -> str:
        return f"{self.first:%Y%m%d}-{zlib.crc32(','.join(self.schedules).encode()):08x}@infoline"

    def goes_on(self, other: _Event) -> bool:
        return self.last + _ONE_DAY == other.first and (self.why, self.hours) == (other.why, other.hours)


def ics(
    plan: Plan, unusual: Iterable[Day], language: str, made_at: datetime, labels: Mapping[str, str] | None = None
) -> str:
    """Days whose hours differ from the weekday's, as all-day events, lines ended by CRLF.

    Days in a row with the same reason and hours are one event. `labels` names schedules otherwise than `hours` does.
    `made_at` is the DTSTAMP, aware. Equal days give equal UIDs, so that a calendar fetched again has no doubles.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//infoline//hours//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(plan.office.name)}", f"X-WR-TIMEZONE:{plan.office.timezone}",
    ]  # fmt: skip
    for event in _events(plan, unusual, language, labels or {}):
        lines += [
            "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{utc(made_at):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}", f"DTEND;VALUE=DATE:{event.last + _ONE_DAY:%Y%m%d}",
            f"SUMMARY:{_escaped(f'{plan.office.name}: {event.why}')}", f"DESCRIPTION:{_escaped(event.hours)}",
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _events(plan: Plan, unusual: Iterable[Day], language: str, labels: Mapping[str, str]) -> list[_Event]:
    """One event for each reason of a day; days in a row that say the same are one."""
    same: dict[tuple[date, str], list[Day]] = {}
    for day in sorted((day for day in unusual if day.differs), key=lambda day: day.day):
        same.setdefault((day.day, reason(day, plan, language)), []).append(day)
    events: list[_Event] = []
    for (on, why), group in same.items():
        hours = "\n".join(
            f"{labels.get(one.schedule, one.schedule)}: {spans_text(one.spans, language)}" for one in group
        )
        event = _Event(on, on, why, hours, tuple(one.schedule for one in group))
        before = next((index for index, one in enumerate(events) if one.goes_on(event)), None)
        if before is None:
            events.append(event)
        else:
            events[before] = replace(events[before], last=on)
    return events


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(character, written)
    return text


def _folded(line: str) -> str:
    """RFC 5545, 3.1: at most 75 octets a line, a letter never cut in two; what follows begins with a space."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE_OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
