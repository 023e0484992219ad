"""Moments as people at the terminal read them, in Polish and English, whatever the machine's locale. No clock here."""

from __future__ import annotations

from datetime import date, datetime, time

# fmt: off
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "pl": ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
           "października", "listopada", "grudnia"),
}
# fmt: on


def day_text(day: date, language: str) -> str:
    """ "Thursday, 24 December 2026"."""
    return f"{WEEKDAYS[language][day.weekday()]}, {date_text(day, language)}"


def date_text(day: date, language: str) -> str:
    """ "24 December 2026"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def moment_text(local: datetime, language: str) -> str:
    """ "Thursday, 24 December 2026, 10:00", with seconds where there are any. `local` is in office time."""
    return f"{day_text(local.date(), language)}, {clock_text(local.time())}"


def clock_text(wall: time) -> str:
    """ "7:30", "7:30:05"."""
    return f"{wall.hour}:{wall.minute:02}" + (f":{wall.second:02}" if wall.second else "")


def length_text(seconds: float) -> str:
    """Minutes and seconds, "1:05"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
