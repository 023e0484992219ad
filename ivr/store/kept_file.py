"""One small JSON file that several processes read and change: a value, whole, replaced by rename, mode 0600.

Must not know what the value means.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from ivr.store.files import write_atomically

T = TypeVar("T")
_Stamp = tuple[int, int, int]


class KeptFile(Generic[T]):
    """`parse` makes the value of what JSON holds, and raises ValueError, TypeError or KeyError for anything else;
    `plain` the other way round. Safe for threads and processes."""

    def __init__(self, path: Path, parse: Callable[[Any], T], plain: Callable[[T], Any]) -> None:
        self.path = path
        self._parse, self._plain = parse, plain
        self._held: tuple[_Stamp, T] | None = None

    def read(self) -> T:
        """The value; the file is read again only when it changed. Raises OSError (FileNotFoundError for none) and
        what `parse` raises."""
        found = self.path.stat()
        stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
        held = self._held
        if held is None or held[0] != stamp:
            held = self._held = (stamp, self._parse(json.loads(self.path.read_bytes())))
        return held[1]

    def change(self, change: Callable[[], T]) -> T:
        """What `change` gives becomes the file, while nobody else changes it; what it raises leaves all as it was."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(self.path.with_suffix(".lock")):
            value = change()
            content = json.dumps(self._plain(value), ensure_ascii=False, indent=1)
            write_atomically(self.path, content.encode() + b"\n")
        return value


@contextmanager
def alone(lock_path: Path) -> Iterator[None]:
    """Waits until no other process is inside with the same lock file."""
    lock = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
