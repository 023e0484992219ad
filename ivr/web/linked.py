"""The office's telephones, desks and their hours as schema.org data (JSON-LD), for search engines and maps. Pure.

The hours of a telephone stand at contact points, and only there: nobody shall read them as visiting hours. Those of
desks that see visitors stand at departments. Unusual days are those of the calendar (`ivr.core.calendar`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from ivr.core.calendar import Day, clock, days
from ivr.core.flow import Menu
from ivr.core.office import Line
from ivr.core.plan import Plan
from ivr.core.schedule import Schedule, Span
from ivr.core.texts import Language

DAYS_AHEAD = 180  # holidays and exceptions are told so far
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Thing = dict[str, Any]


def linked_data(plan: Plan, today: date, language: Language, url: str, visits: Mapping[str, str]) -> Thing:
    """One GovernmentOffice: its own numbers first, then each hunt group; `visits`, schedule -> its desk's label, as its
    departments."""
    office = plan.office
    main = plan.flow.nodes.get(plan.flow.main)
    calls = office.schedules.get(main.hours if isinstance(main, Menu) else "")
    own = _point(office.name, [number.e164 for number in office.answers_on], calls, plan, today)
    points = [own]
    for group in office.groups.values():
        lines = [office.lines[name] for name in group.lines if _in_force(office.lines[name], today)]
        schedule = office.schedules.get(lines[0].hours) if lines else None
        label = group.label.get(language) or group.label[office.default_language]
        points.append(_point(label, [line.number for line in lines], schedule, plan, today))
    desks = [_department(label, office.schedules[name], today) for name, label in visits.items()]
    thing: Thing = {"@context": "https://schema.org", "@type": "GovernmentOffice", "name": office.name}
    thing |= {"telephone": own["telephone"], **({"url": url} if url else {}), "contactPoint": points}
    return {**thing, "department": desks} if desks else thing


def _point(kind: str, numbers: list[str], schedule: Schedule | None, plan: Plan, today: date) -> Thing:
    """A ContactPoint has one property for all its hours, the dated ones too."""
    point: Thing = {"@type": "ContactPoint", "contactType": kind, "telephone": numbers}
    point["availableLanguage"] = list(plan.office.languages)
    hours = [*_weekly(schedule, today), *_unusual(schedule, today)] if schedule else []
    return {**point, "hoursAvailable": hours} if hours else point


def _department(label: str, schedule: Schedule, today: date) -> Thing:
    desk: Thing = {"@type": "GovernmentOffice", "name": label, "openingHoursSpecification": _weekly(schedule, today)}
    unusual = _unusual(schedule, today)
    return {**desk, "specialOpeningHoursSpecification": unusual} if unusual else desk


def _weekly(schedule: Schedule, today: date) -> list[Thing]:
    """Days with the same hours as one."""
    period = schedule.period_on(today)
    found: dict[tuple[str, str], list[str]] = {}
    for day, spans in sorted(period.weekly.items()) if period else ():
        for span in spans:
            found.setdefault(_opens_closes(span), []).append(_DAYS[day])
    return [_hours(*hours, dayOfWeek=on) for hours, on in found.items()]


def _unusual(schedule: Schedule, today: date) -> list[Thing]:
    """Days ahead whose hours are not those of their weekday, days in a row as one; closed is from 0:00 to 0:00."""
    ahead = [one for one in days(schedule, today, today + timedelta(days=DAYS_AHEAD)) if one.differs]
    return [thing for first, last, spans in _rows(ahead) for thing in _dated(first, last, spans)]


def _rows(ahead: list[Day]) -> Iterator[tuple[date, date, tuple[Span, ...]]]:
    """(first, last, hours) of days in a row with the same hours."""
    numbered = enumerate(ahead)
    for (_, spans), row in groupby(numbered, key=lambda one: (one[1].day.toordinal() - one[0], one[1].spans)):
        same = [day for _, day in row]
        yield same[0].day, same[-1].day, spans


def _dated(first: date, last: date, spans: tuple[Span, ...]) -> Iterator[Thing]:
    dates = {"validFrom": first.isoformat(), "validThrough": last.isoformat()}
    yield from (_hours(*_opens_closes(span), **dates) for span in spans)
    if not spans:
        yield _hours("00:00", "00:00", **dates)


def _hours(opens: str, closes: str, **more: Any) -> Thing:
    return {"@type": "OpeningHoursSpecification", **more, "opens": opens, "closes": closes}


def _opens_closes(span: Span) -> tuple[str, str]:
    opens, closes = (clock(wall).rjust(5, "0") for wall in (span.opens, span.closes))
    return opens, "23:59" if closes == "24:00" else closes  # their time has no 24:00


def _in_force(line: Line, today: date) -> bool:
    return (line.from_date or today) <= today <= (line.until_date or today)
