"""Counters that all workers of one gunicorn share, in memory: adding to one costs a microsecond and touches no disk.

Not the files of the metrics library: it maps them into memory, and the first touch of a page that a full disk has no
room for kills the process, in the middle of a call. Here every process has a slot of its own, under a lock that the
system gives back when it dies; who takes the slot next counts on from there, so nothing is ever counted down.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import tempfile
import threading
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
ROUTES = (
    *("/voice", "/voice/step", "/voice/whisper", "/voice/confirm", "/voice/leg", "/voice/status"),
    *("console", "pages", "watch", "other"),
)
CLASSES = ("2xx", "3xx", "4xx", "5xx")
OUTCOMES = ("answered", "busy", "no_answer", "failed", "cancelled", "unknown")
CALLERS = ("caller", "test")
SLOTS = 64  # processes; who comes later counts nothing

Key = tuple[str, ...]
SERIES: tuple[Key, ...] = (
    *(("requests", route, kind) for route in ROUTES for kind in CLASSES),
    *(("bucket", route, str(bound)) for route in ROUTES for bound in (*BUCKETS, "+Inf")),
    *(("microseconds", route) for route in ROUTES),
    *(("calls", who) for who in CALLERS),
    *(("legs", outcome) for outcome in OUTCOMES),
    ("failsafe",),
    ("log_lines_lost",),
)
_AT: Mapping[Key, int] = {key: index + 1 for index, key in enumerate(SERIES)}  # the first word is the process id
_WORDS = len(SERIES) + 1


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the figures of one route begin: on the way of every request nothing is looked for."""

    requests: int
    buckets: int
    microseconds: int


_PLACES: Mapping[str, _Places] = {
    route: _Places(
        _AT["requests", route, CLASSES[0]], _AT["bucket", route, str(BUCKETS[0])], _AT["microseconds", route]
    )
    for route in ROUTES
}


@dataclass(slots=True)
class _Slot:
    begin: int
    lock: threading.Lock


class Counts:
    """Made before workers are forked. Thread-safe and fork-safe."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._slots = slots
        size = slots * _WORDS * 8
        self._fd = _memory(size)
        self._words = memoryview(mmap.mmap(self._fd, size)).cast("Q")
        self._mine: dict[int, _Slot | None] = {}  # by process id

    def add(self, *key_and_amount: tuple[Key, int]) -> None:
        """Never raises for a key that nobody knows: it is not counted."""
        slot = self._slot()
        if slot is None:
            return
        with slot.lock:
            for key, amount in key_and_amount:
                if index := _AT.get(key):
                    self._words[slot.begin + index] += amount

    def lines_lost(self, lines: int) -> None:
        self.add((("log_lines_lost",), lines))

    def one(self, *key: str) -> None:
        self.add((key, 1))

    def request(self, route: str, status: int, seconds: float) -> None:
        """One answer: how it went, and how long it took."""
        slot, at = self._slot(), _PLACES.get(route)
        if slot is None or at is None:
            return
        words, begin = self._words, slot.begin
        kind, bucket = min(max(status // 100 - 2, 0), len(CLASSES) - 1), bisect_left(BUCKETS, seconds)
        with slot.lock:
            words[begin + at.requests + kind] += 1
            words[begin + at.buckets + bucket] += 1
            words[begin + at.microseconds] += int(seconds * 1e6)

    def all(self) -> Mapping[Key, int]:
        """Of all processes that there were."""
        begins = range(0, self._slots * _WORDS, _WORDS)
        return {key: sum(self._words[begin + index] for begin in begins) for key, index in _AT.items()}

    def processes(self) -> list[int]:
        """Ids of the processes that count and live."""
        ids = (self._words[begin] for begin in range(0, self._slots * _WORDS, _WORDS))
        return [pid for pid in ids if pid and os.path.exists(f"/proc/{pid}")]

    def _slot(self) -> _Slot | None:
        pid = os.getpid()
        if pid not in self._mine:
            self._mine.setdefault(pid, self._claimed(pid))  # atomic; the lock of two threads is the same process's
        return self._mine[pid]

    def _claimed(self, pid: int) -> _Slot | None:
        for number in range(self._slots):
            try:
                fcntl.lockf(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except OSError:
                continue
            begin = number * _WORDS
            self._words[begin] = pid
            return _Slot(begin, threading.Lock())
        return None


def _memory(size: int) -> int:
    """Of no disk, where the system can do that; all of it there from the beginning."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("infoline-counts", os.MFD_CLOEXEC)
    else:
        with tempfile.TemporaryFile() as file:
            fd = os.dup(file.fileno())
    os.write(fd, bytes(size))
    return fd
