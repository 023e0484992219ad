"""Where everything of one machine stands: what the use cases of this folder work on. Opens nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ivr.errors import IvrError
from ivr.store.console.database import SCHEMA, own_schema
from ivr.store.console.migrations import FOLDER as CONSOLE_MIGRATIONS
from ivr.store.database import open_reader, open_writer
from ivr.store.migrations import FOLDER as LOG_MIGRATIONS
from ivr.store.people import PeopleFile
from ivr.store.shipper import Shipper
from ivr.store.staging import Staged, is_file

FOR_EVER = float("inf")
REPLACED = "replaced-"  # and the moment: what stood where something was put back


@dataclass(frozen=True, slots=True)
class Place:
    """`log` and `console` are SQLAlchemy's URLs, `timezone` the office's, for the figures of days."""

    data: Path
    keys: Path
    log: str
    console: str
    timezone: Callable[[], str]
    log_migrations: Path = LOG_MIGRATIONS
    console_migrations: Path = CONSOLE_MIGRATIONS

    @property
    def lock(self) -> Path:
        return self.data / "shipper.lock"

    @property
    def journal(self) -> Path:
        return self.data / "journal"

    @property
    def staged_log(self) -> Staged:
        return Staged(self.log)

    @property
    def staged_console(self) -> Staged:
        return Staged(self.console, SCHEMA)

    @property
    def on_files(self) -> bool:
        """Whether the databases are SQLite's."""
        return is_file(self.log)

    def log_reader(self) -> Engine:
        return open_reader(self.log)

    def console_reader(self) -> Engine:
        return open_reader(own_schema(self.console), busy_seconds=5)

    def console_writer(self) -> Engine:
        return open_writer(own_schema(self.console))

    def shipper(self, engine: Engine, journal: Path) -> Shipper:
        """One that deletes no segment and does no chores. Only for who has the service's lock: it takes another."""
        people, lock = PeopleFile(self.keys).people, self.data / "apart.lock"
        return Shipper(
            journal,
            engine,
            lock,
            keep_seconds=FOR_EVER,
            people=people,
            timezone=self.timezone,
            migrations=self.log_migrations,
        )

    def ship(self, engine: Engine) -> int:
        """Into the log that `engine` writes to, until nothing is left of the journal: more may come in meanwhile."""
        shipper, shipped = self.shipper(engine, self.journal), 0
        try:
            while more := shipper.run_once():
                shipped += more
        finally:
            shipper.stop()
            engine.dispose()
        return shipped


@contextmanager
def plainly() -> Iterator[None]:
    """What a database or a disk does is expected: a sentence, not a traceback."""
    try:
        yield
    except SQLAlchemyError as error:
        raise IvrError("database-away", "database-away", why=_line(error)) from error
    except OSError as error:
        raise IvrError("disk-refuses", "disk-refuses", why=_line(error)) from error


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def stamp_of(now: datetime) -> str:
    """ "20261130T203000Z": sorts, and fits into names of files and schemas."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
