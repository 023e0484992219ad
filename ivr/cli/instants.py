"""Moments as people at the terminal write them: "15:00", "2026-11-25 12:00", "2026-11-25", "tomorrow", "yesterday",
"7 days". No clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.cli.complaints import usage
from ivr.core.schedule import Schedule
from ivr.core.walltime import instant, midnight_after
from ivr.errors import UsageError
from ivr.switching.hours import fault_of_end, next_opening

_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
_NEXT_OPENING = ("tomorrow", "jutro")
_DAYS = (("today", "dzisiaj", "dziś"), ("yesterday", "wczoraj"))  # by how many days ago
_UNITS = {
    "days": ("d", "day", "days", "dzień", "dni"),
    "hours": ("h", "hour", "hours", "godzina", "godziny", "godzin"),
    "minutes": ("m", "min", "minute", "minutes", "minuta", "minuty", "minut"),
}
_AGO = re.compile(rf"([0-9]+) ?({'|'.join(word for words in _UNITS.values() for word in words)})")
_UNKNOWN = ("unknown", "nie wiadomo", "nieznany", "nieznana")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody types: the moment (aware UTC), the office's timezone, the hours whose opening "tomorrow" means,
    and the language of messages."""

    now: datetime
    timezone: str
    schedule: Schedule | None
    language: str

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.timezone)).date()


def is_unknown(text: str) -> bool:
    return text.strip().lower() in _UNKNOWN


def begin_at(option: str, text: str, desk: Desk) -> datetime:
    """The instant (aware UTC) from which; a day alone is its beginning. Raises UsageError."""
    return _at(option, text, desk, end_of_day=False)


def end_at(option: str, text: str, desk: Desk) -> datetime:
    """The instant (aware UTC), still to come, until which; a day alone is its end. Raises UsageError."""
    at = _at(option, text, desk, end_of_day=True)
    if fault := fault_of_end(at, desk.now):
        raise usage(f"moment-{fault}", desk.language, option=option, value=text)
    return at


def _at(option: str, text: str, desk: Desk, end_of_day: bool) -> datetime:
    written = " ".join(text.replace("T", " ").split())
    if written.lower() in _NEXT_OPENING:
        return _next_opening(desk)
    try:
        day_text, _, clock = written.partition(" ") if "-" in written else ("", "", written)
        day = date.fromisoformat(day_text) if day_text else desk.today
        if day_text and not clock:
            return midnight_after(day, desk.timezone) if end_of_day else instant(day, time.min, desk.timezone)
        match = _CLOCK.fullmatch(clock)
        if match is None:
            raise ValueError(clock)
        if (match[1], match[2]) == ("24", "00"):
            return midnight_after(day, desk.timezone)
        return instant(day, time(int(match[1]), int(match[2])), desk.timezone)
    except (ValueError, OverflowError):
        raise usage("moment-bad", desk.language, option=option, value=text) from None


def _next_opening(desk: Desk) -> datetime:
    """Of the desk's hours, after today; midnight where they are open then."""
    opening = next_opening(desk.schedule, desk.now, desk.timezone)
    if opening is None:
        raise usage("opening-none", desk.language, name=desk.schedule.name if desk.schedule else "")
    return opening


def past_begin(option: str, text: str, desk: Desk) -> datetime:
    """The instant (aware UTC) from which, as for a log: "yesterday", "7 days", "5h", a day or a moment; a day alone is
    its beginning. Raises UsageError."""
    return _past(option, text, desk, end_of_day=False)


def past_end(option: str, text: str, desk: Desk) -> datetime:
    """The instant (aware UTC) until which, as for a log; a day alone is its end. Raises UsageError."""
    return _past(option, text, desk, end_of_day=True)


def _past(option: str, text: str, desk: Desk, end_of_day: bool) -> datetime:
    written = " ".join(text.split()).lower()
    if match := _AGO.fullmatch(written):
        unit = next(unit for unit, words in _UNITS.items() if match[2] in words)
        try:
            return desk.now - timedelta(**{unit: int(match[1])})
        except OverflowError:
            raise usage("past-bad", desk.language, option=option, value=text) from None
    days_ago = next((days for days, words in enumerate(_DAYS) if written in words), None)
    if days_ago is not None:
        day = desk.today - timedelta(days=days_ago)
        return midnight_after(day, desk.timezone) if end_of_day else instant(day, time.min, desk.timezone)
    if written in _NEXT_OPENING:
        raise usage("past-bad", desk.language, option=option, value=text)
    try:
        return _at(option, text, desk, end_of_day)
    except UsageError:
        raise usage("past-bad", desk.language, option=option, value=text) from None
