"""What the tests of the store share: entries by the line, and child processes that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from ivr.core.entries import Entry, Kind
from ivr.store import schema
from ivr.store.batches import as_entry
from ivr.store.segments import read_records, segment_paths

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
CHILDREN = Path(__file__).with_name("children.py")


def entry(
    kind: Kind = "entered",
    step: int = 0,
    index: int = 0,
    *,
    call: str = "CA1",
    source: str = "step",
    seconds: float = 0,
    test: bool = False,
    **data: Any,
) -> Entry:
    """`seconds` after noon."""
    return Entry(call, source, step, index, NOON + timedelta(seconds=seconds), kind, data, test)


def in_journal(folder: Path) -> list[Entry]:
    """Every entry that can be read from the journal, segment by segment."""
    found: list[Entry] = []
    for path in segment_paths(folder):
        reading = read_records(path, 0, limit=1_000_000)
        found += [entry for record in reading.records for entry in record]
    return found


def in_database(engine: Engine) -> list[Entry]:
    with engine.connect() as connection:
        return [as_entry(row) for row in connection.execute(select(schema.entries))]


def ids(entries: Sequence[Entry]) -> list[tuple[str, str, int, int]]:
    return sorted(entry.id for entry in entries)


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that another thread does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        threading.Event().wait(0.005)


def child(*arguments: object) -> subprocess.Popen[bytes]:
    """A process of its own that runs one function of children.py and prints a line for each thing it has done."""
    return subprocess.Popen(
        [sys.executable, str(CHILDREN), *map(str, arguments)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def lines_until_dead(process: subprocess.Popen[bytes]) -> list[bytes]:
    """SIGKILL it, and return the whole lines that it still had printed."""
    process.kill()
    rest, _ = process.communicate()
    return rest.split(b"\n")[:-1]
