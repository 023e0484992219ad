"""Reading the journal: its segments in order, their records, and whether a segment's writer still lives.

Never writes to a segment and never crashes on what a broken disk left in one.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ivr.core.entries import Entry
from ivr.store.records import decode, salvage

SUFFIX = ".log"
UNBORN = ".new"  # a segment that is not locked yet
PROBE = ".probe"  # of the readiness check


class Reading(NamedTuple):
    """Whole records from one segment. `offset` is where the next reading begins, in bytes."""

    records: tuple[tuple[Entry, ...], ...]
    offset: int
    damaged: int  # lines skipped


def segment_paths(folder: Path) -> list[Path]:
    """The segments, oldest first. A folder that is not there yet has none."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX))
    except FileNotFoundError:
        return []


def read_records(path: Path, offset: int, limit: int = 500) -> Reading:
    """At most about `limit` records from `offset`. A tail without a line feed is left for the next time:
    its writer is in the middle of it, or died there before it answered. Raises FileNotFoundError."""
    records: list[tuple[Entry, ...]] = []
    damaged = 0
    with path.open("rb") as file:
        file.seek(offset)
        while len(records) < limit and (line := file.readline()).endswith(b"\n"):
            offset += len(line)
            record = decode(line[:-1])
            if record is None:
                damaged += 1
                record = salvage(line[:-1])
            if record is not None:
                records.append(record)
    return Reading(tuple(records), offset, damaged)


def is_dead(path: Path) -> bool:
    """Whether nobody will write to the segment again: its writer holds a lock for life.

    A segment gets its name only when it is locked, so an unlocked one was never about to be used.
    Advisory locks are of this machine: the journal must be on a local disk.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True


def remove_leftovers(folder: Path, older_seconds: float) -> None:
    """Delete what was left by processes killed between making a file and naming or deleting it. Holds no record."""
    try:
        found = [path for path in folder.iterdir() if path.suffix in (UNBORN, PROBE)]
    except FileNotFoundError:
        return
    for path in found:
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime >= older_seconds:
                path.unlink()
