"""What the clock can mean to two plans at once: the coming days cut at every edge, in classes of alike moments.

All moments of a class are alike for both plans: hours open or closed because of the same rule, the same weekly hours
to be read out, the same facts and lines in force, and the same agreement on the next change. A holiday is a holiday,
whichever it is. Wall time of the office throughout; must not play calls.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ivr.comparison.values import State
from ivr.core.calendar import Day, days
from ivr.core.flow import Menu
from ivr.core.office import Fact, Line
from ivr.core.plan import Plan
from ivr.core.schedule import Period, Schedule, Span
from ivr.core.traits import reachable
from ivr.core.walltime import instant

DAY_SECONDS = 86_400
_AHEAD_DAYS = 60  # past the horizon: the next opening of its last days
_STATES: dict[str, State] = {"holiday": "holiday", "exception": "exception", "weekly": "closed", "closed": "no_hours"}


Touches = Collection[tuple[str, str]]
"""Kind and name of all that the plans take from their offices where they can differ (`alike.touched`)."""


class Cell(NamedTuple):
    """A piece of a day: from, up to, seconds of wall time. `day` counts from the first."""

    day: int
    begins: int
    ends: int


_Cut = tuple[int, int, Hashable, tuple[bool, bool]]  # from, up to, what it means, soon before and now


@dataclass
class Moments:
    """One class. `states`: of the main menu, before and now. `at` (aware UTC): one of its moments, the first.

    `soon`: so shortly before an opening, before and now, that the caller is asked to hold on.
    """

    number: int
    states: tuple[State, State]
    soon: tuple[bool, bool]
    at: datetime
    cells: list[Cell] = field(default_factory=list)

    @property
    def turns(self) -> bool:
        """The main menu is open in one of the plans only."""
        return self.states[0] != self.states[1] and "open" in self.states


class Clock:
    """The classes of `days_ahead` days from `now` (aware) on, and what it takes to name a set of them."""

    def __init__(self, old: Plan, new: Plan, now: datetime, days_ahead: int, touched: Touches) -> None:
        self.zone = ZoneInfo(new.office.timezone)
        local = now.astimezone(self.zone)
        self.first, self.count = local.date(), days_ahead
        self._now_seconds = local.hour * 3600 + local.minute * 60 + local.second
        last = self.first + timedelta(days=days_ahead + _AHEAD_DAYS)
        one = _Side(old, self.first, last, touched, {})
        self._sides = (one, _Side(new, self.first, last, touched, one.known))
        tables = [side.tables for side in self._sides]
        self._moved = [name for name in tables[0] if name in tables[1] and tables[0][name] != tables[1][name]]

    @cached_property
    def classes(self) -> tuple[Moments, ...]:
        found: dict[Hashable, Moments] = {}
        cuts: dict[Hashable, list[_Cut]] = {}
        for day in range(self.count):
            key = tuple(side.meaning(day) for side in self._sides)
            if key not in cuts:
                cuts[key] = list(self._cut(day))
            for begins, ends, signature, soon in cuts[key]:
                if day == 0 and ends <= self._now_seconds:
                    continue
                cell = Cell(day, begins if day else max(begins, self._now_seconds), ends)
                agreed = self._agreed(day, begins)
                if (signature, agreed) not in found:
                    states = (self._sides[0].main(day, begins), self._sides[1].main(day, begins))
                    found[signature, agreed] = Moments(len(found), states, soon, self._middle(cell))
                found[signature, agreed].cells.append(cell)
        return tuple(found.values())

    def date(self, day: int) -> date:
        return self.first + timedelta(days=day)

    def moment(self, day: int, seconds: int) -> datetime:
        """In office time; the end of a day is the beginning of the next."""
        return datetime.combine(self.date(day), time.min) + timedelta(seconds=seconds)

    @cached_property
    def usual(self) -> tuple[bool, ...]:
        """For each day whether the weekly hours alone decide, in both plans."""
        return tuple(all(side.is_usual(day) for side in self._sides) for day in range(self.count))

    @cached_property
    def dated(self) -> tuple[int, ...]:
        """Days on which something written with dates begins or has just ended."""
        edges = {(edge - self.first).days for side in self._sides for edge in side.dated()}
        return tuple(sorted(edge for edge in edges if 0 < edge < self.count))

    def _cut(self, day: int) -> Iterator[_Cut]:
        edges = sorted({0, DAY_SECONDS}.union(*(side.edges(day) for side in self._sides)))
        for begins, ends in zip(edges, edges[1:], strict=False):
            old, new = self._sides
            soon = old.soon(day, begins), new.soon(day, begins)
            yield begins, ends, (old.at(day, begins), new.at(day, begins), soon), soon

    def _agreed(self, day: int, seconds: int) -> Hashable:
        old, new = self._sides
        return tuple(old.next_change(one, day, seconds) == new.next_change(one, day, seconds) for one in self._moved)

    def _middle(self, cell: Cell) -> datetime:
        middle = (cell.begins + cell.ends) // 2
        seconds = middle // 60 * 60 if middle // 60 * 60 >= cell.begins else middle
        return instant(self.date(cell.day), time(seconds // 3600, seconds // 60 % 60, seconds % 60), self.zone.key)


class _Rule(NamedTuple):
    """One schedule on one day. `spans`: seconds of the day."""

    spans: tuple[tuple[int, int], ...]
    kind: str
    reason: Hashable

    def covers(self, seconds: int) -> bool:
        return any(begins <= seconds < ends for begins, ends in self.spans)


class _Side:
    """One plan. `tables`: schedule -> its rule of every day, for those that are asked or spoken about. `known`: days
    of schedules that were worked out already, for a plan that has the same."""

    def __init__(
        self,
        plan: Plan,
        first: date,
        last: date,
        touched: Touches,
        known: Mapping[str, tuple[Schedule, tuple[Day, ...]]],
    ) -> None:
        self._plan, self._touched = plan, touched
        self._main = getattr(plan.flow.nodes.get(plan.flow.main), "hours", "")
        self.known = dict(known)
        for name in self._schedules(plan):
            schedule = plan.office.schedules[name]
            if name not in known or known[name][0] != schedule:
                self.known[name] = (schedule, days(schedule, first, last))
        self._days = {name: self.known[name][1] for name in self._schedules(plan)}
        self.tables = {name: tuple(_rule(day) for day in each) for name, each in self._days.items()}
        self._dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        nodes = [plan.flow.nodes[name] for name in reachable(plan.flow)]
        self._soon = tuple({node.hours for node in nodes if isinstance(node, Menu) and node.soon} & self.tables.keys())
        self._openings = {name: tuple(_openings(table)) for name, table in self.tables.items()}

    def _schedules(self, plan: Plan) -> tuple[str, ...]:
        """Those that are asked, that of the main menu first."""
        names = [*self._named("status"), *(line.hours for line in self._lines())]
        return tuple(name for name in dict.fromkeys((self._main, *names)) if name in plan.office.schedules)

    def _lines(self) -> list[Line]:
        office = self._plan.office
        groups = [office.groups[name] for name in self._named("group") if name in office.groups]
        names = dict.fromkeys(line for group in groups for line in group.lines)
        return [office.lines[name] for name in names if name in office.lines]

    def _named(self, kind: str) -> list[str]:
        return [name for each, name in sorted(self._touched) if each == kind]

    def meaning(self, day: int) -> Hashable:
        """Everything that decides how the day is cut."""
        tomorrow = tuple(self.tables[name][day + 1].spans[:1] for name in self._soon)
        return tuple(table[day] for table in self.tables.values()), self._dated_words(day), tomorrow

    def edges(self, day: int) -> set[int]:
        found = {edge for table in self.tables.values() for span in table[day].spans for edge in span}
        before = self._plan.office.edges.soon_seconds
        return found | {max(0, begins - before) for name in self._soon for begins, _ in self.tables[name][day].spans}

    def at(self, day: int, seconds: int) -> Hashable:
        rules = [table[day] for table in self.tables.values()]
        return tuple((rule.covers(seconds), rule.kind, rule.reason) for rule in rules), self._dated_words(day)

    def soon(self, day: int, seconds: int) -> bool:
        before = self._plan.office.edges.soon_seconds
        spans = [span for name in self._soon for span in self.tables[name][day].spans]
        return any(begins - before <= seconds < begins for begins, _ in spans)

    def main(self, day: int, seconds: int) -> State:
        if self._main not in self.tables:
            return "open"
        rule = self.tables[self._main][day]
        return "open" if rule.covers(seconds) else _STATES[rule.kind]

    def is_usual(self, day: int) -> bool:
        return all(each[day].rule in ("weekly", "closed") for each in self._days.values())

    def next_change(self, name: str, day: int, seconds: int) -> Hashable:
        """When it opens next, and until when it is open now."""
        here = [(begins, ends) for begins, ends in self.tables[name][day].spans if ends > seconds]
        later = next((begins for begins, _ in here if begins > seconds), None)
        opening = (day, later) if later is not None else self._openings[name][day]
        return opening, next((ends for begins, ends in here if begins <= seconds), None)

    def dated(self) -> Iterator[date]:
        """The first day of everything that has dates, and the day after its last."""
        office = self._plan.office
        periods = [period for one in office.schedules.values() for period in one.periods]
        facts = [fact for each in office.facts.values() for fact in each]
        every: list[Period | Fact | Line] = [*periods, *facts, *office.lines.values()]
        for one in every:
            if one.from_date:
                yield one.from_date
            if one.until_date:
                yield one.until_date + timedelta(days=1)

    def _dated_words(self, day: int) -> Hashable:
        return self._dated_table[day]

    @cached_property
    def _dated_table(self) -> list[Hashable]:
        """Of every day: weekly hours that are read out, facts, lines in force."""
        office = self._plan.office
        spoken = [office.schedules[name] for name in self._named("hours") if name in office.schedules]
        spoken = [
            one for one in spoken if len(one.periods) > 1 or any(p.from_date or p.until_date for p in one.periods)
        ]
        facts = [office.facts[name] for name in self._named("fact") if name in office.facts]
        facts = [each for each in facts if any(one.from_date or one.until_date for one in each)]
        lines = [line for line in self._lines() if line.from_date or line.until_date]
        return [
            (
                tuple(one.periods.index(period) if (period := one.period_on(day)) else -1 for one in spoken),
                tuple(next((place for place, one in enumerate(each) if _holds(one, day)), -1) for each in facts),
                tuple(_holds(line, day) for line in lines),
            )
            for day in self._dates
        ]


def _holds(one: Fact | Line, day: date) -> bool:
    return (one.from_date or day) <= day <= (one.until_date or day)


def _rule(day: Day) -> _Rule:
    reason = tuple(sorted(day.because.reason.items())) if day.because.kind == "exception" else ()
    return _Rule(tuple(_seconds(span) for span in day.spans), day.because.kind, reason)


def _seconds(span: Span) -> tuple[int, int]:
    begins, ends = ((one.hour * 60 + one.minute) * 60 + one.second for one in (span.opens, span.closes))
    return begins, DAY_SECONDS if span.closes == time.max else ends


def _openings(table: tuple[_Rule, ...]) -> Iterator[tuple[int, int] | None]:
    """For each day the first opening of a later day."""
    coming: tuple[int, int] | None = None
    found: list[tuple[int, int] | None] = []
    for day in reversed(range(len(table))):
        found.append(coming)
        if table[day].spans:
            coming = (day, table[day].spans[0][0])
    yield from reversed(found)
