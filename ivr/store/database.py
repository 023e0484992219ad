"""Opening the log database, and what else differs between SQLite and PostgreSQL but for `upserts`.

Only the shipper opens it for writing. Nothing here connects before it is used; no connection to SQLite is kept, so that
a file that was removed or put back is noticed, and none is carried across a fork.
Pragmas and the version rule: sqlite.org/wal.html#walresetbug, sqlite.org/pragma.html.
"""

from __future__ import annotations

import json
import os
import weakref
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    NullPool,
    Text,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError

from ivr.errors import IvrError, UsageError

_SQLITE: Any = pysqlite3.dbapi2  # an untyped C module
_WRITER_PRAGMAS = (
    "auto_vacuum = INCREMENTAL",  # before the first table
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "wal_autocheckpoint = 1000",
    "journal_size_limit = 67108864",
    "temp_store = MEMORY",
    "secure_delete = ON",
)
_READER_PRAGMAS = ("query_only = ON", "trusted_schema = OFF", "mmap_size = 0")
_POSTGRESQL = {"postgresql", "postgres"}  # both are written in the wild
_DRIVER = "postgresql+psycopg"
# A machine that vanished must not hold a thread for minutes. Seconds, but for the last (ms): libpq's parameters.
_PATIENCE = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
_KEPT, _KEPT_SECONDS = 1, 2
_CALLS_LOCK = 0x63616C  # "cal": any number, the same on every machine
_FIXED_IN = ((3, 44, 6), (3, 50, 7))  # backports of the fix of the WAL-reset bug; else 3.51.3


def open_writer(url: str, busy_seconds: float = 5.0) -> Engine:
    """For the shipper. Makes an SQLite file that is missing, mode 0600. Waits `busy_seconds` for a lock."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql_engine(parsed)
    path = _sqlite_path(parsed)

    def connect() -> Any:
        _create_private(path)
        return _SQLITE.connect(str(path), timeout=busy_seconds, isolation_level=None)

    return _sqlite_engine(path, connect, _WRITER_PRAGMAS, "BEGIN IMMEDIATE")


def open_reader(url: str, busy_seconds: float = 0.25) -> Engine:
    """For who looks. Cannot write, and makes no file: a missing one raises OperationalError at the first query."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql_engine(parsed, execution_options={"postgresql_readonly": True})
    path = _sqlite_path(parsed)
    target = f"{path.absolute().as_uri()}?mode=ro"

    def connect() -> Any:
        return _SQLITE.connect(target, timeout=busy_seconds, isolation_level=None, uri=True)

    return _sqlite_engine(path, connect, _READER_PRAGMAS, "BEGIN")


def parsed_url(url: str) -> URL:
    """With the driver that is installed, whatever the URL says: `postgres://`, `postgresql://`, `postgresql+other://`.
    What it says of time limits stays. Raises UsageError, without the URL: it may hold a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _bad_url() from None
    backend = parsed.get_backend_name()
    if backend in _POSTGRESQL:
        return parsed.set(drivername=_DRIVER, query={**_PATIENCE, **parsed.query})
    if backend != "sqlite":
        raise _bad_url()
    return parsed


def _bad_url() -> UsageError:
    hint = "Write postgresql://user:password@host/database, or leave it out for a file in IVR_DATA."
    return UsageError("database-url", "DATABASE_URL is neither SQLite nor PostgreSQL.", hint)


def sqlite_version() -> tuple[int, int, int]:
    """Of the SQLite that this service uses."""
    major, minor, patch = _SQLITE.sqlite_version_info
    return major, minor, patch


def require_safe_sqlite(version: tuple[int, int, int]) -> None:
    """Raises IvrError for an SQLite that can corrupt a WAL database (3.7.0 to 3.51.2, but for two backports)."""
    backported = any(version[:2] == fixed[:2] and version >= fixed for fixed in _FIXED_IN)
    if version < (3, 51, 3) and not backported:
        found = ".".join(map(str, version))
        raise IvrError("sqlite-too-old", f"SQLite {found} can corrupt the call log.", "Install the pinned pysqlite3.")


def one_of(connection: Connection, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
    """The column is one of these, however many: they go over as one value."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY

        return column == any_(bindparam(None, list(values), ARRAY(Text)))
    each = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(each.c.value))


def lock_calls(connection: Connection) -> None:
    """Until the end of the transaction nobody else computes the rows of calls: a call may take its steps on several
    machines, and two shippers would each miss what the other has not committed. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CALLS_LOCK})


def _postgresql_engine(url: URL, **options: Any) -> Engine:
    """A connection is used again for as long as a page takes, since opening one takes longer than most questions; not
    for longer, so that a server that is stopped or moved is noticed by the time limit of connecting."""
    engine = create_engine(
        url, pool_size=_KEPT, max_overflow=-1, pool_recycle=_KEPT_SECONDS, pool_pre_ping=True, **options
    )
    known = weakref.ref(engine)

    def forget() -> None:
        if (mine := known()) is not None:
            mine.dispose(close=False)  # they are the parent's

    os.register_at_fork(after_in_child=forget)
    weakref.finalize(engine, engine.pool.dispose)
    return engine


def _sqlite_path(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise UsageError(
            "database-url", "The call log needs a file.", "Write DATABASE_URL=sqlite:///var/calls.sqlite3."
        )
    return Path(url.database)


def _sqlite_engine(path: Path, connect: Callable[[], Any], pragmas: Sequence[str], begin: str) -> Engine:
    """`connect` opens with isolation_level None: the driver begins nothing by itself, the event below does."""
    require_safe_sqlite(_SQLITE.sqlite_version_info)
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)), module=_SQLITE, creator=connect, poolclass=NullPool
    )

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _create_private(path: Path) -> None:
    """Only ever makes the file: opening and closing one that SQLite has open would drop SQLite's locks."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return
