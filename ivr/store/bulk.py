"""Very many rows into an empty log at once, on SQLite and PostgreSQL. Not for a log that anybody's calls are in.

Rows come in the order of their primary keys, so that tables grow at their end; the other indexes are made afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from ivr.store import schema

_INDEXED = (schema.calls, schema.legs)
Row = Sequence[object]


class Bulk:
    """What `filling` gives its rows to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        """Rows in the order of the table's columns; instants as text, in UTC."""
        names = [column.name for column in table.columns]
        if not self._connection.in_transaction():
            self._connection.begin()  # the driver would commit every row
        if _is_postgresql(self._connection):
            cursor = self._connection.connection.cursor()
            cursor.execute("SET LOCAL timezone = 'UTC'")
            with cursor.copy(f"COPY {table.name} ({', '.join(map(_quoted, names))}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join("?" * len(names))
        driver: Any = self._connection.connection.driver_connection
        driver.executemany(f"INSERT INTO {table.name} ({', '.join(map(_quoted, names))}) VALUES ({places})", rows)

    def keep(self) -> None:
        """What was written so far stays."""
        self._connection.commit()


def is_empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(select(schema.calls.c.call_id).limit(1)).first() is None


@contextmanager
def bulk(engine: Engine) -> Iterator[Bulk]:
    """`engine`: a writer's, on a log without calls. Slow indexes are away meanwhile, and are made again however it
    ends."""
    with engine.connect() as connection:
        if not _is_postgresql(connection):
            driver: Any = connection.connection.driver_connection
            for pragma in ("synchronous = OFF", "cache_size = -65536", "secure_delete = OFF"):
                driver.execute(f"PRAGMA {pragma}")
        indexes = [index for table in _INDEXED for index in table.indexes]
        for index in indexes:
            index.drop(connection)
        connection.commit()
        try:
            yield Bulk(connection)
        finally:
            connection.rollback()
            for index in indexes:
                index.create(connection)
            connection.commit()


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _quoted(name: str) -> str:
    return f'"{name}"'
