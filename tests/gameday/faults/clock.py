"""The machine's clock jumps: a day ahead, back again, a day behind, and right again. Only its time of day; how long
things take is known from another clock, as in a kernel."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from ivr.store.segments import read_records, segment_paths
from tests.gameday.rows import Told
from tests.gameday.stand import Stand

DAY = 86_400


@contextmanager
def jumping(stand: Stand, seconds: float) -> Iterator[Told]:
    assert stand.shim is not None
    shim, over = stand.shim, threading.Event()

    def jump() -> None:
        for offset in (DAY, -DAY, 0, -DAY, DAY, 0):
            shim.sets(clock_seconds=offset)
            if over.wait(seconds / 6):
                return

    thread = threading.Thread(target=jump, daemon=True)
    thread.start()
    try:
        told = Told(jumps=6)
        yield told
    finally:
        over.set()
        thread.join()
        shim.sets()
    ahead, behind = _other_days(stand)
    told |= {"entries of tomorrow": ahead, "entries of yesterday": behind}
    told["wrong"] = [] if ahead and behind else ["the clock did not jump: nothing was tried"]


def _other_days(stand: Stand) -> tuple[int, int]:
    """(entries of a day ahead, of a day behind) in the journal."""
    now, half = datetime.now(UTC), timedelta(seconds=DAY / 2)
    paths = segment_paths(stand.machines[0].journal)
    moments = [entry.at for path in paths for record in read_records(path, 0, 10_000_000).records for entry in record]
    return sum(at > now + half for at in moments), sum(at < now - half for at in moments)
