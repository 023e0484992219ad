"""How far the log database is behind the journal of this machine, also while the database is away: by what it said
last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from ivr.errors import IvrError
from ivr.store import batches
from ivr.store.log import reading
from ivr.store.segments import read_records, segment_paths

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Lag:
    """What is in the journal and not in the database. `known`: the database could be asked."""

    records: int = 0
    bytes: int = 0
    segments: int = 0
    oldest_at: datetime | None = None
    known: bool = True


class Lagging:
    """`look` from one thread at a time."""

    def __init__(self, journal: Path, engine: Engine) -> None:
        self._journal, self._engine = journal, engine
        self._done: dict[str, int] = {}

    def look(self) -> Lag:
        """Raises nothing for what the database does."""
        try:
            with reading(self._engine) as connection:
                self._done, known = batches.offsets(connection), True
        except IvrError:
            known = False
        found = [one for path in segment_paths(self._journal) if (one := _of(path, self._done.get(path.name, 0)))]
        oldest = min((at for _, _, at in found if at), default=None)
        return Lag(sum(one[0] for one in found), sum(one[1] for one in found), len(found), oldest, known)


def _of(path: Path, offset: int) -> tuple[int, int, datetime | None] | None:
    """Records, bytes and the first instant of what a segment holds past `offset`; None where there is nothing."""
    try:
        first = read_records(path, offset, 1).records
        with path.open("rb") as file:
            file.seek(offset)
            records = whole = size = 0
            while chunk := file.read(_CHUNK):
                records += chunk.count(b"\n")
                last = chunk.rfind(b"\n")
                whole, size = (size + last + 1 if last >= 0 else whole), size + len(chunk)
    except OSError:  # shipped and deleted just now
        return None
    at = min((entry.at for record in first for entry in record), default=None)
    return (records, whole, at) if records else None
