"""From the clock on the wall to instants and back, right on the two nights of the year when the clock jumps.

Knows nothing of hours or holidays, and reads no clock. Timezones are names ("Europe/Warsaw"); an unknown one raises
ZoneInfoNotFoundError.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive one: nobody can know which instant is meant."""
    if at.utcoffset() is None:
        raise ValueError(f"An instant needs a timezone: {at.isoformat()}")
    return at.astimezone(UTC)


@lru_cache(maxsize=4096)
def midnight_after(day: date, timezone: str) -> datetime:
    """24:00 of this local day (aware UTC)."""
    return instant(day + _ONE_DAY, time.min, timezone)


def instant(day: date, wall: time, timezone: str) -> datetime:
    """The first instant (aware UTC) at which the clock on the wall shows this time or has jumped over it.

    So a time that comes twice (autumn) is the first of the two, and one that never comes (spring) is the instant at
    which the gap ends. In a gap PEP 495 puts fold=1 before the jump and fold=0 after it; everywhere else fold=0 is
    the first, or the same, instant.
    """
    offset = _only_offset(day, timezone)
    if offset is not None:
        return datetime.combine(day, wall, UTC) - offset
    local = datetime.combine(day, wall, ZoneInfo(timezone))
    before, after = local.replace(fold=1).astimezone(UTC), local.astimezone(UTC)
    if before >= after:
        return after
    while after - before > timedelta.resolution:
        middle = before + (after - before) // 2
        if middle.astimezone(local.tzinfo).utcoffset() == before.astimezone(local.tzinfo).utcoffset():
            before = middle
        else:
            after = middle
    return after


@lru_cache(maxsize=4096)
def _only_offset(day: date, timezone: str) -> timedelta | None:
    """How far the clock on the wall is ahead of UTC, if it does not jump on this day (no clock jumps twice an hour)."""
    hours = [datetime.combine(day, time(hour), ZoneInfo(timezone)) for hour in range(24)]
    offsets = {hour.utcoffset() for hour in (*hours, hours[0] + _ONE_DAY)}
    return offsets.pop() if len(offsets) == 1 else None
