"""What was acknowledged against what the log has: an answered request's entries are there, all of them, once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from ivr.errors import IvrError
from ivr.store import schema
from ivr.store.backlog import backlog
from ivr.store.log import reading
from tests.gameday.stand import Stand

Key = tuple[str, str, int]
"""(call, source, step)"""
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An answered request. `script` is what its call does."""

    call: str
    source: str
    step: int
    script: str

    @property
    def key(self) -> Key:
        return (self.call, self.source, self.step)

    @property
    def place(self) -> tuple[str, str, int]:
        """The same for the same request of all calls of a script."""
        return (self.script, self.source.partition(":")[0], self.step)


Shape = Mapping[tuple[str, str, int], int]
"""`Acknowledged.place` -> how many entries such a request makes."""


def shape(log: Engine, calm: Sequence[Acknowledged], seconds: float = 30.0) -> dict[tuple[str, str, int], int]:
    """Learned from calls made in peace, as soon as all of them are in the log. Every step and callback makes some."""
    deadline = time.monotonic() + seconds
    while True:
        found = in_log(log, {one.call for one in calm})
        if all(found[one.key] for one in calm):
            return {one.place: found[one.key] for one in calm}
        assert time.monotonic() < deadline, f"not logged in peace: {[one for one in calm if not found[one.key]]}"
        time.sleep(LOOK_SECONDS)


def missing(log: Engine, acknowledged: Iterable[Acknowledged], expected: Shape) -> int:
    """How many entries of answered requests are not in the log, or not as many as they must be."""
    rows = list(acknowledged)
    found = in_log(log, {one.call for one in rows})
    return sum(max(0, expected.get(one.place, 1) - found[one.key]) for one in rows)


def in_log(log: Engine, calls: set[str]) -> Counter[Key]:
    """(call, source, step) -> how many entries of these calls are in the database."""
    table = schema.entries
    query = select(table.c.call_id, table.c.source, table.c.step, func.count()).group_by(
        table.c.call_id, table.c.source, table.c.step
    )
    names = sorted({call[: len("CA") + 4] for call in calls})  # calls of one load begin alike
    counted: Counter[Key] = Counter()
    for name in names:
        wanted = query.where(table.c.call_id >= name, table.c.call_id < name + "~")
        try:
            with reading(log) as connection:
                counted.update({(row[0], row[1], row[2]): row[3] for row in connection.execute(wanted)})
        except IvrError:
            return Counter()
    return counted


def counted_twice(log: Engine) -> int:
    """By how much the day's figures differ from the calls in the log: each call is counted once."""
    counts, calls = schema.TALLIES["day_counts"], schema.calls
    with reading(log) as connection:
        told = connection.execute(select(func.coalesce(func.sum(counts.c.n), 0))).scalar_one()
        there = connection.execute(select(func.count()).select_from(calls).where(calls.c.test.is_(False))).scalar_one()
    return abs(int(told) - int(there))


def seconds_until_shipped(stand: Stand, until: float, limit: float) -> float | None:
    """From now until everything that was written before `until` (epoch) is in the database; None if it never was."""
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        if all(_shipped(stand, place, until) for place in range(len(stand.machines))):
            return time.monotonic() - begun
        time.sleep(LOOK_SECONDS)
    return None


def _shipped(stand: Stand, place: int, until: float) -> bool:
    try:
        oldest = backlog(stand.machines[place].journal, stand.log).oldest_at
    except (IvrError, OSError):
        return False
    return oldest is None or oldest.timestamp() > until
