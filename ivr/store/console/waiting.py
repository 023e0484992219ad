"""What people did about callers who wait: rows that are only ever appended. Never a caller's number.

Knows calls by their ids and nothing about them; who waits is found out from the log (`ivr.waiting`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, text

from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.schema import waiting_changes

Did = Literal["took", "gave_back", "noted", "done", "reopened"]
_ADVISORY_LOCK = 0x697672


@dataclass(frozen=True, slots=True)
class Change:
    """`item`: the first call of those that were meant, `through` the last one that was on the screen. `seq` 0: new."""

    at: datetime
    who: str
    did: Did
    item: str
    through: str
    note: str = ""
    seq: int = 0


class WaitingRows:
    """Safe for several processes and machines at once."""

    def __init__(self, database: ConsoleDatabase) -> None:
        self._database = database

    def add(self, change: Change, calls: Collection[str], seen: int | None = None) -> bool:
        """Append it. False, and nothing is appended, if somebody changed anything about one of `calls` after change
        number `seen`: two people who press at once do not both get the work. `seen` None: whatever others did."""
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
            seq, table = waiting_changes.c.seq, waiting_changes
            if seen is not None:
                concerned = table.c.item.in_(calls) | table.c.through.in_(calls)
                last = connection.execute(select(func.max(seq)).where(concerned)).scalar() or 0
                if last > seen:
                    return False
            last = connection.execute(select(func.max(seq))).scalar() or 0
            values = {name: getattr(change, name) for name in Change.__slots__} | {"seq": last + 1}
            connection.execute(insert(table).values(values))
        return True

    def since(self, at: datetime) -> tuple[Change, ...]:
        """Every change from this instant on, in order."""
        query = select(waiting_changes).where(waiting_changes.c.at >= at).order_by(waiting_changes.c.seq)
        with self._database.reading() as connection:
            return tuple(_change(row) for row in connection.execute(query))

    def forget_before(self, at: datetime) -> int:
        """Remove what is older (retention), but for the newest row: numbers are never given twice. How many."""
        with self._database.writing() as connection:
            newest = select(func.max(waiting_changes.c.seq)).scalar_subquery()
            old = (waiting_changes.c.at < at, waiting_changes.c.seq < newest)
            return connection.execute(delete(waiting_changes).where(*old)).rowcount


def _change(row: Any) -> Change:
    return Change(**{name: getattr(row, name) for name in Change.__slots__})
