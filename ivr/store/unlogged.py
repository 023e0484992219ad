"""How many entries the journal could not write: exact over all processes of a machine, and kept over restarts.

    <journal>/unlogged      32 bytes, made while there was room, written over in place: a full disk has room for that

Where even that fails the process keeps its own part and adds it with the next. Nothing here raises.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

_FORM = struct.Struct("<QQdd")
SPELL = timedelta(days=1)  # after a day without one a trouble is over


@dataclass(frozen=True, slots=True)
class Lost:
    """`total`: ever, on this machine. `count`: since `since`, when the present or last trouble began; `last`: the last
    one (None: there was none)."""

    total: int = 0
    count: int = 0
    since: datetime | None = None
    last: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        return self.last is not None and now - self.last < SPELL


class Unlogged:
    """Thread-safe; shared by all processes of a machine."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = folder / "unlogged", clock
        self._lock = threading.Lock()
        self._kept_back = 0  # entries that are not in the file yet

    def make(self) -> None:
        """The file, while there is room for it."""
        with suppress(OSError):
            if not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(self._opened())

    def add(self, entries: int) -> None:
        """Quick: no disk is waited for."""
        with self._lock:
            self._kept_back += entries
            try:
                self._write(self._kept_back)
            except OSError:
                return
            self._kept_back = 0

    def read(self) -> Lost:
        """What the file says, and what this process could not write into it."""
        total, count, since, last = 0, 0, 0.0, 0.0
        with suppress(OSError, struct.error):
            total, count, since, last = _FORM.unpack(self._path.read_bytes()[: _FORM.size])
        back = self._kept_back
        return Lost(total + back, count + back, _instant(since), _instant(last))

    def _write(self, entries: int) -> None:
        fd = self._opened()
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            total, count, since, last = _FORM.unpack(os.pread(fd, _FORM.size, 0))
            now = self._clock()
            if not 0 <= now - last < SPELL.total_seconds():
                count, since = 0, now
            os.pwrite(fd, _FORM.pack(total + entries, count + entries, since, now), 0)
        finally:
            os.close(fd)

    def _opened(self) -> int:
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(fd).st_size < _FORM.size:
                os.pwrite(fd, bytes(_FORM.size), 0)  # the same zeros, whoever does it
        except OSError:
            os.close(fd)
            raise
        return fd


def _instant(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
