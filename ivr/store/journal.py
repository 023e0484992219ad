"""The journal: the entries of a step, written on this machine before the answer goes out.

The call path depends on it and it depends on nothing: no database, no network, no earlier success.
`write` never raises. Moving the entries to the database is the shipper's work.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from ivr.core.entries import Entry
from ivr.store.records import encode
from ivr.store.reserve import Reserve
from ivr.store.segment import Disk
from ivr.store.segments import PROBE
from ivr.store.unlogged import Unlogged
from ivr.store.writer import Rotation, Writer

_log = logging.getLogger(__name__)
_PROBE = bytes(4096)  # one block: a full disk refuses it


class Journal:
    """Thread-safe and fork-safe. Touches the disk only when it is written to.

    `sync`: "group" returns when the operating system has the record (a killed process loses nothing, a
    power cut at most 50 ms); "wait" returns when the disk has it, or after 250 ms.
    """

    def __init__(
        self,
        folder: Path,
        sync: Literal["group", "wait"] = "group",
        *,
        disk: Disk | None = None,
        rotation: Rotation | None = None,
        reserve: Reserve | None = None,
    ) -> None:
        self._folder, self._sync = folder, sync
        self._disk, self._rotation = disk or Disk(), rotation or Rotation()
        self._reserve = reserve or Reserve(folder)
        self._lost = Unlogged(folder)
        self._writers: dict[int, Writer] = {}  # by process id: locks and threads do not survive a fork

    @property
    def unlogged(self) -> int:
        """Entries that this process could not write anywhere."""
        return self._writer().unlogged

    @property
    def unsynced(self) -> int:
        """Records of this process that the disk refused twice: safe from a kill, not from a power cut."""
        return self._writer().unsynced

    def write(self, entries: Sequence[Entry]) -> None:
        """The entries of one step as one record. What cannot be written is counted and logged, without what it says."""
        if not entries:
            return
        writer = self._writer()
        try:
            written = writer.write(encode(entries))
        except Exception:  # the call goes on, whatever it was
            _log.exception("The journal failed.")
            written = False
        if not written:
            writer.count_unlogged(len(entries))
            self._lost.add(len(entries))
            _log.critical("Unlogged: %d entries of call %s.", len(entries), entries[0].call)

    def writable(self) -> bool:
        """Whether a record could be written now, by writing a block beside the segments."""
        probe = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}{PROBE}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fd = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                return self._disk.write(fd, _PROBE) == len(_PROBE)
            finally:
                os.close(fd)
                probe.unlink(missing_ok=True)
        except OSError:
            return False

    def close(self) -> None:
        """Bring everything to the disk. A later write opens a new segment."""
        writer = self._writers.get(os.getpid())
        if writer is not None:
            writer.close()

    def _writer(self) -> Writer:
        pid = os.getpid()
        writer = self._writers.get(pid)
        return writer if writer is not None else self._new_writer(pid)

    def _new_writer(self, pid: int) -> Writer:
        """No lock here: another thread may have held it when the process was forked. `setdefault` is atomic."""
        fresh = Writer(self._folder, self._sync == "wait", self._disk, self._rotation, self._reserve)
        writer = self._writers.setdefault(pid, fresh)
        for other in [key for key in self._writers if key != pid]:
            inherited = self._writers.pop(other, None)
            if inherited is not None:
                inherited.forget()
        return writer
