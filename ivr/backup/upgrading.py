"""A new version tried: back up, migrate, call itself; where anything fails, the databases are as they were.

Calls go on meanwhile, on the processes that still run the old version; the shipper rests. What calls write is in the
journal, so putting back the log loses nothing: whoever ships next reads it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ivr.backup.beside import beside
from ivr.backup.place import Place
from ivr.backup.saving import Saved, save
from ivr.errors import IvrError
from ivr.store import log as queries
from ivr.store.archive import reading
from ivr.store.database import open_writer
from ivr.store.dump import is_missing
from ivr.store.migrations import revision_of
from ivr.store.migrations import upgrade as migrate
from ivr.store.resting import at_rest
from ivr.store.swapping import finish

OwnCall = Callable[[], str]
"""Makes a call on the new version; its id in the log. Raises IvrError where it did not go as it should."""
Schemas = tuple[str, str]
"""Of the log and of the console's database; "" for one that was never made."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """`failed`: "", "migration" or "call"; `why`. `put_back`: the databases that were; `aside`: where they are kept as
    the new version left them."""

    saved: Saved
    before: Schemas
    after: Schemas
    failed: str = ""
    why: str = ""
    put_back: tuple[str, ...] = ()
    aside: str = ""


def upgrade(place: Place, target: Path, now: datetime, own_call: OwnCall) -> Upgraded:
    """`target`: for the backup. Raises IvrError where it cannot begin, or cannot be undone: then there is the backup,
    to restore."""
    saved = save(place, target, now)
    with at_rest(place.lock):
        finish(place.data)
        before = _schemas(place)
        failed, why = "call", "interrupted"
        try:
            failed, why = _tried(place, own_call)
        finally:  # also where somebody presses Ctrl-C
            changed = _changed(before, _schemas(place), saved) if failed else ()
            aside = _put_back(place, saved, changed, now) if changed else ""
        return Upgraded(saved, before, _schemas(place), failed, why, changed, aside)


def _tried(place: Place, own_call: OwnCall) -> tuple[str, str]:
    """What failed, and why; nothing if all is well."""
    try:
        _migrate(open_writer(place.log), place.log_migrations)
        if _schema(place.console_reader()):  # else it is made when somebody first signs in
            _migrate(place.console_writer(), place.console_migrations)
    except Exception as error:  # a migration is a program: whatever it raises is its failure
        return "migration", f"{type(error).__name__}: {_line(error)}"
    try:
        call = own_call()
        place.ship(open_writer(place.log))
        queries.call(place.log_reader(), call)
    except (IvrError, SQLAlchemyError, OSError) as error:
        return "call", _line(error)
    return "", ""


def _migrate(engine: Engine, migrations: Path) -> None:
    try:
        migrate(engine, migrations)
    finally:
        engine.dispose()


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _changed(before: Schemas, after: Schemas, saved: Saved) -> tuple[str, ...]:
    """The databases that are not as they were, and stand in the backup."""
    parts = (("log", saved.manifest.log), ("console", saved.manifest.console))
    return tuple(name for (name, dumped), was, now in zip(parts, before, after, strict=True) if dumped and was != now)


def _put_back(place: Place, saved: Saved, changed: tuple[str, ...], now: datetime) -> str:
    with beside(place, now) as made, reading(saved.file) as archive:
        if "log" in changed:
            made.log(archive, newest=False)
        if "console" in changed:
            made.console(archive, newest=False)
        made.take_over()
    return made.aside.name


def _schemas(place: Place) -> Schemas:
    return _schema(place.log_reader()), _schema(place.console_reader())


def _schema(engine: Engine) -> str:
    if is_missing(engine):
        return ""
    try:
        with engine.connect() as connection:
            return revision_of(connection)
    finally:
        engine.dispose()
