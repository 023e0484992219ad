"""Questions to the call log, for the command line and later the console. Reads only; masks nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, Table, and_, exists, func, or_, select
from sqlalchemy.exc import DBAPIError

from ivr.core.entries import Entry
from ivr.errors import IvrError
from ivr.store import schema
from ivr.store.batches import as_entry
from ivr.store.legs import LegRow
from ivr.store.projection import CallRow
from ivr.store.sealing import pseudonym_of

SELECT_CALLS = select(*(schema.calls.c[field.name] for field in fields(CallRow)))
"""What `call_row` is made of, by place: by names it would take three times as long, and an export has very many."""

_AMBIGUOUS = 2


def calls(
    engine: Engine,
    since: datetime | None = None,
    until: datetime | None = None,
    line: str = "",
    outcome: str = "",
    limit: int = 50,
) -> list[CallRow]:
    """Calls that began from `since` up to, not including, `until`, newest first; test calls too.

    `line`: that rang this line. `outcome`: of the call, or of one of its legs (with `line`: of a leg on it).
    Raises IvrError if the database cannot be read.
    """
    table = schema.calls
    wanted: list[ColumnElement[bool]] = []
    if since:
        wanted.append(table.c.started_at >= since)
    if until:
        wanted.append(table.c.started_at < until)
    if line:
        wanted.append(_has_leg(schema.legs.c.line == line))
    if outcome:
        wanted.append(or_(table.c.outcome == outcome, _has_leg(*_leg_filters(line, outcome))))
    query = SELECT_CALLS.where(*wanted).order_by(table.c.started_at.desc(), table.c.call_id.desc()).limit(limit)
    with reading(engine) as connection:
        return [call_row(row) for row in connection.execute(query)]


def calls_of(engine: Engine, pseudonyms: Collection[str]) -> list[CallRow]:
    """Every call under one of these pseudonyms, oldest first, and every one in which that number was to be called
    back. Raises IvrError if the database cannot be read."""
    table = schema.calls
    with reading(engine) as connection:
        own = connection.execute(SELECT_CALLS.where(table.c.pseudonym.in_(pseudonyms)))
        asked = connection.execute(SELECT_CALLS.where(table.c.call_back_to.is_not(None)))
        found = {row.call_id: row for row in map(call_row, own)}
        found |= {
            row.call_id: row for row in map(call_row, asked) if pseudonym_of(row.call_back_to or "") in pseudonyms
        }
    return sorted(found.values(), key=lambda row: (row.started_at, row.call_id))


def unended(engine: Engine, before: datetime, limit: int = 500) -> list[CallRow]:
    """Calls that began before this instant and of which no end is known, test calls too; some of them where there are
    very many."""
    table = schema.calls
    query = SELECT_CALLS.where(table.c.ended_at.is_(None), table.c.started_at < before).limit(limit)
    with reading(engine) as connection:
        return [call_row(row) for row in connection.execute(query)]


def erased(engine: Engine, erasure_id: str) -> int | None:
    """From how many calls an erasure took the number; None while the shipper has not done it."""
    table = schema.erasures
    with reading(engine) as connection:
        return connection.execute(select(table.c.calls).where(table.c.id == erasure_id)).scalar()


def call(engine: Engine, call_id_or_prefix: str) -> tuple[CallRow, tuple[LegRow, ...], tuple[Entry, ...]]:
    """One call with its legs and entries in the order of steps. Raises IvrError if none or several fit."""
    with reading(engine) as connection:
        found = _exact(connection, call_id_or_prefix) or _find(connection, call_id_or_prefix)
        return found, *_course(connection, found.call_id)


def exact_call(engine: Engine, call_id: str) -> tuple[CallRow, tuple[LegRow, ...], tuple[Entry, ...]] | None:
    """As `call`, by its whole id; None where there is none. Raises IvrError if the database cannot be read."""
    with reading(engine) as connection:
        found = _exact(connection, call_id)
        return (found, *_course(connection, call_id)) if found else None


def _course(connection: Connection, call_id: str) -> tuple[tuple[LegRow, ...], tuple[Entry, ...]]:
    legs, entries = schema.legs, schema.entries
    leg_query = select(legs).where(legs.c.call_id == call_id).order_by(legs.c.step, legs.c.idx)
    rows = [LegRow(**row._mapping) for row in connection.execute(leg_query)]
    story = [as_entry(row) for row in connection.execute(select(entries).where(entries.c.call_id == call_id))]
    # What the provider told has no step of ours: it stands where its time puts it, after the steps of that instant.
    story.sort(key=lambda entry: (entry.at, entry.source != "step", entry.source, entry.step, entry.index))
    return tuple(rows), tuple(story)


def count_of(engine: Engine, since: datetime, until: datetime, tests: bool = False) -> int:
    """How many `whole_calls` would be told."""
    query = select(func.count()).select_from(schema.calls).where(*_period(since, until, tests))
    with reading(engine) as connection:
        return int(connection.execute(query).scalar_one())


def whole_calls(
    engine: Engine, since: datetime, until: datetime, tests: bool = False, page: int = 200
) -> Iterator[tuple[CallRow, tuple[LegRow, ...], tuple[Entry, ...]]]:
    """Every call that began from `since` up to, not including, `until`, oldest first, with its legs and entries.
    However many there are, no more than a `page` of them is held at a time. `tests`: those too."""
    table = schema.calls
    order, wanted = (table.c.started_at, table.c.call_id), _period(since, until, tests)
    after: list[ColumnElement[bool]] = []
    while True:
        with reading(engine) as connection:
            query = SELECT_CALLS.where(*wanted, *after).order_by(*order).limit(page)
            rows = [call_row(row) for row in connection.execute(query)]
            legs, entries = _of_calls(connection, [row.call_id for row in rows])
        for row in rows:
            yield row, tuple(legs[row.call_id]), tuple(entries[row.call_id])
        if len(rows) < page:
            return
        at, last = rows[-1].started_at, rows[-1].call_id
        after = [table.c.started_at >= at, or_(table.c.started_at > at, table.c.call_id > last)]


def _period(since: datetime, until: datetime, tests: bool) -> list[ColumnElement[bool]]:
    table = schema.calls
    wanted = [table.c.started_at >= since, table.c.started_at < until]
    return wanted if tests else [*wanted, table.c.test.is_(False)]


def _of_calls(connection: Connection, ids: list[str]) -> tuple[dict[str, list[LegRow]], dict[str, list[Entry]]]:
    """By call: its legs, and its entries in the order of their identity."""
    legs: defaultdict[str, list[LegRow]] = defaultdict(list)
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in connection.execute(_ordered(schema.legs, ids)):
        legs[row.call_id].append(LegRow(**row._mapping))
    for row in connection.execute(_ordered(schema.entries, ids)):
        entries[row.call_id].append(as_entry(row))
    return legs, entries


def _ordered(table: Table, ids: list[str]) -> Select[Any]:
    return select(table).where(table.c.call_id.in_(ids)).order_by(*table.primary_key)


def _exact(connection: Connection, call_id: str) -> CallRow | None:
    row = connection.execute(SELECT_CALLS.where(schema.calls.c.call_id == call_id)).one_or_none()
    return call_row(row) if row else None


def _find(connection: Connection, prefix: str) -> CallRow:
    """By the beginning of its id: every call is looked at, since an id's letters may be of any case."""
    table = schema.calls
    fits = table.c.call_id.startswith(prefix, autoescape=True)
    found = [call_row(row) for row in connection.execute(SELECT_CALLS.where(fits).limit(_AMBIGUOUS)) if prefix]
    if not found:
        raise IvrError("call-unknown", f"There is no call {prefix} in the log.", "List the calls: python -m ivr log")
    if len(found) == _AMBIGUOUS:
        raise IvrError("call-ambiguous", f"Several calls begin with {prefix}.", "Write more of the call's id.")
    return found[0]


def _leg_filters(line: str, outcome: str) -> list[ColumnElement[bool]]:
    of_outcome = schema.legs.c.outcome == outcome
    return [of_outcome, schema.legs.c.line == line] if line else [of_outcome]


def _has_leg(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(schema.legs.c.call_id).where(and_(schema.legs.c.call_id == schema.calls.c.call_id, *wanted)))


def call_row(row: Row[Any]) -> CallRow:
    """`row`: of SELECT_CALLS."""
    values: Sequence[Any] = row
    return CallRow(*values)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction: what is read belongs together."""
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        hint = "It is made when the service first starts; calls are kept in the journal meanwhile."
        raise IvrError("log-unreadable", "The call log cannot be read now.", hint) from error
