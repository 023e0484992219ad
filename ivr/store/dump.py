"""All rows of a database as lines of JSON, from one read transaction, in flat memory, alike for SQLite and PostgreSQL.

Reads what is there, not what this version of the program expects: a backup is made before a migration too. What is
sealed stays sealed. An instant is "2026-11-24 10:00:00.000000" (UTC), bytes are base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import Boolean, DateTime, Integer, LargeBinary, TypeEngine

from ivr.errors import IvrError
from ivr.store.archive import ArchiveWriter
from ivr.store.manifest import DatabaseDump, TableDump, member_of
from ivr.store.migrations import revision_of

VERSION_TABLE = "alembic_version"
_ROWS = 1000  # read, and written, at once
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (DateTime, "instant"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (LargeBinary, "bytes"),
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ":")).encode


def dump(engine: Engine, into: ArchiveWriter, part: str, leave_out: Collection[str] = ()) -> DatabaseDump | None:
    """Every table but `leave_out`, as members of the part `log` or `console`. `engine`: a reader's. None where there
    are no tables yet. Raises IvrError if the database cannot be read."""
    if is_missing(engine):
        return None
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            return _dump(connection, into, part, leave_out)
    except SQLAlchemyError as error:
        raise IvrError("database-away", "database-away", why=str(error).partition("\n")[0]) from error
    finally:
        engine.dispose()


def is_missing(engine: Engine) -> bool:
    """Whether it is an SQLite file that is not there."""
    return engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists()


def tables_of(connection: Connection) -> tuple[str, ...]:
    """In an order in which they can be filled: whatever is referred to comes first."""
    found = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name]
    return tuple(name for name in found if name != VERSION_TABLE)


def columns_of(connection: Connection, name: str) -> tuple[tuple[str, str], ...]:
    """Name and kind of each column."""
    return tuple((str(one["name"]), _kind(one["type"])) for one in inspect(connection).get_columns(name))


def _kind(of: TypeEngine[Any]) -> str:
    return next((name for kind, name in _KINDS if isinstance(of, kind)), "text")


def _dump(connection: Connection, into: ArchiveWriter, part: str, leave_out: Collection[str]) -> DatabaseDump | None:
    schema = revision_of(connection)
    if not schema:
        return None
    names = [name for name in tables_of(connection) if name not in leave_out]
    tables = {name: _dump_table(connection, into, part, name) for name in names}
    return DatabaseDump(connection.dialect.name, schema, tables)


def _dump_table(connection: Connection, into: ArchiveWriter, part: str, name: str) -> TableDump:
    columns = columns_of(connection, name)
    query = select(table(name, *(column(one) for one, _ in columns)))
    write = [(place, _WRITERS[kind]) for place, (_, kind) in enumerate(columns) if kind in _WRITERS]
    rows = 0
    with into.member(member_of(part, name)) as sink:
        streamed = connection.execution_options(yield_per=_ROWS).execute(query)
        for page in streamed.partitions(_ROWS):
            values = [list(row) for row in page]
            for place, writer in write:
                for row in values:
                    row[place] = writer(row[place])
            rows += len(values)
            sink.write(_lines(values))
    return TableDump(rows, columns)


def _lines(rows: list[list[Any]]) -> bytes:
    """A line for each row. Encoded all at once, which takes half the time: in JSON neither a line feed nor a NUL ever
    stands inside a text, so the separators can be told from it."""
    return _encode(rows)[1:-1].replace("],\n[", "]\0[").replace(",\n", ",").replace("\0", "\n").encode() + b"\n"


def _instant(value: Any) -> Any:
    """SQLite gives it as it is kept, which is as it is wanted."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return value


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "instant": _instant,
    "boolean": lambda value: None if value is None else bool(value),
    "bytes": lambda value: None if value is None else base64.b64encode(value).decode(),
}
