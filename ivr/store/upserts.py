"""Rows written into a table, in the words of SQLite and of PostgreSQL: new ones, newer ones, sums.

SQLite takes row after row into one prepared statement. PostgreSQL takes all of them as one value, in JSON, which costs
its driver a fraction of that; so no two rows that are written together may have the same primary key.
Statements are put together once: for a few rows that takes longer than to run them.
Source: postgresql.org/docs/current/functions-json.html, `json_to_recordset`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Connection, Delete, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Rows = Sequence[Mapping[str, Any]]
"""All with the same keys: the columns that are given."""

_as_json = json.JSONEncoder(ensure_ascii=False, default=datetime.isoformat).encode


def add_new(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert `rows`; those whose primary key is there already are left as they are."""
    if rows:
        _execute(connection, _add_new(table, connection.dialect.name, tuple(rows[0])), rows)


def put(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert `rows`, or replace those of the same primary key."""
    if rows:
        _execute(connection, _put(table, connection.dialect.name, tuple(rows[0])), rows)


def add_up(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert `rows`, or add their `n` to the rows of the same primary key; rows that come to nothing are deleted."""
    if not rows:
        return
    _execute(connection, _add_up(table, connection.dialect.name, tuple(rows[0])), rows)
    taken = [{f"of_{key}": row[key] for key in _keys(table)} for row in rows if row["n"] < 0]
    if taken:
        connection.execute(_delete_nothing(table), taken)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of this database."""
    return _into(table, connection.dialect.name)


def _execute(connection: Connection, statement: sqlite.Insert | postgresql.Insert, rows: Rows) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(statement, {"rows": _as_json(list(rows))})
    else:
        connection.execute(statement, rows)


@lru_cache(maxsize=64)
def _add_new(table: Table, dialect: str, given: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    return _insert(table, dialect, given).on_conflict_do_nothing()


@lru_cache(maxsize=64)
def _put(table: Table, dialect: str, given: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    insert, keys = _insert(table, dialect, given), _keys(table)
    others = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=others)


@lru_cache(maxsize=64)
def _add_up(table: Table, dialect: str, given: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    insert = _insert(table, dialect, given)
    added = {"n": table.c.n + insert.excluded["n"]}
    return insert.on_conflict_do_update(index_elements=_keys(table), set_=added)


@lru_cache(maxsize=64)
def _delete_nothing(table: Table) -> Delete:
    return table.delete().where(table.c.n == 0, *(table.c[key] == bindparam(f"of_{key}") for key in _keys(table)))


def _into(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def _insert(table: Table, dialect: str, given: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    insert = _into(table, dialect)
    if dialect != "postgresql":
        return insert
    values = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    rows = values.table_valued(*(column(name, table.c[name].type) for name in given)).render_derived(with_types=True)
    return insert.from_select(given, select(rows))


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]
