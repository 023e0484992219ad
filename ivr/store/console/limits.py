"""Counting what may be tried only so often, for all workers and machines together.

An attempt is counted before it is made, in one statement: two workers cannot both take the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.schema import limits
from ivr.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` attempts for `key` in a window of `during`, which begins with the first."""

    key: str
    count: int
    during: timedelta


class LimitRows:
    def __init__(self, database: ConsoleDatabase) -> None:
        self._database = database

    def take(self, wanted: tuple[Limit, ...], now: datetime) -> datetime | None:
        """None: go on, the attempt is counted. Else the instant from which another one may be made."""
        refused: list[datetime] = []
        with self._database.writing() as connection:
            connection.execute(delete(limits).where(limits.c.until_at <= now))
            for limit in sorted(wanted, key=lambda limit: limit.key):  # one order: no deadlock
                new = insert_into(connection, limits).values(key=limit.key, until_at=now + limit.during, tries=1)
                more = {"tries": limits.c.tries + 1}
                put = new.on_conflict_do_update(index_elements=["key"], set_=more)
                row = connection.execute(put.returning(limits.c.tries, limits.c.until_at)).one()
                if row.tries > limit.count:
                    refused.append(row.until_at)
        return max(refused, default=None)

    def full(self, wanted: tuple[Limit, ...], now: datetime) -> datetime | None:
        """As `take`, but nothing is counted."""
        with self._database.reading() as connection:
            rows = connection.execute(select(limits).where(limits.c.key.in_([limit.key for limit in wanted]))).all()
        allowed = {limit.key: limit.count for limit in wanted}
        until = [row.until_at for row in rows if row.tries >= allowed[row.key] and row.until_at > now]
        return max(until, default=None)

    def give_back(self, taken: tuple[Limit, ...]) -> None:
        """One attempt less: it was good, and others are still counted."""
        keys = [limit.key for limit in taken]
        with self._database.writing() as connection:
            one_less = update(limits).where(limits.c.key.in_(keys), limits.c.tries > 0)
            connection.execute(one_less.values(tries=limits.c.tries - 1))

    def forget(self, wanted: tuple[Limit, ...]) -> None:
        """They begin anew: the attempt was good."""
        with self._database.writing() as connection:
            connection.execute(delete(limits).where(limits.c.key.in_([limit.key for limit in wanted])))
