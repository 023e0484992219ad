"""Numbers taken out of the log database: of one person who asked, and of everybody after their days are over.

Each function works in the caller's transaction, on the tables alone. What is already without a number is left alone,
so doing it twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ivr.core.entries import Entry
from ivr.store import schema
from ivr.store.people import Erasure, People
from ivr.store.sealed_journal import PERSONAL
from ivr.store.sealing import pseudonym_of

BATCH = 500  # calls in one transaction: nobody waits for the lock


@dataclass(frozen=True, slots=True)
class Purged:
    """What one purge removed."""

    numbers: int = 0  # calls whose number is gone
    calls: int = 0
    entries: int = 0
    access_rows: int = 0  # of the access log, which is another database

    def __add__(self, other: Purged) -> Purged:
        return Purged(
            self.numbers + other.numbers,
            self.calls + other.calls,
            self.entries + other.entries,
            self.access_rows + other.access_rows,
        )


@dataclass(frozen=True, slots=True)
class PastPurge:
    """One purge as the log database noted it: when, and what was removed from the log."""

    at: datetime
    done: Purged


def without_number(entry: Entry, people: People) -> Entry:
    """`entry` as it may be stored: without the numbers of somebody who was erased after it."""
    kept = str(entry.data.get("caller", ""))
    if not people.erasures or not people.erased(pseudonym_of(kept), entry.at):
        return entry
    return replace(entry, data=_cleared(entry.data))


def erased_ids(connection: Connection) -> frozenset[str]:
    """The erasures that this database has been through."""
    return frozenset(connection.execute(select(schema.erasures.c.id)).scalars())


def erase(connection: Connection, erasure: Erasure, at: datetime) -> int:
    """Take the person's number out of every call, and note that it was done. Returns the number of calls."""
    calls = schema.calls
    wanted = (calls.c.pseudonym.in_(erasure.pseudonyms), calls.c.started_at <= erasure.until)
    ids = list(connection.execute(select(calls.c.call_id).where(*wanted)).scalars())
    for first in range(0, len(ids), BATCH):
        _clear(connection, ids[first : first + BATCH], pseudonym="")
    callers = schema.TALLIES["caller_counts"]
    connection.execute(delete(callers).where(callers.c.pseudonym.in_(erasure.pseudonyms)))
    connection.execute(insert(schema.erasures).values(id=erasure.id, applied_at=at, calls=len(ids)))
    return len(ids)


def purge_numbers(connection: Connection, before: datetime, since: datetime | None) -> Purged:
    """Clear the numbers of one batch of calls that began from `since` (None: ever) up to `before`. Pseudonyms stay:
    they tell nothing once their month's key is destroyed."""
    calls = schema.calls
    wanted = [calls.c.started_at < before, (calls.c.caller != "") | (calls.c.forwarded_from != "")]
    if since is not None:
        wanted.append(calls.c.started_at >= since)
    ids = list(connection.execute(select(calls.c.call_id).where(*wanted).limit(BATCH)).scalars())
    _clear(connection, ids)
    return Purged(numbers=len(ids))


def purge_events(connection: Connection, before: datetime) -> Purged:
    """Delete one batch of calls that began before this instant, with their legs and entries."""
    calls, legs, entries = schema.calls, schema.legs, schema.entries
    ids = list(connection.execute(select(calls.c.call_id).where(calls.c.started_at < before).limit(BATCH)).scalars())
    if not ids:
        return Purged()
    gone = connection.execute(delete(entries).where(entries.c.call_id.in_(ids))).rowcount
    connection.execute(delete(legs).where(legs.c.call_id.in_(ids)))
    connection.execute(delete(calls).where(calls.c.call_id.in_(ids)))
    return Purged(calls=len(ids), entries=gone)


def note_purge(connection: Connection, at: datetime, numbers_before: datetime, done: Purged) -> None:
    values = {"at": at, "numbers_before": numbers_before, "numbers": done.numbers}
    connection.execute(insert(schema.purges).values(**values, calls=done.calls, entries=done.entries))


def past_purges(connection: Connection, count: int) -> tuple[PastPurge, ...]:
    """The last ones, newest first."""
    rows = connection.execute(select(schema.purges).order_by(schema.purges.c.at.desc()).limit(count))
    return tuple(PastPurge(row.at, Purged(row.numbers, row.calls, row.entries)) for row in rows)


def last_purge(connection: Connection) -> datetime | None:
    """Up to which instant numbers were purged the last time."""
    return connection.execute(
        select(schema.purges.c.numbers_before).order_by(schema.purges.c.numbers_before.desc()).limit(1)
    ).scalar()


def _clear(connection: Connection, ids: Sequence[str], **more: str) -> None:
    if not ids:
        return
    entries, calls = schema.entries, schema.calls
    query = select(entries).where(entries.c.call_id.in_(ids), entries.c.kind.in_(_KINDS))
    for row in connection.execute(query).all():
        data = json.loads(row.data)
        if any(data.get(name) for name in PERSONAL):
            place = {"call_id": row.call_id, "source": row.source, "step": row.step, "idx": row.idx}
            written = json.dumps(_cleared(data), ensure_ascii=False, separators=(",", ":"))
            connection.execute(update(entries).filter_by(**place).values(data=written))
    connection.execute(update(calls).where(calls.c.call_id.in_(ids)).values(caller="", forwarded_from="", **more))


_KINDS: Collection[str] = ("started", "call_back")  # of entries that hold numbers


def _cleared(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, **{name: "" for name in PERSONAL if data.get(name)}}
