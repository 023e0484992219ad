"""A dump into an empty database of either kind: the schema it was made of, then its rows, then the newest schema.

Only for a database that nobody uses yet (`staging`): nothing here can be undone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, func, select, table, text
from sqlalchemy.exc import SQLAlchemyError

from ivr.errors import IvrError
from ivr.store.archive import ArchiveReader
from ivr.store.dump import columns_of, tables_of
from ivr.store.manifest import DatabaseDump, TableDump, member_of
from ivr.store.migrations import is_known, upgrade

ELSEWHERE = "authority_"  # tables that only PostgreSQL has: SQLite is one machine's, its files say what is live
_ROWS = 5000
_QUICK = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", "secure_delete = OFF", "foreign_keys = OFF")


def load(engine: Engine, archive: ArchiveReader, part: str, dumped: DatabaseDump, migrations: Path) -> None:
    """Raises IvrError where the dump is of a newer program's schema, or does not fit it."""
    if not is_known(dumped.schema, migrations):
        raise IvrError("backup-newer", "backup-newer", schema=dumped.schema)
    upgrade(engine, migrations, dumped.schema)
    try:
        with engine.connect() as connection:
            _fill(connection, archive, part, dumped)
    except (SQLAlchemyError, ValueError, LookupError) as error:
        raise IvrError("backup-does-not-fit", "backup-does-not-fit", why=str(error).partition("\n")[0]) from error


def _fill(connection: Connection, archive: ArchiveReader, part: str, dumped: DatabaseDump) -> None:
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        for pragma in _QUICK:
            driver.execute(f"PRAGMA {pragma}")
    here = tables_of(connection)
    with _without_indexes(connection):
        for name, one in dumped.tables.items():
            if name not in here and name.startswith(ELSEWHERE):
                continue
            with archive.member(member_of(part, name)) as file:
                _fill_table(connection, name, one, file)
    connection.commit()


def _fill_table(connection: Connection, name: str, dumped: TableDump, file: IO[bytes]) -> None:
    unknown = {one for one, _ in dumped.columns} - {one for one, _ in columns_of(connection, name)}
    if unknown:
        raise LookupError(f"{name} has no column {', '.join(sorted(unknown))}")
    rows = _rows(dumped, file)
    names = ", ".join(f'"{one}"' for one, _ in dumped.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, name, names, rows)
    else:
        places = ", ".join("?" * len(dumped.columns))
        driver: Any = connection.connection.driver_connection
        while page := list(islice(rows, _ROWS)):
            driver.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({places})', page)
    found = connection.execute(select(func.count()).select_from(table(name))).scalar()
    if found != dumped.rows:
        raise LookupError(f"{name} has {found} rows, not {dumped.rows}")


def _rows(dumped: TableDump, file: IO[bytes]) -> Iterator[Sequence[Any]]:
    packed = [place for place, (_, kind) in enumerate(dumped.columns) if kind == "bytes"]
    for line in file:
        values = json.loads(line)
        for place in packed:
            values[place] = None if values[place] is None else base64.b64decode(values[place])
        yield values


def _copy(connection: Connection, name: str, names: str, rows: Iterator[Sequence[Any]]) -> None:
    cursor = connection.connection.cursor()
    cursor.execute("SET LOCAL timezone = 'UTC'")
    with cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    counted = "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0"
    for (column,) in cursor.execute(counted, (name,)).fetchall():
        sequence = cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", (name, column)).fetchone()[0]
        if sequence:  # goes on after the highest number
            highest = f'SELECT setval(%s, coalesce(max("{column}"), 0) + 1, false) FROM "{name}"'
            cursor.execute(highest, (sequence,))


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """The indexes that hold nothing together are made when the rows are there."""
    made = list(connection.execute(text(_INDEXES[connection.dialect.name])).all())
    for name, _ in made:
        connection.execute(text(f'DROP INDEX "{name}"'))
    yield
    for _, words in made:
        connection.execute(text(words.replace(":", r"\:")))


_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE '% "
    "UNIQUE %'",
    "postgresql": "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = "
    "i.indexrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisunique AND NOT i.indisprimary",
}


def checked(engine: Engine) -> None:
    """Raises IvrError where SQLite finds a fault in what was written; PostgreSQL checks by itself."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        found = (
            driver.execute("PRAGMA integrity_check").fetchall() + driver.execute("PRAGMA foreign_key_check").fetchall()
        )
    if found != [("ok",)]:
        raise IvrError("database-damaged", "database-damaged", why=str(found[0]))
