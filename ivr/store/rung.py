"""Questions to the log about one telephone: its last attempts, when it was last answered. Reads only; no test calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, func, select

from ivr.store import schema
from ivr.store.legs import LegRow
from ivr.store.log import reading


def latest(engine: Engine, lines: Sequence[str], since: datetime, limit: int) -> Mapping[str, list[LegRow]]:
    """Line -> its last attempts since an instant, newest first. Raises IvrError if the database cannot be read."""
    legs, calls = schema.legs, schema.calls
    found: dict[str, list[LegRow]] = {}
    with reading(engine) as connection:
        for line in lines:
            query = select(legs).join(calls, calls.c.call_id == legs.c.call_id).where(
                legs.c.line == line, legs.c.at >= since, calls.c.test.is_(False)
            )  # fmt: skip
            rows = connection.execute(query.order_by(legs.c.at.desc(), legs.c.call_id.desc()).limit(limit))
            found[line] = [LegRow(**row._mapping) for row in rows]
    return found


def last_answers(engine: Engine, periods: Mapping[str, tuple[datetime, datetime]]) -> Mapping[str, datetime]:
    """Line -> the last attempt between two instants that was answered; lines without one are left out."""
    legs, calls = schema.legs, schema.calls
    found: dict[str, datetime] = {}
    with reading(engine) as connection:
        for line, (since, until) in periods.items():
            query = select(func.max(legs.c.at)).join(calls, calls.c.call_id == legs.c.call_id).where(
                legs.c.line == line, legs.c.at >= since, legs.c.at < until, legs.c.outcome == "answered",
                calls.c.test.is_(False),
            )  # fmt: skip
            if at := connection.execute(query).scalar():
                found[line] = at
    return found


def going_on(engine: Engine, since: datetime) -> set[str]:
    """Lines that ring, or are answered, in a call that began since then and is not over."""
    legs, calls = schema.legs, schema.calls
    query = select(legs.c.line).join(calls, calls.c.call_id == legs.c.call_id).where(
        calls.c.started_at >= since, calls.c.ended_at.is_(None), legs.c.outcome.is_(None), calls.c.test.is_(False)
    )  # fmt: skip
    with reading(engine) as connection:
        return set(connection.execute(query.distinct()).scalars())
