"""Where log lines go out: nobody who writes one ever waits.

A line is put into a queue of bounded length; a thread writes what is there to stderr. Where nobody reads at the other
end the thread waits, the queue fills up, and further lines are dropped and counted: a log must never stop a call.
"""

from __future__ import annotations

import atexit
import os
import select
import threading
from collections import deque
from collections.abc import Callable, Iterator

STDERR = 2
LINES = 5000  # that may wait
_GATHER_SECONDS = 0.1  # between two writes: one for many lines, and no thread woken by each request
_LAST_SECONDS = 1.0  # at the end of the process


def _nothing(lines: int) -> None:
    pass


class Sink:
    """A file to write whole lines to. Thread-safe and fork-safe: the thread is started by the first line of a process.

    `on_drop` is told how many lines were lost; `told` makes of that number the line that says so.
    """

    def __init__(
        self, fd: int = STDERR, limit: int = LINES, told: Callable[[int], str] = "lines of the log lost: {}".format
    ) -> None:
        self._fd, self._limit, self._told = fd, limit, told
        self.on_drop: Callable[[int], None] = _nothing
        self._begin()
        os.register_at_fork(after_in_child=self._begin)
        atexit.register(self.close)

    def _begin(self) -> None:
        """What the parent has not written yet is the parent's to write; its thread and locks are not ours."""
        self._waiting: deque[str] = deque()
        self._filled, self._idle, self._closing = threading.Event(), threading.Event(), threading.Event()
        self._starting, self._counting, self._untold = threading.Lock(), threading.Lock(), 0
        self._thread: threading.Thread | None = None
        self._idle.set()

    def write(self, text: str) -> int:
        """Never waits, never raises."""
        if len(self._waiting) >= self._limit or not self._is_running():
            self._drop(1)
        else:
            self._waiting.append(text)
            if not self._filled.is_set():
                self._idle.clear()
                self._filled.set()
        return len(text)

    def flush(self) -> None:
        """There is nothing to do: who writes a line does not wait for it."""

    def close(self, seconds: float = _LAST_SECONDS) -> bool:
        """Write what waits, for so long at most. Whether all is written."""
        if self._thread is None:
            return True
        self._closing.set()
        self._filled.set()
        return self._idle.wait(seconds)

    def _is_running(self) -> bool:
        return self._thread is not None or self._start()

    def _start(self) -> bool:
        with self._starting:
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="log", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # no thread to be had, or the interpreter is ending
                    return False
                self._thread = thread
        return True

    def _run(self) -> None:
        while True:
            self._filled.wait()
            self._filled.clear()
            for some in _together(self._taken()):
                self._put(some)
            if not self._waiting:
                self._idle.set()
            self._closing.wait(_GATHER_SECONDS)
            if self._waiting:
                self._filled.set()

    def _taken(self) -> list[str]:
        lines = []
        while self._waiting:
            lines.append(self._waiting.popleft())
        with self._counting:
            lost, self._untold = (self._untold, 0) if lines else (0, self._untold)
        if lost:
            lines.append(self._told(lost) + "\n")
        return lines

    def _put(self, lines: list[str]) -> None:
        """May wait for ever, in this thread alone."""
        rest = memoryview("".join(lines).encode("utf-8", "backslashreplace"))
        while rest:
            try:
                rest = rest[os.write(self._fd, rest) :]
            except BlockingIOError:
                select.select([], [self._fd], [], 1.0)
            except OSError:  # nobody is at the other end any more
                self._drop(len(lines))
                return

    def _drop(self, lines: int) -> None:
        with self._counting:
            self._untold += lines
        try:
            self.on_drop(lines)
        except Exception:  # a figure is not worth a call
            return


def _together(lines: list[str]) -> Iterator[list[str]]:
    """As many as a pipe takes at once: several processes write to it, and a longer piece could be torn."""
    some: list[str] = []
    size = 0
    for line in lines:
        length = len(line) if line.isascii() else len(line.encode("utf-8", "backslashreplace"))
        if some and size + length > select.PIPE_BUF:
            yield some
            some, size = [], 0
        some.append(line)
        size += length
    if some:
        yield some
