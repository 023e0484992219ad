"""How far the log database is behind the journal of this machine. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from ivr.store import batches
from ivr.store.log import reading
from ivr.store.segments import read_records, segment_paths


@dataclass(frozen=True, slots=True)
class Backlog:
    """`segments`: files of the journal with something in them that is not in the database; `oldest_at` of it."""

    segments: int = 0
    oldest_at: datetime | None = None


def backlog(folder: Path, engine: Engine) -> Backlog:
    """Raises IvrError if the database cannot be read."""
    with reading(engine) as connection:
        done = batches.offsets(connection)
    waiting = [found for path in segment_paths(folder) if (found := _first(path, done.get(path.name, 0)))]
    return Backlog(len(waiting), min(waiting)) if waiting else Backlog()


def _first(path: Path, offset: int) -> datetime | None:
    """When the first thing that is not in the database happened; None where all of the segment is there."""
    try:
        records = read_records(path, offset, 1).records
    except FileNotFoundError:  # shipped and deleted just now
        return None
    return min((entry.at for record in records for entry in record), default=None)
