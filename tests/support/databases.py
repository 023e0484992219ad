"""Fixtures: databases of a test's own. `postgres` is a server of a test's own, for tests that stop it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.postgres import Postgres, new_database, shared_server

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def postgres_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The server that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return shared_server((base if worker_id == "master" else base.parent) / "postgres")


@pytest.fixture
def postgres_url(postgres_folder: Path) -> str:
    """An empty PostgreSQL database."""
    return new_database(postgres_folder, f"t{secrets.token_hex(8)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def log_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, one after the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/log.sqlite3"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()
