"""Numbers taken out of the log database: of one person who asked, and of everybody after their days are over.

Each function works in the caller's transaction, on the tables alone. What is already without a number is left alone,
so doing it twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

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
    if not people.erasures or not any(entry.data.get(name) for name in PERSONAL):
        return entry
    return replace(entry, data=_cleared(entry.data, lambda pseudonym: people.erased(pseudonym, entry.at)))


def erased_ids(connection: Connection) -> frozenset[str]:
    """The erasures that this database has been through."""
    return frozenset(connection.execute(select(schema.erasures.c.id)).scalars())


def erase(connection: Connection, erasure: Erasure, at: datetime) -> int:
    """Take the person's number out of every call, also where it was typed in another's, and note that it was done.
    Returns the number of calls."""
    calls = schema.calls
    wanted = (calls.c.pseudonym.in_(erasure.pseudonyms), calls.c.started_at <= erasure.until)
    ids = list(connection.execute(select(calls.c.call_id).where(*wanted)).scalars())
    for first in range(0, len(ids), BATCH):
        _clear(connection, ids[first : first + BATCH], erasure.pseudonyms)
    typed = _typed(connection, erasure)
    for first in range(0, len(typed), BATCH):
        _clear(connection, typed[first : first + BATCH], erasure.pseudonyms)
    callers = schema.TALLIES["caller_counts"]
    connection.execute(delete(callers).where(callers.c.pseudonym.in_(erasure.pseudonyms)))
    connection.execute(insert(schema.erasures).values(id=erasure.id, applied_at=at, calls=len({*ids, *typed})))
    return len({*ids, *typed})


def _typed(connection: Connection, erasure: Erasure) -> list[str]:
    """The calls in which the person's number was typed or confirmed, to be called back."""
    calls, entries = schema.calls, schema.entries
    asked = select(calls.c.call_id).where(calls.c.call_back_to.is_not(None), calls.c.started_at <= erasure.until)
    found: dict[str, None] = {}
    query = select(entries.c.call_id, entries.c.data).where(
        entries.c.call_id.in_(asked), entries.c.kind.in_(("typed", "call_back"))
    )
    for row in connection.execute(query):
        if pseudonym_of(str(json.loads(row.data).get("call_back_to", ""))) in erasure.pseudonyms:
            found[row.call_id] = None
    return list(found)


def purge_numbers(connection: Connection, before: datetime, since: datetime | None) -> Purged:
    """Clear the numbers of one batch of calls that began from `since` (None: ever) up to `before`. Pseudonyms stay:
    they tell nothing once their month's key is destroyed."""
    calls = schema.calls
    wanted = [calls.c.started_at < before, _holds_a_number()]
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


def _holds_a_number() -> ColumnElement[bool]:
    calls = schema.calls
    return (calls.c.caller != "") | (calls.c.forwarded_from != "") | (calls.c.call_back_to != "")


def _clear(connection: Connection, ids: Sequence[str], pseudonyms: Collection[str] | None = None) -> None:
    """Take all numbers out of these calls, or those of one person and their pseudonym."""
    if not ids:
        return
    entries, calls = schema.entries, schema.calls

    def is_gone(pseudonym: str) -> bool:
        return pseudonyms is None or pseudonym in pseudonyms

    query = select(entries).where(entries.c.call_id.in_(ids), entries.c.kind.in_(_KINDS))
    for row in connection.execute(query).all():
        data = json.loads(row.data)
        cleared = _cleared(data, is_gone)
        if cleared != data:
            place = {"call_id": row.call_id, "source": row.source, "step": row.step, "idx": row.idx}
            written = json.dumps(cleared, ensure_ascii=False, separators=(",", ":"))
            connection.execute(update(entries).filter_by(**place).values(data=written))
    of_these = calls.c.call_id.in_(ids)
    own = of_these if pseudonyms is None else of_these & calls.c.pseudonym.in_(pseudonyms)
    more = {} if pseudonyms is None else {"pseudonym": ""}
    connection.execute(update(calls).where(own).values(caller="", forwarded_from="", **more))
    asked = select(calls.c.call_id, calls.c.call_back_to).where(of_these, calls.c.call_back_to != "")
    gone = [row.call_id for row in connection.execute(asked) if is_gone(pseudonym_of(row.call_back_to))]
    connection.execute(update(calls).where(calls.c.call_id.in_(gone)).values(call_back_to=""))


_KINDS: Collection[str] = ("started", "typed", "call_back")  # of entries that hold numbers


def _cleared(data: Mapping[str, Any], is_gone: Callable[[str], bool]) -> dict[str, Any]:
    """Without the numbers that are gone. With the caller's goes the number it was forwarded from."""
    caller = bool(data.get("caller")) and is_gone(pseudonym_of(str(data["caller"])))
    gone = [name for name in PERSONAL if data.get(name) and (caller or is_gone(pseudonym_of(str(data[name]))))]
    return {**data, **dict.fromkeys(gone, "")}
