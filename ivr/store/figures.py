"""Questions to the figures (`tallies`): counts of a period, in the office's own days. Reads only; knows no words.

Days are "2026-11-24", first and last both included. Each question is one query over one table of `schema.TALLIES`, so
that two years take well under a second. Raises IvrError if the database cannot be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Date, Engine, Integer, Select, Table, case, cast, extract, func, select

from ivr.store import schema
from ivr.store.log import reading
from ivr.store.tallies import MISSED

Key = Literal["day", "service", "language", "gate"]
Outcomes = Counter[str]


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the office, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Slot:
    """A quarter-hour (0 to 95) of a weekday (0 = Monday) over the whole period. `days`: on which a call was missed in
    it; `saved`: missed calls that one more person there would have answered, so many at most each time."""

    weekday: int
    quarter: int
    calls: int
    missed: int
    days: int
    saved: int


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """So many callers rang so many `times` in a month; `never` of them were missed and reached nobody all month."""

    month: str
    times: int
    callers: int
    never: int


def outcomes_by(engine: Engine, period: Period, *keys: Key) -> Mapping[tuple[str, ...], Outcomes]:
    """Calls by outcome, for each combination of `keys`, in their order."""
    table = schema.TALLIES["day_counts"]
    found: defaultdict[tuple[str, ...], Outcomes] = defaultdict(Counter)
    for *values, outcome, n in _all(engine, _summed(table, period, *(table.c[key] for key in keys), table.c.outcome)):
        found[tuple(values)][outcome] = int(n)
    return dict(found)


def week(engine: Engine, period: Period, capacity: int) -> list[Slot]:
    """Every quarter-hour of the week in which a call began. `capacity`: calls that one person answers in one."""
    table = schema.TALLIES["quarter_counts"]
    missed = func.sum(case((table.c.outcome.in_(MISSED), table.c.n), else_=0)).label("missed")
    one = select(table.c.day, table.c.quarter, func.sum(table.c.n).label("calls"), missed).where(
        *_within(table, period)
    )
    each = one.group_by(table.c.day, table.c.quarter).subquery()
    saved = case((each.c.missed > capacity, capacity), else_=each.c.missed)
    days = func.sum(case((each.c.missed > 0, 1), else_=0))
    weekday = _weekday(engine, each.c.day).label("weekday")
    sums = (func.sum(each.c.calls), func.sum(each.c.missed), days, func.sum(saved))
    query = select(weekday, each.c.quarter, *sums).group_by(weekday, each.c.quarter).order_by(weekday, each.c.quarter)
    return [Slot(*map(int, row)) for row in _all(engine, query)]


def _weekday(engine: Engine, day: ColumnElement[str]) -> ColumnElement[int]:
    """0 = Monday."""
    if engine.dialect.name == "postgresql":
        return cast(extract("isodow", cast(day, Date)), Integer) - 1
    return (cast(func.strftime("%w", day), Integer) + 6) % 7


def legs_by_line(engine: Engine, period: Period) -> Mapping[str, Outcomes]:
    """How often each line was rung, by outcome of the attempt ("": not known yet)."""
    table = schema.TALLIES["leg_counts"]
    found: defaultdict[str, Outcomes] = defaultdict(Counter)
    for line, outcome, n in _all(engine, _summed(table, period, table.c.line, table.c.outcome)):
        found[line][outcome] = int(n)
    return dict(found)


def last_answered_days(engine: Engine) -> Mapping[str, str]:
    """Line -> the last day on which it was answered, however long ago."""
    table = schema.TALLIES["leg_counts"]
    query = select(table.c.line, func.max(table.c.day)).where(table.c.outcome == "answered").group_by(table.c.line)
    return {str(row[0]): str(row[1]) for row in _all(engine, query)}


def seconds_to_desk(engine: Engine, period: Period) -> Mapping[str, Counter[int]]:
    """By service: after so many seconds a desk began to ring, how often."""
    table = schema.TALLIES["desk_counts"]
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for service, seconds, n in _all(engine, _summed(table, period, table.c.service, table.c.seconds)):
        found[service][seconds] = int(n)
    return dict(found)


def moves(engine: Engine, period: Period) -> Counter[tuple[str, str, str]]:
    """(node, way, next node) -> how often. The last of a call is (node, how it ended, "")."""
    table = schema.TALLIES["move_counts"]
    rows = _all(engine, _summed(table, period, table.c.node, table.c.way, table.c.target))
    return Counter({(node, way, target): int(n) for node, way, target, n in rows})


def repeats(engine: Engine, period: Period) -> list[RepeatRow]:
    """Of every month that the period touches, whole: who cannot be told from month to month is counted in each."""
    table = schema.TALLIES["repeat_counts"]
    within = table.c.month.between(f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")
    never = func.sum(case((table.c.never == 1, table.c.n), else_=0))
    query = select(table.c.month, table.c.times, func.sum(table.c.n), never).where(within)
    rows = _all(engine, query.group_by(table.c.month, table.c.times).order_by(table.c.month, table.c.times))
    return [RepeatRow(month, int(times), int(n), int(none)) for month, times, n, none in rows]


def _within(table: Table, period: Period) -> list[ColumnElement[bool]]:
    return [table.c.day >= period.first.isoformat(), table.c.day <= period.last.isoformat()]


def _summed(table: Table, period: Period, *keys: ColumnElement[Any]) -> Select[Any]:
    return select(*keys, func.sum(table.c.n)).where(*_within(table, period)).group_by(*keys).order_by(*keys)


def _all(engine: Engine, query: Select[Any]) -> list[tuple[Any, ...]]:
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(query)]
