"""One journal segment being written. Knows nothing of threads, entries or what to do about an error."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ivr.store.segments import SUFFIX, UNBORN

_libc = ctypes.PyDLL(None, use_errno=True)  # its functions keep the interpreter, those of a CDLL give it away
_libc.write.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t)
_libc.write.restype = ctypes.c_ssize_t


def _write_at_once(fd: int, data: bytes) -> int:
    """write(2), and no other thread runs meanwhile: decision 21. Raises OSError."""
    written = int(_libc.write(fd, data, len(data)))
    if written < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return written


@dataclass(frozen=True, slots=True)
class Disk:
    """The system calls that a full or dying disk makes fail. Tests give failing ones."""

    write: Callable[[int, bytes], int] = _write_at_once
    sync: Callable[[int], None] = os.fdatasync


class Segment:
    """A new, locked file `<time_ns>-<pid>-<rand>.log`. Every method may raise OSError."""

    def __init__(self, folder: Path, disk: Disk, second: bool = False) -> None:
        self.second = second  # holds records that could not be synced elsewhere
        self.size = 0  # bytes of whole records
        self.unsynced: list[bytes] = []
        self.born = time.monotonic()
        self._folder, self._disk = folder, disk
        self._name_is_durable = self._sync_failed = False
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._name = f"{time.time_ns()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.path = folder / (self._name + SUFFIX)
        self._fd = self._open()

    def _open(self) -> int:
        """Locked first, named after: a reader that finds a segment unlocked knows that its writer is dead."""
        unborn = self._folder / f"{self._name}{UNBORN}"
        fd = os.open(unborn, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            unborn.rename(self.path)
        except OSError:
            os.close(fd)
            unborn.unlink(missing_ok=True)
            raise
        return fd

    def append(self, record: bytes) -> None:
        """One write() of the whole record. After an OSError nothing may be appended again: the tail may be torn."""
        if self._disk.write(self._fd, record) != len(record):
            raise OSError(errno.ENOSPC, "short write")
        self.size += len(record)
        self.unsynced.append(record)

    def sync(self) -> None:
        """To the disk: the data, and the first time the file's name. After one error it is an error for ever:
        Linux forgets the pages it could not write, and a second answer would be a lie."""
        if self._sync_failed:
            raise OSError(errno.EIO, "an earlier sync of this segment failed")
        self._sync_failed = True
        if (
            os.fstat(self._fd).st_nlink == 0
        ):  # looked at here, not at every record: what was not synced is written again
            raise OSError(errno.ESTALE, "the journal's folder was removed")
        if not self._name_is_durable:
            self._sync_folder()
        self._disk.sync(self._fd)
        self._sync_failed = False

    def _sync_folder(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._name_is_durable = True

    def close(self) -> None:
        """Give the lock back. Twice is fine, also in a forked child, where it only closes the child's copy."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def discard(self) -> None:
        """Close and delete: for a segment that never held a whole record."""
        self.path.unlink(missing_ok=True)
        self.close()
