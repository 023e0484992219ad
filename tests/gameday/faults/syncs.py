"""A dying disk: bringing bytes to it fails, or takes its time, at random; for the journal and for the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.gameday.rows import Told
from tests.gameday.stand import Stand

FAILS, SLOW, SLOW_MS = 0.2, 0.2, 200
SAID = "The journal could not be synced"


@contextmanager
def failing_and_slow(stand: Stand, seconds: float) -> Iterator[Told]:
    assert stand.shim is not None
    before = stand.machines[0].output().count(SAID)
    stand.shim.sets(fails=FAILS, slow=SLOW, slow_ms=SLOW_MS)
    try:
        told = Told({"of all syncs": f"{FAILS:.0%} failed, {SLOW:.0%} took {SLOW_MS} ms longer"})
        yield told
    finally:
        stand.shim.sets()
    told["failed syncs of the journal"] = failed = stand.machines[0].output().count(SAID) - before
    told["wrong"] = [] if failed else ["no sync failed: nothing was tried"]
