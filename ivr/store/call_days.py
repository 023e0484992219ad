"""On which days of the office the calls of a list began, told by the figures before a single call is looked at.

So a page of what is rare, and the number of its calls, cost the same in a year as in a week. The figures know service,
language, outcome and hours; of any other filter they tell nothing. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from ivr.core.walltime import instant, midnight_after
from ivr.store import schema
from ivr.store.tallies import local_day

_counts = schema.TALLIES["day_counts"].c
Span = tuple[datetime, datetime]
"""From, and up to, not including (aware UTC)."""


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of the office, both included."""

    first: date
    last: date
    timezone: str

    @property
    def span(self) -> Span:
        return instant(self.first, time.min, self.timezone), midnight_after(self.last, self.timezone)


def calls_by_day(connection: Connection, days: Days, keys: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Day -> calls on it, newest first, no test calls; without days that had none. `keys`: column of `day_counts` ->
    its values that count. Calls that are purged are among them."""
    within = _counts.day.between(days.first.isoformat(), days.last.isoformat())
    of_keys = [_counts[name].in_(list(values)) for name, values in keys.items()]
    query = select(_counts.day, func.sum(_counts.n)).where(within, *of_keys).group_by(_counts.day)
    return {day: int(n) for day, n in connection.execute(query.order_by(_counts.day.desc())) if n > 0}


def span_of_page(by_day: Mapping[str, int], days: Days, count: int, edge: datetime | None, newer: bool) -> Span | None:
    """Where the next `count` calls are, from `edge` on to older ones, or to `newer`; None where there are none."""
    zone = ZoneInfo(days.timezone)
    at_edge = local_day(edge, zone) if edge else None
    beyond = [day for day in by_day if at_edge is None or (day >= at_edge if newer else day <= at_edge)]
    found: list[str] = []
    still = count
    for day in reversed(beyond) if newer else beyond:
        found.append(day)
        still -= 0 if day == at_edge else by_day[day]  # of that day, nobody knows how many are beyond
        if still <= 0:
            break
    if not found:
        return None
    first, last = date.fromisoformat(min(found)), date.fromisoformat(max(found))
    return Days(first, last, days.timezone).span
