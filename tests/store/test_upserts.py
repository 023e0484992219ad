"""On SQLite, and on PostgreSQL, which takes all rows as one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, delete, select

from ivr.store import schema
from ivr.store.database import open_writer
from ivr.store.migrations import upgrade
from ivr.store.upserts import add_new, add_up, put

COUNTS = schema.TALLIES["desk_counts"]
LIKE_SYNTAX = ("NULL", "", "{}", '"', "a,b", "\\", "'; --", "ą\n", "(1,2)", "%s", ":n")


@pytest.fixture
def engine(log_url: str) -> Iterator[Engine]:
    found = open_writer(log_url)
    upgrade(found)
    yield found
    found.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as found:
        yield found


def rows_of(connection: Connection, table: Table) -> Sequence[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def offset(segment: str, of: int) -> dict[str, Any]:
    return {"segment": segment, "offset": of}


def count(seconds: int, n: int, service: str = "family") -> dict[str, Any]:
    return {"day": "2026-11-24", "service": service, "language": "pl", "seconds": seconds, "n": n}


def test_add_new_keeps_and_put_replaces(connection: Connection) -> None:
    add_new(connection, schema.journal_offsets, [offset("a", 1), offset("b", 1)])
    add_new(connection, schema.journal_offsets, [offset("a", 2)])
    put(connection, schema.journal_offsets, [offset("b", 2), offset("c", 2)])

    assert rows_of(connection, schema.journal_offsets) == [("a", 1), ("b", 2), ("c", 2)]


def test_add_up_adds_and_leaves_no_row_of_nothing(connection: Connection) -> None:
    add_up(connection, COUNTS, [count(1, 2), count(2, 5), count(3, 1)])
    add_up(connection, COUNTS, [count(1, -2), count(2, -1), count(4, 1)])

    assert [row[-2:] for row in rows_of(connection, COUNTS)] == [(2, 4), (3, 1), (4, 1)]


@pytest.mark.parametrize("write", [add_new, put, add_up])
def test_no_rows_are_nothing(connection: Connection, write: Any) -> None:
    write(connection, COUNTS, [])

    assert rows_of(connection, COUNTS) == []


def test_a_column_that_is_not_given_has_its_default(connection: Connection) -> None:
    whole = call("CA1")
    some = {key: value for key, value in whole.items() if key not in ("call_back_promise", "seconds")}
    add_new(connection, schema.calls, [some, some | {"call_id": "CA2"}])

    found = connection.execute(select(schema.calls.c.call_back_promise, schema.calls.c.seconds)).all()
    assert [tuple(row) for row in found] == [("", None), ("", None)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.sampled_from(LIKE_SYNTAX) | st.text(st.characters(codec="utf-8", exclude_characters="\0"))),
    values=st.data(),
)
def test_whatever_stands_in_a_row_comes_out_again(engine: Engine, texts: list[str], values: st.DataObject) -> None:
    instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
    rows = [
        call(f"CA{number}") | {
            "caller": text, "open": values.draw(st.sampled_from([None, True, False])),
            "ended_at": values.draw(st.none() | instants),
            "seconds": values.draw(st.none() | st.integers(0, 2**31 - 1)),
        }
        for number, text in enumerate(texts)
    ]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(delete(schema.calls))
        put(connection, schema.calls, rows)
        put(connection, schema.calls, rows)
        found = [row._asdict() for row in connection.execute(select(schema.calls))]

    assert sorted(found, key=by_call) == sorted(rows, key=by_call)


def by_call(row: dict[str, Any]) -> str:
    return str(row["call_id"])


def call(call_id: str) -> dict[str, Any]:
    kinds: dict[str, Any] = dict.fromkeys(schema.calls.c.keys(), "")
    return kinds | {
        "call_id": call_id, "started_at": datetime(2026, 11, 24, 8, tzinfo=UTC), "ended_at": None, "open": None,
        "seconds": None, "test": False, "steps": 1, "call_back_to": None, "call_back_at": None,
    }  # fmt: skip
