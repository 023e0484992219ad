"""The shipper: moves journal records into the database, each exactly once, and deletes segments that are done.

One at a time on a machine, whoever holds the lock file: a thread in every worker tries. Nothing on the call
path waits for it, and whatever it meets (no database, a locked one, a full disk) it tries again.
Start it after a fork, never before: the lock would be shared with the children.
"""

from __future__ import annotations

import errno
import logging
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from ivr.store import batches
from ivr.store.forgetting import erase, erased_ids
from ivr.store.holding import Holding
from ivr.store.migrations import FOLDER, upgrade
from ivr.store.people import People
from ivr.store.segments import Reading, is_dead, read_records, remove_leftovers, segment_paths
from ivr.store.swapping import finish

Chore = Callable[[Engine], None]
"""Called after every round of shipping; decides itself whether it is due."""

_log = logging.getLogger(__name__)
_BATCH = 4000  # records in one transaction: the more there are, the fewer calls are worked out twice
_SIDE_BY_SIDE = 8  # segments: those that a machine's workers wrote at a time
_KEEP_SECONDS = 72 * 3600.0  # a database restored from yesterday's backup is filled up again
_PURGE_EVERY_SECONDS = 60.0
_USUAL_TURN_SECONDS = sys.getswitchinterval()
_TURN_SECONDS = 0.0005  # of the interpreter
_LONGEST_PAUSE_SECONDS = 2.0  # when it fails
_REST, _LONGEST_REST_SECONDS = 4, 2.0  # times as long as a round took: where there is much, more is gathered


class Shipper:
    """`run_once` for a command and for tests; `start` and `stop` for a worker."""

    def __init__(
        self,
        journal_folder: Path,
        engine: Engine,
        lock_path: Path,
        *,
        keep_seconds: float = _KEEP_SECONDS,
        pause_seconds: float = 0.2,
        people: Callable[[], People] = People,
        timezone: Callable[[], str] = lambda: "UTC",
        chores: Sequence[Chore] = (),
        has_room: Callable[[], bool] = lambda: True,
        migrations: Path = FOLDER,
        batch: int = _BATCH,
        comes_first: bool = False,
        patience_seconds: float = 0.0,
    ) -> None:
        """`people`: whose numbers must not come back. `timezone`: the office's, for its days. `chores`: what else the
        one that holds the lock does. `has_room`: False while the disk is so full that what is left is the journal's.
        `comes_first`, `patience_seconds`: of the lock (`holding`)."""
        self._folder, self._engine, self._data = journal_folder, engine, lock_path.parent
        self._keep_seconds, self._pause_seconds, self._batch = keep_seconds, pause_seconds, batch
        self._people, self._timezone, self._chores, self._has_room = people, timezone, chores, has_room
        self._migrations = migrations
        self._erased: People | None = None  # the lists that this database has been through
        self._lock = Holding(lock_path, comes_first=comes_first, patience_seconds=patience_seconds)
        self._migrated = False
        self._done: dict[str, tuple[int, int]] = {}  # segment -> (its size, its offset) when all of it was shipped
        self._purged_at = -_PURGE_EVERY_SECONDS
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def holds(self) -> bool:
        """Whether this process is the one of its machine that ships."""
        return self._lock.holds

    def run_once(self) -> int:
        """Ship what is there. Returns the number of entries read; 0 also if another process holds the lock, which this
        one keeps until `stop`, or until a command asks it to rest (`resting`). Raises SQLAlchemyError or OSError;
        nothing is lost then."""
        if not self._lock.take():
            self._forget()
            return 0
        if not self._has_room():
            raise OSError(errno.ENOSPC, "the disk is full, what is left is the journal's")
        try:
            if not self._migrated:
                finish(self._data)
                upgrade(self._engine, self._migrations)
                self._migrated, self._erased = True, None
                with self._engine.begin() as connection:
                    batches.count_all_if_none(connection, ZoneInfo(self._timezone()))
            self._erase()
            shipped = self._ship()
            self._purge()
        except BaseException:
            self._migrated = False  # the file may have been replaced
            raise
        return shipped

    def run_if_alone(self) -> int:
        """`run_once`, unless the thread of `start` does it: two at a time would count the same entries twice."""
        return self.run_once() if self._thread is None else 0

    def start(self) -> None:
        """Ship in a daemon thread until `stop`."""
        self._thread = threading.Thread(target=self._run, name="shipper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread after its transaction, and leave the lock to another process."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
            self._thread = None
        self._lock.release()
        self._forget()
        self._stopping = threading.Event()

    def _run(self) -> None:
        pause = 0.0
        stopping = self._stopping
        while not stopping.wait(pause):
            try:
                begun = time.monotonic()
                self.run_once()
                took = time.monotonic() - begun
                pause = max(self._pause_seconds, min(took * _REST, _LONGEST_REST_SECONDS))
            except Exception as error:  # it must never die; the journal keeps what is not shipped
                _log.warning("The call log is behind: %s", error)
                pause = min(max(pause, self._pause_seconds) * 2, _LONGEST_PAUSE_SECONDS)
            self._do_chores()

    def _forget(self) -> None:
        """Without the lock: another process may put back a database, ship and delete."""
        self._migrated = False
        self._done.clear()

    def _erase(self) -> None:
        """Before anything is shipped or shown: a database from a backup must not know whom the lists forget."""
        people = self._people()
        if people is self._erased:
            return
        if people.erasures:
            with self._engine.connect() as connection:
                known = erased_ids(connection)
            for erasure in people.erasures:
                if erasure.id not in known:
                    with self._engine.begin() as connection:
                        erase(connection, erasure, datetime.now(UTC))
        self._erased = people

    def _do_chores(self) -> None:
        """Also while the database is away; whatever they meet, the shipping goes on."""
        for chore in self._chores if self._lock.holds else ():
            try:
                chore(self._engine)
            except Exception:  # one that fails is tried again, and keeps no other from its work
                _log.exception("A chore failed.")

    def _ship(self) -> int:
        sizes = {path: size for path in segment_paths(self._folder) if (size := _size(path)) is not None}
        if all(path.name in self._done and self._done[path.name][0] == size for path, size in sizes.items()):
            return 0
        with _giving_way(), self._engine.connect() as connection:
            with connection.begin():
                offsets = batches.offsets(connection)
            begun = {path: offsets.get(path.name, 0) for path in sizes}
            waiting = {path: begun[path] for path in sizes if self._done.get(path.name) != (sizes[path], begun[path])}
            return self._ship_from(connection, waiting, sizes)

    def _ship_from(self, connection: Connection, waiting: dict[Path, int], sizes: Mapping[Path, int]) -> int:
        """`waiting`: segment -> the offset to begin at. What little each of many writers wrote goes into the database
        together: a transaction costs more than what is in it. And a call's steps were written by any of them: read side
        by side they meet in one transaction, and its row is worked out once, not after each of them."""
        shipped = 0
        while waiting and not self._stopping.is_set():
            readings: dict[Path, Reading] = {}
            ends: dict[Path, int] = {}
            room, share = self._batch, math.ceil(self._batch / min(len(waiting), _SIDE_BY_SIDE))
            for path, offset in waiting.items():
                reading = self._read(path, offset, min(room, share))
                readings[path], room = reading, room - len(reading.records)
                if reading.offset == offset or reading.offset >= sizes[path]:
                    ends[path] = reading.offset
                if room <= 0:
                    break
            moved = {path.name: reading for path, reading in readings.items() if reading.offset != waiting[path]}
            if moved:
                with connection.begin():
                    shipped += batches.store(connection, moved, self._people(), ZoneInfo(self._timezone()))
            self._done.update({path.name: (sizes[path], offset) for path, offset in ends.items()})
            waiting |= {path: reading.offset for path, reading in readings.items()}
            waiting = {path: offset for path, offset in waiting.items() if path not in ends}
        return shipped

    def _read(self, path: Path, offset: int, limit: int) -> Reading:
        reading = read_records(path, offset, limit)
        if reading.damaged:
            _log.error("%d damaged journal records in %s before byte %d.", reading.damaged, path.name, reading.offset)
        return reading

    def _purge(self) -> None:
        """Delete segments that are dead, shipped to the last whole record, and old enough."""
        if time.monotonic() - self._purged_at < min(_PURGE_EVERY_SECONDS, self._keep_seconds):
            return
        gone = [path for path in segment_paths(self._folder) if self._is_over(path)]
        for path in gone:
            path.unlink(missing_ok=True)
            self._done.pop(path.name, None)
        if gone:
            with self._engine.begin() as connection:
                batches.forget(connection, [path.name for path in gone])
        remove_leftovers(self._folder, self._keep_seconds)
        self._purged_at = time.monotonic()

    def _is_over(self, path: Path) -> bool:
        size, offset = self._done.get(path.name, (-1, 0))
        with suppress(FileNotFoundError):
            found = path.stat()
            if time.time() - found.st_mtime < self._keep_seconds or not is_dead(path) or _size(path) != size:
                return False
            if offset < size:
                _log.error("%s ends with %d bytes of a torn record.", path.name, size - offset)
            return True
        return False


@contextmanager
def _giving_way() -> Iterator[None]:
    """Where a worker ships, its calls wait so long for the interpreter, not 5 ms, each time that they need it."""
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL_TURN_SECONDS)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
