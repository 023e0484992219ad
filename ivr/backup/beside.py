"""What is to take the place of something, prepared beside it: databases and files. Only for who has the service's lock.

Nothing that is used is touched before `take_over`; what was prepared and did not take over is thrown away.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from ivr.backup.place import REPLACED, Place, stamp_of
from ivr.store.archive import ArchiveReader
from ivr.store.loading import checked, load
from ivr.store.migrations import upgrade
from ivr.store.staging import Staged, swap_schemas
from ivr.store.swapping import Moves, Swap, finish, is_begun, swap

_STAGING = ".restoring"


@dataclass(frozen=True, slots=True)
class Beside:
    """`staging`: a folder for files in waiting. `aside`: where what is replaced is kept."""

    place: Place
    staging: Path
    aside: Path
    staged: list[Staged] = field(default_factory=list)

    def empty_log(self) -> Engine:
        """A log without tables, in waiting."""
        self.staged.append(self.place.staged_log)
        return self.staged[-1].begin()

    def log(self, archive: ArchiveReader, newest: bool = True) -> Engine | None:
        """The backup's log, in waiting. `newest`: of the newest schema, and without the numbers of whoever asked for
        that since; else as it was dumped. None where there is none in the backup."""
        dumped = archive.manifest.log
        if dumped is None:
            return None
        engine = self.empty_log()
        load(engine, archive, "log", dumped, self.place.log_migrations)
        if newest:
            shipper = self.place.shipper(engine, self.staging / "no-journal")
            shipper.run_once()
            shipper.stop()
        checked(engine)
        engine.dispose()  # no connection is kept open: it would be in the way of what comes
        return engine

    def console(self, archive: ArchiveReader, newest: bool = True) -> Engine | None:
        """The same of the console's database."""
        dumped = archive.manifest.console
        if dumped is None:
            return None
        self.staged.append(self.place.staged_console)
        engine = self.staged[-1].begin()
        load(engine, archive, "console", dumped, self.place.console_migrations)
        if newest:
            upgrade(engine, self.place.console_migrations)
        checked(engine)
        engine.dispose()
        return engine

    def take_over(self, kept: Moves = (), into: Moves = (), only: Collection[str] = ()) -> None:
        """Files (`kept` aside, `into` to their places), databases. `only`: on PostgreSQL, these tables of the log."""
        for one in self.staged:
            out, taken = one.moves(self.aside)
            kept, into = (*kept, *out), (*into, *taken)
        if self.staged and not self.place.on_files:
            swap_schemas(self.staged, self.aside.name.replace("-", "_").lower(), only)
        swap(self.place.data, Swap(kept, into, self.staging))


@contextmanager
def beside(place: Place, now: datetime) -> Iterator[Beside]:
    """Whatever a killed process had begun is finished or thrown away first."""
    finish(place.data)
    staging = place.data / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    made = Beside(place, staging, place.data / f"{REPLACED}{stamp_of(now)}")
    try:
        yield made
    finally:
        if not is_begun(place.data):
            for one in made.staged:
                one.drop()
            shutil.rmtree(staging, ignore_errors=True)
