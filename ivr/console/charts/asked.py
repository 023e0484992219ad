"""What is asked of the charts: the period, and whether it is for publication. All of it stands in the URL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import Engine

from ivr.console.days import day_of
from ivr.console.languages import language_name
from ivr.console.navigation import N_
from ivr.core.plan import Plan
from ivr.figures import CALLS_A_QUARTER, Hiding
from ivr.store.figures import Outcomes, Period, Slot, outcomes_by, seconds_to_desk, week

PERIODS: Mapping[str, str] = {
    "last_30": N_("last 30 days"),
    "this_month": N_("this month"),
    "last_month": N_("last month"),
    "this_year": N_("this year"),
    "last_24_months": N_("last 24 months"),
    "days": N_("the days given here"),
}


@dataclass(frozen=True)
class Asked:
    """`office` is the live plan, for the names of services, lines and nodes."""

    engine: Engine
    plan: Plan
    language: str
    today: date
    chosen: str
    period: Period
    publication: bool
    for_file: bool = False  # days stay days, however many

    @property
    def hiding(self) -> Hiding:
        return Hiding(self.publication, _months_before(self.today, 12))

    @cached_property
    def slots(self) -> Mapping[tuple[int, int], Slot]:
        """Three figures of one page are of the same quarter-hours: read once."""
        return {(one.weekday, one.quarter): one for one in week(self.engine, self.period, CALLS_A_QUARTER)}

    @cached_property
    def calls(self) -> Mapping[tuple[str, str], Outcomes]:
        """(day, language) -> calls by outcome."""
        found = outcomes_by(self.engine, self.period, "day", "language")
        return {(day, language): one for (day, language), one in found.items()}

    @cached_property
    def seconds(self) -> Mapping[str, Counter[int]]:
        """By service, until a desk rang."""
        return seconds_to_desk(self.engine, self.period)

    @property
    def heading(self) -> str:
        first, last = self.period.first, self.period.last
        return (
            str(format_date(first, "long"))
            if first == last
            else f"{format_date(first, 'long')} – {format_date(last, 'long')}"
        )

    def service(self, name: str) -> str:
        """As the desk is told; a group that is no more by its name."""
        group = self.plan.office.groups.get(name)
        if not name:
            return str(_("no service chosen"))
        return group.label.get(self.language) or next(iter(group.label.values()), name) if group else name

    def spoken(self, language: str) -> str:
        return language_name(language) or str(_("not known"))

    def line(self, name: str) -> str:
        line = self.plan.office.lines.get(name)
        return f"{line.written} ({name})" if line else name


def asked_of(args: Mapping[str, str], engine: Engine, plan: Plan, language: str, today: date) -> Asked:
    """What makes no sense is left out: then it is the last 30 days."""
    chosen, first, last = args.get("period", ""), day_of(args.get("from", "")), day_of(args.get("to", ""))
    if chosen not in PERIODS:
        chosen = "days" if first or last else "last_30"
    period = _period(chosen, first, last, today)
    return Asked(engine, plan, language, today, chosen, period, args.get("publication", "") == "1")


def month_of(text: str, today: date) -> Period:
    """ "2026-11"; else the last whole month."""
    day = day_of(f"{text}-01")
    return _month(day) if day else _month(today.replace(day=1) - timedelta(days=1))


def _period(chosen: str, first: date | None, last: date | None, today: date) -> Period:
    match chosen:
        case "this_month":
            return Period(today.replace(day=1), today)
        case "last_month":
            return month_of("", today)
        case "this_year":
            return Period(today.replace(month=1, day=1), today)
        case "last_24_months":
            return Period(_months_before(today, 24) + timedelta(days=1), today)
        case "days" if first or last:
            one, other = first or last or today, last or today
            return Period(min(one, other), max(one, other))
    return Period(today - timedelta(days=29), today)


def _month(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _months_before(day: date, months: int) -> date:
    """The same day so many months before; where that month is too short, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    found = date(year, month + 1, min(day.day, 28))
    while found.day < day.day and (found + timedelta(days=1)).month == found.month:
        found += timedelta(days=1)
    return found
