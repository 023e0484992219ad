"""The log database made anew: of a backup, if there is one, and of the journal of this machine. Calls go on meanwhile.

Each record has its id and each segment its place in the log, so that what comes out is what shipping had made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from ivr.backup.beside import Beside, beside
from ivr.backup.place import Place
from ivr.errors import IvrError
from ivr.store import schema
from ivr.store.archive import reading, verified
from ivr.store.database import open_writer
from ivr.store.dump import is_missing
from ivr.store.loading import checked
from ivr.store.migrations import revision_of, upgrade
from ivr.store.resting import at_rest

JOURNAL_KEPT = timedelta(hours=72)
_PAGE = 1000  # calls


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`calls` in it; `from_backup`: of them there before the journal was read; `shipped`: entries of the journal.
    `lost`: calls of which the old database had more; None where it could not be read."""

    calls: int
    from_backup: int
    shipped: int
    lost: int | None
    aside: str


def rebuild(place: Place, backup: Path | None, now: datetime, accept_loss: bool = False) -> Rebuilt:
    """Raises IvrError, and then the old database is where it was; also where calls would be lost, or may be, without
    `accept_loss`."""
    if backup is not None:
        verified(backup)
    if not place.data.is_dir():
        raise IvrError("no-data", f"There is no folder {place.data}.", "Start the service first, or set IVR_DATA.")
    with at_rest(place.lock), beside(place, now) as made:
        engine, made_at = _begun(made, backup)
        from_backup = _count(engine)
        shipped = place.ship(engine)
        checked(engine)
        lost = _lost(place, engine)
        if not accept_loss:
            _refuse_loss(lost, made_at, now)
        if not place.on_files:
            upgrade(open_writer(place.log), place.log_migrations)  # the other tables stay, and must fit to these
        rebuilt = Rebuilt(_count(engine), from_backup, shipped, lost, made.aside.name)
        made.take_over(only=tuple(schema.metadata.tables))
    return rebuilt


def _begun(made: Beside, backup: Path | None) -> tuple[Engine, datetime | None]:
    """The log of the backup, and when that was made; or an empty one."""
    if backup is not None:
        with reading(backup) as archive:
            if engine := made.log(archive):
                return engine, archive.manifest.made_at
    engine = made.empty_log()
    upgrade(engine, made.place.log_migrations)
    return engine, None


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.calls)).scalar() or 0


def _refuse_loss(lost: int | None, made_at: datetime | None, now: datetime) -> None:
    if lost:
        raise IvrError("calls-lost", "calls-lost", count=str(lost))
    if lost is None and (made_at is None or now - made_at > JOURNAL_KEPT):
        raise IvrError("calls-perhaps-lost", "calls-perhaps-lost")


def _lost(place: Place, fresh: Engine) -> int | None:
    """Calls of which the database that is used has more entries than the fresh one."""
    old = place.log_reader()
    if is_missing(old):
        return None
    try:
        with old.connect() as connection, fresh.connect() as other:
            if not revision_of(connection):
                return None
            lost, last = 0, ""
            while ids := _ids_after(connection, last):
                before, after = _steps(connection, ids), _steps(other, ids)
                lost += sum(after.get(call, 0) < count for call, count in before.items())
                last = ids[-1]
            return lost
    except SQLAlchemyError:
        return None
    finally:
        old.dispose()
        fresh.dispose()


def _ids_after(connection: Connection, last: str) -> list[str]:
    ids = schema.calls.c.call_id
    return list(connection.execute(select(ids).where(ids > last).order_by(ids).limit(_PAGE)).scalars())


def _steps(connection: Connection, ids: list[str]) -> dict[str, int]:
    entries = schema.entries
    query = select(entries.c.call_id, func.count()).where(entries.c.call_id.in_(ids)).group_by(entries.c.call_id)
    return {row[0]: row[1] for row in connection.execute(query)}
