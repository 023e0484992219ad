"""Opening the console's database, when it is first used: an SQLite file, or the schema `console` of a PostgreSQL.

Every process of the service writes to it, each write short. Nothing here waits for the call path, nor it for this.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, make_url, text

from ivr.store.console.migrations import FOLDER
from ivr.store.database import open_reader, open_writer
from ivr.store.migrations import upgrade

SCHEMA = "console"


class ConsoleDatabase:
    """`url` is SQLAlchemy's. Tables are made, or brought up to date, at the first use in a process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engines: tuple[Engine, Engine] | None = None
        self._first = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; it is kept where the block ends, and dropped where it raises."""
        with self._opened()[0].begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that cannot write."""
        with self._opened()[1].connect() as connection:
            yield connection

    def _opened(self) -> tuple[Engine, Engine]:
        with self._first:
            if self._engines is None:
                writer = open_writer(own_schema(self._url))
                if writer.dialect.name == "postgresql":
                    with writer.begin() as connection:
                        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": 0x697671})
                        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
                upgrade(writer, FOLDER)
                self._engines = writer, open_reader(own_schema(self._url), busy_seconds=5)
            return self._engines


def own_schema(url: str) -> str:
    """On PostgreSQL the same database with `console` as the only schema looked into; any other URL as it is."""
    return in_schema(url, SCHEMA)


def in_schema(url: str, schema: str) -> str:
    """The same database with this schema as the only one looked into; any other URL than PostgreSQL's as it is."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        return url
    given = parsed.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} -csearch_path={schema}".strip()
    return parsed.update_query_dict({"options": options}).render_as_string(hide_password=False)
