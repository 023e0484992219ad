"""The list of calls, page by page: filters in any combination, newest first. Reads only; masks nothing.

A page is found by the place of its neighbour (time and id), never by a number of rows to skip: the last page costs
what the first one costs, and calls that come in meanwhile move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, exists, func, or_, select

from ivr.store import schema
from ivr.store.legs import LegRow
from ivr.store.log import SELECT_CALLS, call_row, reading
from ivr.store.projection import CallRow
from ivr.store.tallies import MISSED

NONE = "-"  # as a wanted value: the call has none
MISSED_ALL = "missed"  # as an outcome: any of those that the office missed
MOST_COUNTED = 100_000
MOST_COUNTED_FAR = 1_000  # on a line, where each has to be looked up, and in a long period
GATES = {"open": True, "closed": False, NONE: None}
_SELDOM = 3_000  # calls on a line: up to here they are gathered first, beyond it each call is asked
_LONG_PERIOD = timedelta(days=92)
_LONGEST_CALL = timedelta(days=1)  # the provider ends a call after four hours
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_calls, _legs = schema.calls.c, schema.legs.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Calls that began from `since` up to, not including, `until`. "" is anything, NONE what has none.

    `line`: it was rung. `outcome`: a word of `projection.OUTCOMES`, or MISSED_ALL. `gate`: a word of GATES.
    `pseudonyms`: of the caller; None is anybody, an empty tuple nobody. `tests`: test calls too.
    """

    since: datetime
    until: datetime
    service: str = ""
    line: str = ""
    language: str = ""
    outcome: str = ""
    gate: str = ""
    called: str = ""
    pseudonyms: tuple[str, ...] | None = None
    tests: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call stands in the list."""

    at: datetime
    call_id: str

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.call_id}"


def place_of(text: str) -> Place | None:
    """What `str` of a place gave; None for anything else."""
    micros, _, call_id = text.partition(".")
    if not call_id or not micros.isascii() or not micros.isdigit() or len(micros) > 17:
        return None
    return Place(_EPOCH + timedelta(microseconds=int(micros)), call_id)


def page(
    engine: Engine, wanted: Wanted, count: int, before: Place | None = None, after: Place | None = None
) -> list[CallRow]:
    """At most `count` calls, newest first: the next ones older than `before`, or newer than `after`.

    Raises IvrError if the database cannot be read, as every question here.
    """
    query = SELECT_CALLS.limit(count)
    if after is not None:
        query = query.where(*_beyond(after, newer=True)).order_by(_calls.started_at, _calls.call_id)
    else:
        query = query.where(*_beyond(before, newer=False)) if before else query
        query = query.order_by(_calls.started_at.desc(), _calls.call_id.desc())
    with reading(engine) as connection:
        found = [call_row(row) for row in connection.execute(query.where(*_conditions(wanted, connection)))]
    return found[::-1] if after is not None else found


def most_counted(wanted: Wanted) -> int:
    far = wanted.line or wanted.until - wanted.since > _LONG_PERIOD
    return MOST_COUNTED_FAR if far else MOST_COUNTED


def count(engine: Engine, wanted: Wanted) -> int:
    """How many fit; `most_counted` + 1 if it is more than that."""
    with reading(engine) as connection:
        query = select(_calls.call_id).where(*_conditions(wanted, connection))
        return _counted(connection, query, most_counted(wanted) + 1)


def _counted(connection: Connection, query: Select[Any], most: int) -> int:
    some = query.limit(most).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def legs_of(engine: Engine, call_ids: Sequence[str]) -> dict[str, list[LegRow]]:
    """By call, in the order of ringing."""
    found: dict[str, list[LegRow]] = {call_id: [] for call_id in call_ids}
    query = select(schema.legs).where(_legs.call_id.in_(call_ids)).order_by(_legs.call_id, _legs.step, _legs.idx)
    with reading(engine) as connection:
        for row in connection.execute(query):
            found[row.call_id].append(LegRow(**row._mapping))
    return found


def every(engine: Engine, wanted: Wanted, size: int = 2000) -> Iterator[list[CallRow]]:
    """All that fit, newest first, in pages: however many there are, one page is held at a time."""
    before: Place | None = None
    while rows := page(engine, wanted, size, before):
        yield rows
        if len(rows) < size:
            return
        before = Place(rows[-1].started_at, rows[-1].call_id)


def seen_in(engine: Engine, pseudonyms: Sequence[str]) -> tuple[str, ...]:
    """Those of the pseudonyms under which there are calls, in their order."""
    query: Select[Any] = select(_calls.pseudonym).where(_calls.pseudonym.in_(pseudonyms)).distinct()
    with reading(engine) as connection:
        there = set(connection.execute(query).scalars())
    return tuple(one for one in pseudonyms if one in there)


def _conditions(wanted: Wanted, connection: Connection) -> list[ColumnElement[bool]]:
    found = [_calls.started_at >= wanted.since, _calls.started_at < wanted.until]
    for name in ("service", "language", "called"):
        if value := getattr(wanted, name):
            found.append(_calls[name] == ("" if value == NONE else value))
    if wanted.outcome:
        found.append(_calls.outcome.in_(MISSED) if wanted.outcome == MISSED_ALL else _calls.outcome == wanted.outcome)
    if wanted.gate:
        found.append(_calls.open.is_(GATES.get(wanted.gate)))
    if wanted.pseudonyms is not None:
        found.append(_calls.pseudonym.in_(wanted.pseudonyms))
    if wanted.line:
        found.append(_rang(wanted, connection))
    return found if wanted.tests else [*found, _calls.test.is_(False)]


def _rang(wanted: Wanted, connection: Connection) -> ColumnElement[bool]:
    """A line rings after its call began, and before the longest call is over."""
    until = wanted.until + _LONGEST_CALL
    there = select(_legs.call_id).where(_legs.line == wanted.line, _legs.at >= wanted.since, _legs.at < until)
    if _counted(connection, there, _SELDOM + 1) <= _SELDOM:
        return _calls.call_id.in_(there)
    of_it = _legs.line.concat("") == wanted.line  # in words that no index of lines fits: SQLite would take that one
    return exists(select(_legs.call_id).where(_legs.call_id == _calls.call_id, of_it))


def _beyond(place: Place, newer: bool) -> list[ColumnElement[bool]]:
    at, call_id = _calls.started_at, _calls.call_id
    if newer:
        return [at >= place.at, or_(at > place.at, and_(at == place.at, call_id > place.call_id))]
    return [at <= place.at, or_(at < place.at, and_(at == place.at, call_id < place.call_id))]
