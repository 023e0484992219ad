"""What happens to an SQLite file: locked by somebody else, removed, out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysqlite3.dbapi2

from tests.gameday.faults.kills import again_and_again
from tests.gameday.rows import Told
from tests.gameday.stand import Stand

_SQLITE: Any = pysqlite3.dbapi2
REMOVE_SECONDS = 20.0


@contextmanager
def locked(stand: Stand, seconds: float) -> Iterator[Told]:
    """A backup tool, a forgotten shell: somebody has begun to write and does not end."""
    connection = _SQLITE.connect(str(stand.database), timeout=20, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield {}
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@contextmanager
def removed(stand: Stand, seconds: float) -> Iterator[Told]:
    """Deleted, with all that it held, again and again: it must come back whole from the journal."""
    told = dict[str, int](removed=0)

    def remove() -> None:
        for end in ("", "-wal", "-shm"):
            stand.database.with_name(stand.database.name + end).unlink(missing_ok=True)
        told["removed"] += 1

    with again_and_again(max(REMOVE_SECONDS, seconds / 3), remove):
        yield told  # type: ignore[misc]


@contextmanager
def unreachable(stand: Stand, seconds: float) -> Iterator[Told]:
    """Its disk is gone: the path leads nowhere. Then it is there again as it was."""
    file, aside = stand.database, stand.database.with_name("aside")
    ends = ("", "-wal", "-shm")
    for end in ends:
        if (one := file.with_name(file.name + end)).exists():
            one.rename(aside.with_name(aside.name + end))
    file.symlink_to("/proc/nowhere/log.db")
    try:
        yield {}
    finally:
        for end in ends:
            file.with_name(file.name + end).unlink(missing_ok=True)
            if (one := aside.with_name(aside.name + end)).exists():
                one.rename(file.with_name(file.name + end))
