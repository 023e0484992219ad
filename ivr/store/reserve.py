"""Room that the journal keeps for itself on a disk that fills up: a file of nothing, given up when the disk is full.

    <journal>/reserve      16 MiB: a minute of the journal at 200 requests a second

What was given up is taken again once there is plenty of room. Nothing here raises for what the disk does.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

BYTES = 16 * 2**20
_ROOM = 4  # times its own size must be free before it is taken
_log = logging.getLogger(__name__)


class Reserve:
    """Shared by all processes of a machine: whoever meets the full disk first gives it up for all."""

    def __init__(self, folder: Path, size: int = BYTES) -> None:
        self._folder, self._path, self._size = folder, folder / "reserve", size

    def keep(self) -> None:
        """Take the room, where it is not taken and there is plenty."""
        if self._is_whole() or self._free() < _ROOM * self._size:
            return
        unborn = self._path.with_name(f"reserve.{os.getpid()}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fd = os.open(unborn, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(fd, 0, self._size)
            finally:
                os.close(fd)
            unborn.rename(self._path)
        except OSError as error:
            _log.warning("The journal has no reserve: %s.", error)
            with suppress(OSError):
                unborn.unlink()

    def give_up(self) -> bool:
        """Whether there was any: then a write may be tried again. The room is there before the name is gone: who meets
        the full disk meanwhile, and still sees the name, comes here and waits for it."""
        try:
            with suppress(OSError):
                os.truncate(self._path, 0)
            self._path.unlink()
        except OSError:
            return False
        _log.critical("The disk is full: the journal lives on its reserve.")
        return True

    @property
    def is_there(self) -> bool:
        return self._path.exists()

    @property
    def is_short(self) -> bool:
        """It is given up, and the disk has no more room than it would take."""
        return not self._is_whole() and self._free() < self._size

    def _is_whole(self) -> bool:
        """Not empty, as a process leaves it that is killed while it gives it up."""
        try:
            return self._path.stat().st_size > 0
        except OSError:
            return False

    def _free(self) -> int:
        folder = next((one for one in (self._folder, *self._folder.parents) if one.exists()), Path("/"))
        try:
            found = os.statvfs(folder)
        except OSError:
            return 0
        return found.f_bavail * found.f_frsize
