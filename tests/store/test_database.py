from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from ivr.errors import IvrError, UsageError
from ivr.store import schema
from ivr.store.database import open_reader, open_writer, parsed_url, require_safe_sqlite
from ivr.store.migrations import upgrade
from ivr.store.upserts import add_new


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_an_sqlite_that_corrupts_is_refused(version: tuple[int, int, int], safe: bool) -> None:
    if safe:
        require_safe_sqlite(version)
    else:
        with pytest.raises(IvrError, match="can corrupt"):
            require_safe_sqlite(version)


def test_the_writer_makes_a_private_file_with_its_pragmas(tmp_path: Path) -> None:
    engine = open_writer(f"sqlite:///{tmp_path}/folder/log.sqlite3")
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder").iterdir()}

    assert found == expected
    assert modes == {"log.sqlite3": 0o600, "log.sqlite3-wal": 0o600, "log.sqlite3-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700


def test_the_file_gives_pages_back(tmp_path: Path) -> None:
    engine = open_writer(f"sqlite:///{tmp_path}/log.sqlite3")
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA auto_vacuum").scalar() == 2


def test_nothing_connects_before_it_is_used(tmp_path: Path) -> None:
    open_writer(f"sqlite:///{tmp_path}/log.sqlite3")
    open_reader(f"sqlite:///{tmp_path}/log.sqlite3")

    assert list(tmp_path.iterdir()) == []


def test_the_writer_takes_the_lock_at_once(tmp_path: Path) -> None:
    """A transaction that reads first and writes later would fail at once, whatever the time-out."""
    url = f"sqlite:///{tmp_path}/log.sqlite3"
    upgrade(open_writer(url))
    with open_writer(url).begin(), pytest.raises(OperationalError, match="locked"):
        open_writer(url, busy_seconds=0).connect().begin()


def test_the_reader_reads_what_is_committed_and_cannot_write(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/log.sqlite3"
    writer, reader = open_writer(url), open_reader(url)
    upgrade(writer)
    row = {"segment": "a", "offset": 1}
    with writer.begin() as connection:
        add_new(connection, schema.journal_offsets, [row])
        with reader.connect() as other:
            assert other.execute(select(schema.journal_offsets)).all() == []
    with reader.connect() as other:
        assert [dict(found) for found in other.execute(select(schema.journal_offsets)).mappings()] == [row]
        with pytest.raises(OperationalError, match="readonly"):
            other.execute(schema.journal_offsets.delete())


def test_the_reader_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(OperationalError, match="unable to open"):
        open_reader(f"sqlite:///{tmp_path}/log.sqlite3").connect()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_way_to_write_postgresql_uses_the_driver_that_is_there(scheme: str, postgres_url: str) -> None:
    url = postgres_url.replace("postgresql", scheme, 1)
    for engine in (open_writer(url), open_reader(f"{url}&connect_timeout=7")):
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    assert parsed_url(url).query["connect_timeout"] == "3"
    assert parsed_url(f"{url}&connect_timeout=7").query["connect_timeout"] == "7"


def test_a_reader_of_postgresql_cannot_write(postgres_url: str) -> None:
    upgrade(open_writer(postgres_url))
    with pytest.raises(DBAPIError, match="read-only"), open_reader(postgres_url).begin() as connection:
        connection.execute(schema.journal_offsets.delete())


@pytest.mark.parametrize("url", ["mysql://user:secret@host/x", "secret", "postgresql://user:secret@host:port/x"])
def test_another_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UsageError, match="neither SQLite nor PostgreSQL") as raised:
        open_writer(url)

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_would_not_last_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="needs a file"):
        open_writer(url)


def test_no_connection_is_kept(tmp_path: Path) -> None:
    engine = open_writer(f"sqlite:///{tmp_path}/log.sqlite3")
    upgrade(engine)
    open_files = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if is_open(fd)]

    assert not [name for name in open_files if name.startswith(f"{tmp_path}/")]
    assert inspect(engine).has_table("calls")


def is_open(fd: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{fd}")
