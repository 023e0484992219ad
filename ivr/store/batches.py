"""One batch of journal records into the database, in the caller's transaction. Knows nothing of threads or locks."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, select

from ivr.core.entries import Entry
from ivr.store import schema
from ivr.store.database import lock_calls, one_of
from ivr.store.forgetting import without_number
from ivr.store.legs import LegRow
from ivr.store.people import People
from ivr.store.projection import CallRow, fold
from ivr.store.repeats import repeats_changed
from ivr.store.segments import Reading
from ivr.store.tallies import Tally, tally
from ivr.store.upserts import add_new, add_up, put

_PAGE = 500  # calls
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def offsets(connection: Connection) -> dict[str, int]:
    """Segment name -> bytes that are in the database."""
    table = schema.journal_offsets
    return {row.segment: row.offset for row in connection.execute(select(table.c.segment, table.c.offset))}


def store(connection: Connection, readings: Mapping[str, Reading], people: People, zone: ZoneInfo) -> int:
    """Entries, the projection of their calls, the figures, and the offsets: all or nothing. `readings`: by segment, the
    oldest first. Returns the number of entries read. What `people` says of erased numbers holds for a journal that is
    read again too; `zone` is the office's, for its days."""
    lock_calls(connection)
    records = [record for reading in readings.values() for record in reading.records]
    before = _stories(connection, {entry.call for record in records for entry in record})
    entries = [without_number(entry, people) for entry in _first_told(records, before)]
    add_new(connection, schema.entries, [_as_row(entry) for entry in entries])
    _project(connection, before, entries, zone)
    offsets = [{"segment": segment, "offset": reading.offset} for segment, reading in readings.items()]
    put(connection, schema.journal_offsets, offsets)
    return sum(map(len, records))


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
        "data": _written(entry.data),
    }


Stories = Mapping[str, Sequence[Entry]]
"""Call id -> its entries."""


def _stories(connection: Connection, call_ids: set[str]) -> Stories:
    """What is stored of these calls."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    if call_ids:
        of_them = one_of(connection, schema.entries.c.call_id, call_ids)
        for row in connection.execute(select(schema.entries).where(of_them)):
            found[row.call_id].append(as_entry(row))
    return found


def _first_told(records: Iterable[Sequence[Entry]], before: Stories) -> Iterator[Entry]:
    """The entries that are new, each once. All of a step are of one moment. Sent again at another, as in the evening
    when the office is closed, the step is decided otherwise: none of that may stand between what was told first."""
    stored = [entry for story in before.values() for entry in story]
    moments, known = {_step(entry): entry.at for entry in stored}, {entry.id for entry in stored}
    for entry in chain.from_iterable(records):
        if moments.setdefault(_step(entry), entry.at) == entry.at and entry.id not in known:
            known.add(entry.id)
            yield entry


def _step(entry: Entry) -> tuple[str, str, int]:
    return (entry.call, entry.source, entry.step)


def _project(connection: Connection, before: Stories, entries: Iterable[Entry], zone: ZoneInfo) -> None:
    """Compute the rows of these calls again, from all their entries, and what they add to the figures."""
    after: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        after[entry.call].append(entry)
    whole = {call: [*before.get(call, ()), *new] for call, new in after.items()}
    folded = {call: fold(story) for call, story in whole.items()}
    change: Tally = Counter()
    for call, (row, legs) in folded.items():
        change.update(tally(row, legs, whole[call], zone))
        if old := before.get(call):
            change.subtract(tally(*fold(old), old, zone))
    put(connection, schema.calls, [_values(call) for call, _ in folded.values()])
    if folded:
        connection.execute(delete(schema.legs).where(one_of(connection, schema.legs.c.call_id, folded)))
    add_new(connection, schema.legs, [_values(leg) for _, legs in folded.values() for leg in legs])
    add_counts(connection, change)


def _values(row: CallRow | LegRow) -> dict[str, Any]:
    """Its fields as they are: `asdict` copies what is in them, which took a fifth of all the time."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def count_all_if_none(connection: Connection, zone: ZoneInfo) -> None:
    """The figures of every call that is stored, where there are none yet: a log of before they were kept. Asked again
    under the lock, for another machine may have shipped, and counted, what is stored since."""
    if _are_counts(connection):
        return
    lock_calls(connection)
    if _are_counts(connection):
        return
    last = ""
    while ids := _ids_after(connection, last):
        change: Tally = Counter()
        for story in _stories(connection, set(ids)).values():
            change.update(tally(*fold(story), story, zone))
        add_counts(connection, change)
        last = ids[-1]


def _are_counts(connection: Connection) -> bool:
    return connection.execute(select(schema.TALLIES["day_counts"].c.n).limit(1)).first() is not None


def _ids_after(connection: Connection, last: str) -> list[str]:
    ids = schema.calls.c.call_id
    return list(connection.execute(select(ids).where(ids > last).order_by(ids).limit(_PAGE)).scalars())


def add_counts(connection: Connection, change: Tally) -> None:
    """Add to the figures, or take away."""
    change = Counter(change)
    change.update(repeats_changed(connection, change))
    for name, table in schema.TALLIES.items():
        keys = [column.name for column in table.primary_key]
        rows = [dict(zip(keys, key, strict=True)) | {"n": n} for (of, key), n in change.items() if of == name and n]
        add_up(connection, table, rows)
