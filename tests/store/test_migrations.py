from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from ivr.store import authority_schema, schema
from ivr.store.console.migrations import FOLDER as CONSOLE
from ivr.store.database import open_writer
from ivr.store.migrations import FOLDER, config, newest, upgrade


@pytest.fixture
def engine(log_url: str) -> Engine:
    """On SQLite, and on PostgreSQL."""
    return open_writer(log_url)


def tables(engine: Engine) -> dict[str, Table]:
    """The log's; on PostgreSQL the shared authority's too."""
    return {**schema.metadata.tables, **(authority_schema.metadata.tables if engine.dialect.name != "sqlite" else {})}


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        whole = MetaData()
        for table in tables(engine).values():
            table.to_metadata(whole)
        return list(compare_metadata(context, whole))


@pytest.mark.parametrize("folder", [FOLDER, CONSOLE], ids=["log", "console"])
def test_the_newest_by_its_file_s_name_is_the_newest_by_its_ancestors(engine: Engine, folder: Path) -> None:
    """What is up to date is known by the name alone, without loading what makes tables."""
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(config(connection, folder))

    assert newest(folder) == scripts.get_current_head() != ""


def test_an_empty_file_gets_the_schema_of_the_metadata(engine: Engine) -> None:
    assert len(differences(engine)) > 3
    upgrade(engine)

    assert differences(engine) == []
    assert {name: inspect(engine).get_pk_constraint(name)["constrained_columns"] for name in tables(engine)} == {
        name: [column.name for column in table.primary_key] for name, table in tables(engine).items()
    }


def test_a_second_time_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(schema.journal_offsets.insert().values(segment="a", offset=1))
    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(select(schema.journal_offsets.c.offset)).scalars().all() == [1]


def test_all_of_it_or_nothing(engine: Engine) -> None:
    """What a kill in the middle leaves: the transaction is rolled back."""
    with engine.connect() as connection, connection.begin() as transaction:
        command.upgrade(config(connection), "head")
        assert inspect(connection).has_table("calls")
        transaction.rollback()

    assert inspect(engine).get_table_names() == []
    upgrade(engine)
    assert differences(engine) == []


def test_at_once_from_several_threads(log_url: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            upgrade(open_writer(log_url))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert differences(open_writer(log_url)) == []


def test_down_again(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        command.downgrade(config(connection), "base")

    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_the_history_of_migrations_is_one_line(engine: Engine) -> None:
    with engine.connect() as connection:
        assert len(ScriptDirectory.from_config(config(connection)).get_heads()) == 1


@pytest.mark.parametrize("name", sorted(schema.metadata.tables))
def test_the_schema_can_be_written_for_postgresql(name: str) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

    assert "TIMESTAMP WITH TIME ZONE" in str(CreateTable(schema.entries).compile(dialect=dialect))
    assert str(CreateTable(schema.metadata.tables[name]).compile(dialect=dialect))


def test_another_database_has_no_lock_file(tmp_path: Path) -> None:
    upgrade(create_engine("sqlite://"))

    assert list(tmp_path.iterdir()) == []
