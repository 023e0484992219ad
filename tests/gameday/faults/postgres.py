"""What happens to a PostgreSQL: a table locked, the server frozen, stopped, emptied, its network gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.gameday.proxy import Proxy
from tests.gameday.rows import Told
from tests.gameday.stand import Stand
from tests.support.postgres import Postgres


@contextmanager
def locked(stand: Stand, seconds: float) -> Iterator[Told]:
    """As VACUUM FULL or a careless ALTER TABLE does: nobody else may even read the tables."""
    with psycopg.connect(stand.url) as connection:
        connection.execute("LOCK TABLE entries, calls, journal_offsets, authority_activations IN ACCESS EXCLUSIVE MODE")
        yield {}
        connection.rollback()


@contextmanager
def frozen(stand: Stand, seconds: float) -> Iterator[Told]:
    """It has its connections, takes new ones, and answers nothing."""
    server = _server(stand)
    server.freeze()
    try:
        yield {}
    finally:
        server.thaw()


@contextmanager
def stopped(stand: Stand, seconds: float) -> Iterator[Told]:
    server = _server(stand)
    server.stop()
    try:
        yield {}
    finally:
        server.start()


@contextmanager
def removed(stand: Stand, seconds: float) -> Iterator[Told]:
    """The database is dropped, and an empty one put in its place when the fault is over."""
    server = _server(stand)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE office WITH (FORCE)")
    try:
        yield {}
    finally:
        server.new_database("office")


@contextmanager
def unreachable(stand: Stand, seconds: float) -> Iterator[Told]:
    """Nothing that is sent arrives, and nobody says so."""
    proxy = _proxy(stand)
    proxy.cut()
    try:
        yield {}
    finally:
        proxy.mend()


def _server(stand: Stand) -> Postgres:
    assert stand.postgres is not None
    return stand.postgres


def _proxy(stand: Stand) -> Proxy:
    assert stand.proxy is not None
    return stand.proxy
