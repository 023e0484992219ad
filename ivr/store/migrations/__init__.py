"""Bringing a database to its newest schema. One process at a time; all of it or nothing.

The call log's migrations stand here; another database brings the folder of its own.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
_ADVISORY_LOCK = 0x697672  # "ivr": any number, the same on every node


def upgrade(engine: Engine, folder: Path = FOLDER, revision: str = "head") -> None:
    """Make the tables, or bring them up to date. Raises SQLAlchemyError if the database is away or locked."""
    with engine.connect() as connection:
        if revision == "head" and revision_of(connection) == newest(folder):
            return
    from alembic import command  # a sixth of what a start costs: only where there is something to do

    with _alone(engine), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        command.upgrade(config(connection, folder), revision)


def newest(folder: Path = FOLDER) -> str:
    """The version that `upgrade` brings a database to: the last in the order of the files' names."""
    names = [path.stem for path in (folder / "versions").glob("r*.py")]
    return max(names).removeprefix("r").split("_")[0] if names else ""


def revision_of(connection: Connection) -> str:
    """Up to which migration the database was brought; "" where it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def is_known(revision: str, folder: Path = FOLDER) -> bool:
    """Whether a migration of this name is among those of `folder`: a newer program may have made others."""
    return any(path.name.startswith(f"r{revision}_") for path in (folder / "versions").iterdir())


def config(connection: Connection, folder: Path = FOLDER) -> Config:
    """Alembic's configuration for `folder`; `connection` is in a transaction that the caller ends."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """A lock beside an SQLite file. PostgreSQL has its own lock, which holds over all machines."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database:
        yield
        return
    path = Path(f"{database}.migration-lock")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
