"""Questions of the console's pages Today and Waiting to the call log. Reads only, masks nothing, never a test call.

Every function raises IvrError if the log cannot be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, Row, Select, func, select

from ivr.store import schema
from ivr.store.database import one_of
from ivr.store.log import SELECT_CALLS, call_row, reading
from ivr.store.projection import CallRow
from ivr.store.tallies import REACHED

_LEGS = 300  # of a line that are looked at: one who waits rings it twenty times
_FIRST_LEGS = 10  # most lines are told by these


def missed(engine: Engine, since: datetime) -> list[CallRow]:
    """Calls that the office missed, or in which somebody asked to be called back, and that began from `since` on,
    oldest first."""
    table = schema.calls
    real = (table.c.started_at >= since, table.c.test.is_(False))
    asked = (table.c.call_back_to.is_not(None), table.c.call_back_at.is_not(None))
    found: dict[str, CallRow] = {}
    with reading(engine) as connection:
        for wanted in ((schema.IS_MISSED,), asked):  # each by an index of its own
            rows = (call_row(row) for row in connection.execute(SELECT_CALLS.where(*real, *wanted)).all())
            found |= {row.call_id: row for row in rows}
    return sorted(found.values(), key=lambda row: (row.started_at, row.call_id))


def reached(engine: Engine, since: datetime, pseudonyms: Collection[str]) -> dict[str, datetime]:
    """Pseudonym -> when the last call began in which its caller reached somebody, from `since` on."""
    if not pseudonyms:
        return {}
    table = schema.calls
    real = (table.c.started_at >= since, table.c.outcome == REACHED, table.c.test.is_(False))
    with reading(engine) as connection:
        of_them = one_of(connection, table.c.pseudonym, pseudonyms)
        query = select(table.c.pseudonym, func.max(table.c.started_at)).where(*real, of_them)
        return {row[0]: row[1] for row in connection.execute(query.group_by(table.c.pseudonym))}


@dataclass(frozen=True, slots=True)
class Going:
    """A call that is not over. `ringing`: the hunt group whose telephones ring just now, "" for none."""

    call: CallRow
    ringing: str


def going(engine: Engine, since: datetime) -> list[Going]:
    """Calls that are not over and began from `since` on, oldest first."""
    calls, legs = schema.calls, schema.legs
    wanted = (calls.c.started_at >= since, calls.c.ended_at.is_(None), calls.c.test.is_(False))
    with reading(engine) as connection:
        query = SELECT_CALLS.where(*wanted).order_by(calls.c.started_at, calls.c.call_id)
        found = [call_row(row) for row in connection.execute(query)]
        now_ringing = (legs.c.call_id.in_([row.call_id for row in found]), legs.c.outcome.is_(None))
        query_legs = select(legs.c.call_id, legs.c.hunt_group).where(*now_ringing).order_by(legs.c.step)
        ringing = {row.call_id: row.hunt_group for row in connection.execute(query_legs)}
    return [Going(row, ringing.get(row.call_id, "")) for row in found]


def outcomes_of(engine: Engine, day: str) -> dict[str, int]:
    """How the calls of one of the office's days ended, so far: outcome -> how many."""
    table = schema.TALLIES["day_counts"]
    query = select(table.c.outcome, func.sum(table.c.n)).where(table.c.day == day).group_by(table.c.outcome)
    with reading(engine) as connection:
        return {outcome: int(count) for outcome, count in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A line's last calls in a row that nobody answered there, however often each of them rang it. `failed`: one could
    not be connected at all."""

    line: str
    count: int
    since: datetime
    failed: bool


def unanswered(engine: Engine, lines: Iterable[str]) -> list[Unanswered]:
    """Lines whose last call was not answered. A busy line lives; who hung up before, or was answered by another
    telephone, says nothing. A line rings only while it is open, so these are calls of open hours."""
    found = []
    with reading(engine) as connection:
        for line in lines:
            legs = connection.execute(_last_legs(line, _FIRST_LEGS)).all()
            if len(legs) == _FIRST_LEGS and not any(_lives(leg) for leg in legs):
                legs = connection.execute(_last_legs(line, _LEGS)).all()
            found.append(_last_of(line, legs))
    return [one for one in found if one]


def _last_legs(line: str, count: int) -> Select[tuple[str, str, datetime]]:
    legs, calls = schema.legs, schema.calls
    telling = legs.c.outcome.in_(("answered", "busy", "no_answer", "failed"))
    wanted = (legs.c.line == line, telling, calls.c.test.is_(False))
    joined = select(legs.c.call_id, legs.c.outcome, legs.c.at).join(calls, calls.c.call_id == legs.c.call_id)
    return joined.where(*wanted).order_by(legs.c.at.desc()).limit(count)


def _lives(leg: Row[tuple[str, str, datetime]]) -> bool:
    return leg.outcome in ("answered", "busy")


def _last_of(line: str, newest_first: Iterable[Row[tuple[str, str, datetime]]]) -> Unanswered | None:
    since: datetime | None = None
    calls: set[str] = set()
    failed = False
    for leg in newest_first:
        if _lives(leg):
            break
        calls.add(leg.call_id)
        failed, since = failed or leg.outcome == "failed", leg.at
    return Unanswered(line, len(calls), since, failed) if since else None
