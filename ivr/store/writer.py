"""The journal's writer of one process: appends under a lock, and a thread that brings the bytes to the disk in groups.

Never raises for what the disk does. Does not know what an entry is.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ivr.store.reserve import Reserve
from ivr.store.segment import Disk, Segment

_log = logging.getLogger(__name__)
_GATHER_SECONDS = 0.03  # between two syncs: with the sync itself under the promised 50 ms
_WAIT_SECONDS = 0.25  # longest a caller waits for the disk
_ATTEMPTS = 2  # this segment, then a new one; then a third time, where a full disk gave up its reserve


@dataclass(frozen=True, slots=True)
class Rotation:
    """A new segment begins past this many bytes or seconds."""

    bytes: int = 16 * 2**20
    seconds: float = 300.0


class Writer:
    """Thread-safe. One per process: a forked child makes its own."""

    def __init__(self, folder: Path, wait: bool, disk: Disk, rotation: Rotation, reserve: Reserve) -> None:
        self._reserve = reserve
        self._folder, self._wait, self._disk, self._rotation = folder, wait, disk, rotation
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)  # for the flusher
        self._flushed = threading.Condition(self._lock)  # for who waits for the disk
        self._segment: Segment | None = None
        self._retired: list[Segment] = []
        self._written = self._synced = 0  # records
        self._flusher: threading.Thread | None = None
        self._closing = threading.Event()
        self.unlogged = 0  # entries that could not be written anywhere
        self.unsynced = 0  # records that the disk refused twice: safe from a kill, not from a power cut

    def write(self, record: bytes) -> bool:
        """True if the operating system has the record, in whole: a killed process does not lose it any more."""
        with self._lock:
            if not self._put(record):
                return False
            self._written += 1
            ticket = self._written
            if self._written - self._synced == 1 or self._flusher is None:  # else it has work, and is at it
                self._start_flusher()
                self._changed.notify()
            if self._wait and not self._flushed.wait_for(lambda: self._synced >= ticket, _WAIT_SECONDS):
                _log.warning("The disk did not confirm a journal record within %s s.", _WAIT_SECONDS)
            return True

    def count_unlogged(self, entries: int) -> None:
        with self._lock:
            self.unlogged += entries

    def close(self) -> None:
        """Bring everything to the disk and give the segment back. A later write begins anew."""
        self._closing.set()
        with self._lock:
            self._changed.notify()
            flusher = self._flusher
        if flusher is not None:
            flusher.join(timeout=5)
        for _ in range(2):  # what could not be synced the first time is written again, and synced the second
            with self._lock:
                self._drop()
            self._flush()
        if flusher is None or not flusher.is_alive():
            self._flusher = None
            self._closing.clear()

    def forget(self) -> None:
        """In a forked child: close the copies of the parent's segments without touching the parent's locks."""
        for segment in (self._segment, *self._retired):
            if segment is not None:
                segment.close()

    def _put(self, record: bytes, second: bool = False) -> bool:
        was_there = False
        for attempt in range(_ATTEMPTS + 1):
            try:
                self._current(second).append(record)
            except OSError as error:
                _log.error("The journal could not be written: %s.", error)
                self._drop()
                full = error.errno in (errno.ENOSPC, errno.EDQUOT)
                # Where it was there a moment ago, another process gave it up: there is room as well.
                if attempt + 1 >= _ATTEMPTS and not (full and (self._reserve.give_up() or was_there)):
                    return False
                was_there = full and attempt == 0 and self._reserve.is_there
            else:
                return True
        return False

    def _current(self, second: bool) -> Segment:
        segment = self._segment
        if segment is not None and (
            segment.size >= self._rotation.bytes or time.monotonic() - segment.born >= self._rotation.seconds
        ):
            self._drop()
        if self._segment is None:
            self._segment = Segment(self._folder, self._disk, second)
        return self._segment

    def _drop(self) -> None:
        """Never append to this segment again. What it holds is synced and closed by the flusher."""
        segment, self._segment = self._segment, None
        if segment is None:
            return
        if segment.size:
            self._retired.append(segment)
        else:
            with contextlib.suppress(OSError):
                segment.discard()

    def _start_flusher(self) -> None:
        if self._flusher is not None:
            return
        flusher = threading.Thread(target=self._flush_for_ever, name="journal-flusher", daemon=True)
        try:
            flusher.start()
        except RuntimeError as error:  # no thread to be had, or the interpreter is ending: the record is written
            _log.error("The journal is not synced: %s.", error)
        else:
            self._flusher = flusher

    def _flush_for_ever(self) -> None:
        while not self._closing.is_set():
            with self._lock:
                self._changed.wait_for(self._has_work)
            try:
                self._flush()
            except Exception:  # a dead flusher would be noticed at the next power cut only
                _log.exception("The journal was not synced.")
            if not self._wait:
                self._closing.wait(_GATHER_SECONDS)

    def _has_work(self) -> bool:
        return self._closing.is_set() or self._synced < self._written or bool(self._retired)

    def _flush(self) -> None:
        """Sync what was written so far. The slow part runs without the lock: calls go on meanwhile."""
        with self._lock:
            retired, self._retired = self._retired, []
            segments = [*retired, self._segment] if self._segment else retired
            pending = [(segment, segment.unsynced) for segment in segments]
            for segment in segments:
                segment.unsynced = []
            reached = self._written
        results = [self._sync(segment, records) for segment, records in pending]  # all, also after a failure
        for segment in retired:
            segment.close()
        with self._lock:
            if all(results):
                self._synced = reached
                self._flushed.notify_all()

    def _sync(self, segment: Segment, records: list[bytes]) -> bool:
        """False if the records had to be written a second time: then the next round decides."""
        if not records:
            return True
        try:
            segment.sync()
        except OSError as error:
            _log.error("The journal could not be synced: %s.", error)
            return not self._write_again(segment, records)
        return True

    def _write_again(self, segment: Segment, records: list[bytes]) -> bool:
        """After a failed sync: into a new segment, once. A record that is there twice is harmless: it has an id."""
        with self._lock:
            if segment is self._segment:
                records = records + segment.unsynced
                segment.unsynced = []
                self._segment = None
                segment.close()
            refused = (
                records if segment.second else [record for record in records if not self._put(record, second=True)]
            )
            self.unsynced += len(refused)
            return not refused
