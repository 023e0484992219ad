"""The console's own file: its migrations, its limits, its keys."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, make_url
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from ivr.errors import IvrError
from ivr.settings import Settings
from ivr.store.console import schema
from ivr.store.console.database import ConsoleDatabase, own_schema
from ivr.store.console.limits import Limit, LimitRows
from ivr.store.console.migrations import FOLDER
from ivr.store.database import open_writer
from ivr.store.keys import Keys
from ivr.store.migrations import config, upgrade
from tests.store.support import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def limits(tmp_path: Path) -> LimitRows:
    return LimitRows(ConsoleDatabase(f"sqlite:///{tmp_path}/console.sqlite3"))


def test_the_migrations_make_the_schema(tmp_path: Path) -> None:
    engine = open_writer(f"sqlite:///{tmp_path}/console.sqlite3")
    upgrade(engine, FOLDER)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert list(compare_metadata(context, schema.metadata)) == []


def test_down_again(tmp_path: Path) -> None:
    engine = open_writer(f"sqlite:///{tmp_path}/console.sqlite3")
    upgrade(engine, FOLDER)
    with engine.begin() as connection:
        command.downgrade(config(connection, FOLDER), "base")

    assert inspect(engine).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize("name", sorted(schema.metadata.tables))
def test_the_schema_can_be_written_for_postgresql(name: str) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

    assert str(CreateTable(schema.metadata.tables[name]).compile(dialect=dialect))


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("postgresql://h/ivr", "-csearch_path=console"),
        ("postgresql://h/ivr?options=-cstatement_timeout%3D5s", "-cstatement_timeout=5s -csearch_path=console"),
    ],
)
def test_on_postgresql_it_has_a_schema_of_its_own(url: str, options: str) -> None:
    assert make_url(own_schema(url)).query["options"] == options


@pytest.mark.parametrize(
    ("database_url", "expected"),
    [
        ("", "sqlite:////data/console.sqlite3"),
        ("sqlite:////elsewhere/log.db", "sqlite:////data/console.sqlite3"),
        ("postgresql://h/ivr", "postgresql://h/ivr"),
    ],
)
def test_it_is_another_file_than_the_log(database_url: str, expected: str) -> None:
    assert Settings(Path("c"), Path("/data"), database_url=database_url).console_database == expected


def test_nothing_is_made_before_it_is_used(tmp_path: Path) -> None:
    ConsoleDatabase(f"sqlite:///{tmp_path}/console.sqlite3")

    assert list(tmp_path.iterdir()) == []


def test_a_window_begins_with_the_first_attempt(limits: LimitRows) -> None:
    limit = (Limit("a", 2, MINUTE),)

    assert limits.full(limit, NOON) is None
    assert limits.take(limit, NOON) is None
    assert limits.take(limit, NOON + MINUTE / 2) is None
    assert limits.full(limit, NOON + MINUTE / 2) == NOON + MINUTE
    assert limits.take(limit, NOON + MINUTE / 2) == NOON + MINUTE
    assert limits.take((Limit("b", 2, MINUTE),), NOON) is None, "others are not touched"
    assert limits.take(limit, NOON + MINUTE) is None


def test_the_strictest_says_when(limits: LimitRows) -> None:
    both = (Limit("a", 1, MINUTE), Limit("b", 1, 2 * MINUTE))
    limits.take(both, NOON)

    assert limits.take(both, NOON) == NOON + 2 * MINUTE


def test_given_back_and_forgotten(limits: LimitRows) -> None:
    limit = (Limit("a", 1, MINUTE),)
    for undo in (limits.give_back, limits.forget):
        assert limits.take(limit, NOON) is None
        assert limits.take(limit, NOON) is not None
        undo(limit)
        limits.forget(limit)
        assert limits.take(limit, NOON) is None
        limits.give_back(limit)
        assert limits.full(limit, NOON) is None


def test_of_many_at_once_only_so_many_may(tmp_path: Path) -> None:
    """Workers with engines of their own."""
    url, limit, let_through = f"sqlite:///{tmp_path}/console.sqlite3", (Limit("a", 5, MINUTE),), []
    LimitRows(ConsoleDatabase(url)).full(limit, NOON)

    def try_it() -> None:
        if LimitRows(ConsoleDatabase(url)).take(limit, NOON) is None:
            let_through.append(1)

    threads = [threading.Thread(target=try_it) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(let_through) == 5


def test_a_key_is_made_once_and_is_the_same_for_all(tmp_path: Path) -> None:
    first = Keys(tmp_path / "keys").key("a")

    assert Keys(tmp_path / "keys").key("a") == first
    assert Keys(tmp_path / "keys").key("b") != first
    assert len(first) == 32


@pytest.mark.parametrize("content", ["xyz", "ab", "ab" * 31], ids=["no hex", "short", "almost"])
def test_a_damaged_key_is_refused_and_not_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "a").write_text(content)
    with pytest.raises(IvrError, match="damaged"):
        Keys(tmp_path).key("a")

    assert (tmp_path / "a").read_text() == content
