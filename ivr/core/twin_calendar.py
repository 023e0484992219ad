"""The office's calendar of exceptions: the one that `/calendar.ics` serves and `hours --ics` prints. Pure.

Days off, shorter and extra days, an operator's switches. What returns every month (a shorter last day) is no exception.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ivr.core.calendar import ics, unusual_days
from ivr.core.plan import Plan
from ivr.core.texts import Language
from ivr.core.twin import Twin, twin
from ivr.core.twin_entries import walk

_CALLS = {"pl": "Telefon", "uk": "Телефон", "en": "Telephone"}


def exceptions_ics(
    plan: Plan, first: date, last: date, language: Language, now: datetime, schedules: Iterable[str] = ()
) -> str:
    """iCalendar of the exceptions from `first` to `last`, both included, of `schedules` (all unless named). It is the
    same all day: `now` (aware) counts by its day in the office."""
    zone = ZoneInfo(plan.office.timezone)
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    days = (day for day in unusual_days(plan, first, last, schedules) if day.rule != "last_day")
    return ics(plan, days, language, midnight, schedule_labels(twin(plan, now, language)))


def visits(shown: Twin) -> Mapping[str, str]:
    """The hours in which desks see visitors, and what people call them: a text tells of them, no telephone has them."""
    entries = tuple(walk((*shown.services, *shown.after_hours)))
    calls = {hours.name for entry in entries for hours in entry.calls} | ({shown.calls.name} if shown.calls else set())
    return {name: label for name, label in schedule_labels(shown).items() if name not in calls}


def schedule_labels(shown: Twin) -> Mapping[str, str]:
    """What people call each schedule: the service whose text tells of it. One that no service tells of has none."""
    calls = _CALLS[shown.language]
    labels = {shown.calls.name: calls} if shown.calls else {}
    for entry in walk((*shown.services, *shown.after_hours)):
        for hours in entry.calls:
            labels.setdefault(hours.name, f"{entry.label} ({calls})")
        for name in entry.about:
            labels.setdefault(name, entry.label)
    return labels
