"""The list of calls, page by page: filters in any combination, newest first. Reads only; masks nothing.

A page is found by the place of its neighbour (time and id), never by a number of rows to skip: the last page costs
what the first one costs, and calls that come in meanwhile move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, func, or_, select

from ivr.core.walltime import midnight_after
from ivr.store import schema
from ivr.store.call_days import Days, calls_by_day, span_of_page
from ivr.store.legs import LegRow
from ivr.store.log import SELECT_CALLS, call_row, reading
from ivr.store.projection import CallRow
from ivr.store.tallies import MISSED

NONE = "-"  # as a wanted value: the call has none
MISSED_ALL = "missed"  # as an outcome: any of those that the office missed
MOST_COUNTED = 100_000
MOST_COUNTED_FAR = 500  # on a line, where each has to be looked up, and in a long period
GATES = {"open": True, "closed": False, NONE: None}
_SELDOM = 3_000  # calls on a line or to a number
_LONG_PERIOD = timedelta(days=92)
_LONGEST_CALL = timedelta(days=1)  # the provider ends a call after four hours
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_calls, _legs = schema.calls.c, schema.legs.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Calls that began from `since` up to, not including, `until`. "" is anything, NONE what has none.

    `days`: the same period, where it is whole days of the office: what is rare is found faster then.
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
    days: Days | None = None


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
        if (by_day := _by_day(connection, wanted)) is not None and wanted.days:
            edge = before.at if before else None
            if after:  # of days that are purged the figures still tell
                edge = max(after.at, _oldest(connection) or after.at)
            span = span_of_page(by_day, wanted.days, count, edge, newer=after is not None)
            if span is None:
                return []
            wanted = replace(wanted, since=span[0], until=span[1])
        found = [call_row(row) for row in connection.execute(query.where(*_conditions(wanted, connection)))]
    return found[::-1] if after is not None else found


@dataclass(frozen=True, slots=True)
class Found:
    """So many calls fit; `more`: that many at least."""

    calls: int
    more: bool = False


def count(engine: Engine, wanted: Wanted) -> Found:
    with reading(engine) as connection:
        by_day = _by_day(connection, wanted)
        if by_day is None or wanted.days is None:
            return _counted_to(connection, wanted)
        oldest = _oldest(connection)
        if oldest is None:
            return Found(0)
        if oldest <= wanted.since:
            return Found(sum(by_day.values()))
        # Of the days that are purged the figures still tell: the calls are gone. One day may be purged in part.
        zone = wanted.days.timezone
        day = oldest.astimezone(ZoneInfo(zone)).date()
        partly = min(midnight_after(day, zone), wanted.until)
        left = _counted_to(connection, replace(wanted, until=partly)).calls
        return Found(left + sum(n for one, n in by_day.items() if one > day.isoformat()))


def _oldest(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(_calls.started_at))).scalar()


def _by_day(connection: Connection, wanted: Wanted) -> dict[str, int] | None:
    """As `calls_by_day`; None where the figures do not tell these calls apart."""
    if wanted.days is None or wanted.tests or wanted.line or wanted.called or wanted.pseudonyms is not None:
        return None
    named = {"service": wanted.service, "language": wanted.language, "gate": wanted.gate}
    keys: dict[str, Sequence[str]] = {name: ["" if one == NONE else one] for name, one in named.items() if one}
    if wanted.outcome:
        keys["outcome"] = MISSED if wanted.outcome == MISSED_ALL else [wanted.outcome]
    return calls_by_day(connection, wanted.days, keys)


def _counted_to(connection: Connection, wanted: Wanted) -> Found:
    far = wanted.line or wanted.until - wanted.since > _LONG_PERIOD
    most = MOST_COUNTED_FAR if far else MOST_COUNTED
    order = (
        _calls.started_at.desc(),
        _calls.call_id.desc(),
    )  # as a page, so that PostgreSQL looks for it as it does there
    query = select(_calls.call_id).where(*_conditions(wanted, connection)).order_by(*order)
    found = _counted(connection, query, most + 1)
    return Found(min(found, most), found > most)


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
    for name in ("service", "language"):
        if value := getattr(wanted, name):
            found.append(_calls[name] == ("" if value == NONE else value))
    if wanted.called:
        found.append(_rang_us_at(wanted, connection))
    if wanted.outcome:
        found.append(_calls.outcome.in_(MISSED) if wanted.outcome == MISSED_ALL else _calls.outcome == wanted.outcome)
    if wanted.gate:
        found.append(_calls.open.is_(GATES.get(wanted.gate)))
    if wanted.pseudonyms is not None:
        found.append(_calls.pseudonym.in_(wanted.pseudonyms))
    if wanted.line:
        found.append(_rang(wanted, connection))
    return found if wanted.tests else [*found, _calls.test.is_(False)]


def _rang_us_at(wanted: Wanted, connection: Connection) -> ColumnElement[bool]:
    called = "" if wanted.called == NONE else wanted.called
    at_all = (_calls.called == called, _calls.started_at >= wanted.since, _calls.started_at < wanted.until)
    of_it = _unindexed(_calls.called) == called
    return _gathered_if_seldom(connection, select(_calls.call_id).where(*at_all), of_it)


def _rang(wanted: Wanted, connection: Connection) -> ColumnElement[bool]:
    """A line rings after its call began, and before the longest call is over."""
    until = wanted.until + _LONGEST_CALL
    there = select(_legs.call_id).where(_legs.line == wanted.line, _legs.at >= wanted.since, _legs.at < until)
    of_it = select(_legs.call_id).where(_legs.call_id == _calls.call_id, _unindexed(_legs.line) == wanted.line)
    # Not EXISTS: PostgreSQL would make one join of all calls and all legs of it.
    return _gathered_if_seldom(connection, there, of_it.limit(1).scalar_subquery().is_not(None))


def _gathered_if_seldom(
    connection: Connection, there: Select[Any], of_each: ColumnElement[bool]
) -> ColumnElement[bool]:
    """In two ways that mean the same. What is seldom is gathered first, by its own index; what is frequent is asked of
    each call, newest first: a page is soon full."""
    seldom = _counted(connection, there, _SELDOM + 1) <= _SELDOM
    return _calls.call_id.in_(there) if seldom else of_each


def _unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """In words that no index of the column fits: the database would gather by that one."""
    return column.concat("")


def _beyond(place: Place, newer: bool) -> list[ColumnElement[bool]]:
    at, call_id = _calls.started_at, _calls.call_id
    if newer:
        return [at >= place.at, or_(at > place.at, and_(at == place.at, call_id > place.call_id))]
    return [at <= place.at, or_(at < place.at, and_(at == place.at, call_id < place.call_id))]
