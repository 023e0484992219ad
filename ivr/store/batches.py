"""One batch of journal records into the database, in the caller's transaction. Knows nothing of threads or locks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from ivr.core.entries import Entry
from ivr.store import schema
from ivr.store.database import add_new, put
from ivr.store.forgetting import without_number
from ivr.store.people import People
from ivr.store.projection import fold
from ivr.store.segments import Reading


def offsets(connection: Connection) -> dict[str, int]:
    """Segment name -> bytes that are in the database."""
    table = schema.journal_offsets
    return {row.segment: row.offset for row in connection.execute(select(table.c.segment, table.c.offset))}


def store(connection: Connection, segment: str, reading: Reading, people: People) -> int:
    """Entries, the projection of their calls, and the offset: all or nothing. Returns the number of entries read.
    What `people` says of erased numbers holds for a journal that is read again too."""
    entries = [without_number(entry, people) for record in reading.records for entry in record]
    add_new(connection, schema.entries, [_as_row(entry) for entry in entries])
    _project(connection, {entry.call for entry in entries})
    put(connection, schema.journal_offsets, [{"segment": segment, "offset": reading.offset}])
    return len(entries)


def forget(connection: Connection, segments: Iterable[str]) -> None:
    """Drop the offsets of segments that are deleted."""
    names = list(segments)
    connection.execute(delete(schema.journal_offsets).where(schema.journal_offsets.c.segment.in_(names)))


def as_entry(row: Row[Any]) -> Entry:
    return Entry(row.call_id, row.source, row.step, row.idx, row.at, row.kind, json.loads(row.data), row.test)


def _as_row(entry: Entry) -> dict[str, Any]:
    return {
        "call_id": entry.call,
        "source": entry.source,
        "step": entry.step,
        "idx": entry.index,
        "at": entry.at,
        "kind": entry.kind,
        "test": entry.test,
        "data": json.dumps(entry.data, ensure_ascii=False, separators=(",", ":")),
    }


def _project(connection: Connection, call_ids: set[str]) -> None:
    """Compute the rows of these calls again, from all their entries."""
    if not call_ids:
        return
    calls: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in connection.execute(select(schema.entries).where(schema.entries.c.call_id.in_(call_ids))):
        calls[row.call_id].append(as_entry(row))
    folded = [fold(entries) for entries in calls.values()]
    put(connection, schema.calls, [asdict(call) for call, _ in folded])
    connection.execute(delete(schema.legs).where(schema.legs.c.call_id.in_(call_ids)))
    add_new(connection, schema.legs, [asdict(leg) for _, legs in folded for leg in legs])
