"""Whose turn it is to ship: one process of a machine holds the shipper's lock, and keeps it until it ends, or a command
asks it to rest (`resting`).

`python -m ivr ship` is there for nothing else, and comes first: a worker that ships beside its calls is asked to leave
the lock to it. A worker waits before it takes one that is free, since who was killed is started again in a moment; a
worker that is as new knows from the lock's file when such a process last had it.
"""

from __future__ import annotations

import math
import os
import time
from pathlib import Path

from ivr.store.resting import asking, is_asked, locked


class Holding:
    """`patience_seconds`: how long nobody has had the lock before this process takes it."""

    def __init__(self, path: Path, *, comes_first: bool = False, patience_seconds: float = 0.0) -> None:
        self._path, self._comes_first, self._patience_seconds = path, comes_first, patience_seconds
        self._busy_at = -math.inf  # when another process was last seen with the lock, or asked for it
        self._lock: int | None = None
        self._asking: int | None = None

    @property
    def holds(self) -> bool:
        return self._lock is not None

    def take(self) -> bool:
        """Whether this process has the lock now. Gives it up where it is asked to."""
        if self._asking is None and is_asked(self._path):
            self._busy_at = time.monotonic()
            self.release()
            return False
        if self._lock is None:
            if self._comes_first and self._asking is None:
                self._asking = asking(self._path)
            if not self._is_awaited():
                self._lock = self._taken()
            if self._lock is None:
                return False
            self._ask_no_more()
            if not self._comes_first:
                os.utime(self._lock, (0, 0))  # nobody waits for a worker
        if self._comes_first:
            os.utime(self._lock)
        return True

    def release(self) -> None:
        self._ask_no_more()
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def _is_awaited(self) -> bool:
        return not self._comes_first and 0 <= time.time() - _used_at(self._path) < self._patience_seconds

    def _taken(self) -> int | None:
        lock = locked(self._path)
        if lock is None:
            self._busy_at = time.monotonic()
        elif time.monotonic() - self._busy_at < self._patience_seconds:
            os.close(lock)
            return None
        return lock

    def _ask_no_more(self) -> None:
        asked, self._asking = self._asking, None
        if asked is not None:
            os.close(asked)


def _used_at(path: Path) -> float:
    """When a process that is there for nothing else last had the lock: a second of time.time(), 0 where none had."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
