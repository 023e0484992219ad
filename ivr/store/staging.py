"""A database that is filled before anybody sees it, and then takes the place of the one that is used.

SQLite: a file beside the other, renamed (`swapping`). PostgreSQL: a schema beside the other, whose tables change places
in one transaction. What was there stays, under a name with the moment in it; nothing is deleted.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from ivr.store.console.database import in_schema
from ivr.store.database import open_reader, open_writer, parsed_url
from ivr.store.dump import VERSION_TABLE
from ivr.store.swapping import Moves

_BESIDE = ("", "-wal", "-shm")
_WAIT = "30s"  # for whoever reads now


def is_file(url: str) -> bool:
    return parsed_url(url).get_backend_name() == "sqlite"


@dataclass(frozen=True, slots=True)
class Staged:
    """`url` is SQLAlchemy's, of what is filled; `home` of what it is to replace. `schema`: the console's on PostgreSQL,
    "" for the one that is looked into without saying so. One at a time: whoever makes it holds a lock."""

    home: str
    schema: str = ""

    @property
    def name(self) -> str:
        return f"ivr_new_{self.schema}".rstrip("_")

    @property
    def url(self) -> str:
        if is_file(self.home):
            path = _path(self.home)
            return f"sqlite:///{path.with_name(f'.{path.name}.new')}"
        return in_schema(self.home, self.name)

    def begin(self) -> Engine:
        """An engine that writes to it; empty, whatever a killed process left there."""
        self.drop()
        if not is_file(self.home):
            with _once(open_writer(self.home)) as connection:
                connection.execute(text(f'CREATE SCHEMA "{self.name}"'))
        return open_writer(self.url)

    def drop(self) -> None:
        """Nothing is left of it. Twice is fine, also after it took its place."""
        if is_file(self.home):
            for path in (*_files(self.url), Path(f"{_path(self.url)}.migration-lock")):
                path.unlink(missing_ok=True)
            return
        with suppress(SQLAlchemyError), _once(open_writer(self.home)) as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{self.name}" CASCADE'))

    def is_used(self, tables: Collection[str]) -> bool:
        """Whether what is to be replaced has a row in one of these tables; on SQLite, whether it is there."""
        if is_file(self.home):
            return _path(self.home).exists()
        url = in_schema(self.home, self.schema) if self.schema else self.home
        with _once(open_reader(url)) as connection:
            here = set(inspect(connection).get_table_names()) & set(tables)
            return any(connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first() for name in sorted(here))

    def moves(self, aside: Path) -> tuple[Moves, Moves]:
        """Of files: (what goes aside, what takes its place). `aside` is the folder for what is kept; a database that
        stands elsewhere, perhaps on another disk, is kept beside its place under that folder's name."""
        if not is_file(self.home):
            return (), ()
        _close(self.url)
        home = _path(self.home)
        kept = aside / home.name if home.parent == aside.parent else home.with_name(f"{home.name}.{aside.name}")
        there = zip(_files(self.home), (Path(f"{kept}{end}") for end in _BESIDE), strict=True)
        return tuple((path, to) for path, to in there if path.exists()), ((_path(self.url), home),)


def swap_schemas(staged: Sequence[Staged], aside: str, only: Collection[str] = ()) -> None:
    """On PostgreSQL, all of them in one transaction. `only`: these tables of the log and no other. Raises
    SQLAlchemyError; then everything is as it was."""
    with _once(open_writer(staged[0].home)) as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT}'"))
        for one in staged:
            if one.schema:
                _swap_schema(connection, one, aside)
            else:
                _swap_tables(connection, one, aside, only)


@contextmanager
def _once(engine: Engine) -> Iterator[Connection]:
    """One transaction; no connection is left open."""
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _swap_schema(connection: Connection, staged: Staged, aside: str) -> None:
    if inspect(connection).has_schema(staged.schema):
        connection.execute(text(f'ALTER SCHEMA "{staged.schema}" RENAME TO "{staged.schema}_{aside}"'))
    connection.execute(text(f'ALTER SCHEMA "{staged.name}" RENAME TO "{staged.schema}"'))


def _swap_tables(connection: Connection, staged: Staged, aside: str, only: Collection[str]) -> None:
    home = str(connection.execute(text("SELECT current_schema()")).scalar())
    known = inspect(connection)
    fresh = [name for name in known.get_table_names(staged.name) if not only or name in {*only, VERSION_TABLE}]
    connection.execute(text(f'CREATE SCHEMA "{aside}"'))
    for name in sorted({*fresh} & {*known.get_table_names(home)}):
        connection.execute(text(f'ALTER TABLE "{home}"."{name}" SET SCHEMA "{aside}"'))
    for name in fresh:
        connection.execute(text(f'ALTER TABLE "{staged.name}"."{name}" SET SCHEMA "{home}"'))
    connection.execute(text(f'DROP SCHEMA "{staged.name}" CASCADE'))


def _close(url: str) -> None:
    """All of it in the one file, and that on the disk."""
    with open_writer(url).connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    fd = os.open(_path(url), os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
    Path(f"{_path(url)}.migration-lock").unlink(missing_ok=True)


def _path(url: str) -> Path:
    return Path(parsed_url(url).database or "").absolute()


def _files(url: str) -> list[Path]:
    return [Path(f"{_path(url)}{end}") for end in _BESIDE]
