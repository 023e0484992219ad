"""The office's telephones and their hours as schema.org data (JSON-LD), for search engines and maps. Pure.

The hours are those of the telephone, so they stand at contact points: nobody shall read them as visiting hours.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ivr.core.plan import Language, Line, Menu, Plan
from ivr.core.schedule import Schedule, Span
from ivr.core.words.written import clock

DAYS_AHEAD = 180  # holidays and exceptions are told so far
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Thing = dict[str, Any]


def linked_data(plan: Plan, today: date, language: Language, url: str) -> Thing:
    """One GovernmentOffice: its own numbers first, with the days that are unusual, then each hunt group."""
    office = plan.office
    main = plan.flow.nodes.get(plan.flow.main)
    calls = office.schedules.get(main.hours if isinstance(main, Menu) else "")
    own = _point(office.name, [number.e164 for number in office.answers_on], calls, plan, today)
    own["hoursAvailable"] = [*own.get("hoursAvailable", []), *(_unusual(calls, today) if calls else [])]
    points = [own]
    for group in office.groups.values():
        lines = [office.lines[name] for name in group.lines if _in_force(office.lines[name], today)]
        schedule = office.schedules.get(lines[0].hours) if lines else None
        label = group.label.get(language) or group.label[office.default_language]
        points.append(_point(label, [line.number for line in lines], schedule, plan, today))
    thing: Thing = {"@context": "https://schema.org", "@type": "GovernmentOffice", "name": office.name}
    return {**thing, "telephone": own["telephone"], **({"url": url} if url else {}), "contactPoint": points}


def _point(kind: str, numbers: list[str], schedule: Schedule | None, plan: Plan, today: date) -> Thing:
    period = schedule.period_on(today) if schedule else None
    hours = (
        [_hours(_DAYS[day], span) for day, spans in sorted(period.weekly.items()) for span in spans] if period else []
    )
    point: Thing = {"@type": "ContactPoint", "contactType": kind, "telephone": numbers}
    point["availableLanguage"] = list(plan.office.languages)
    return {**point, "hoursAvailable": _joined(hours)} if hours else point


def _hours(day: str, span: Span) -> Thing:
    opens, closes = (clock(wall).rjust(5, "0") for wall in (span.opens, span.closes))
    closes = "23:59" if closes == "24:00" else closes  # their time has no 24:00
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": [day], "opens": opens, "closes": closes}


def _joined(hours: list[Thing]) -> list[Thing]:
    """Days with the same hours as one."""
    found: dict[tuple[str, str], Thing] = {}
    for one in hours:
        same = found.setdefault((one["opens"], one["closes"]), {**one, "dayOfWeek": []})
        same["dayOfWeek"] = [*same["dayOfWeek"], *one["dayOfWeek"]]
    return list(found.values())


def _unusual(schedule: Schedule, today: date) -> list[Thing]:
    """Days ahead whose hours are not those of their weekday; a closed one opens and closes at 00:00."""
    found = []
    for day in (today + timedelta(days=n) for n in range(DAYS_AHEAD)):
        spans, _ = schedule.spans_on(day)
        period = schedule.period_on(day)
        usual = period.weekly.get(day.weekday(), ()) if period else ()
        for one in (spans or (None,)) if spans != usual else ():
            hours = (
                _hours("", one) if one else {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"}
            )
            hours.pop("dayOfWeek", None)
            found.append({**hours, "validFrom": day.isoformat(), "validThrough": day.isoformat()})
    return found


def _in_force(line: Line, today: date) -> bool:
    return (line.from_date or today) <= today <= (line.until_date or today)
