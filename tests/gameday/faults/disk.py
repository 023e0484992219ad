"""The journal's disk is full: first the reserve takes what comes, then nothing can be logged, and that is counted."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.store.reserve import Reserve
from tests.gameday.rows import Told
from tests.gameday.stand import Stand

UNLOGGED = re.compile(r"Unlogged: (\d+) entries")
LOOK_SECONDS = 0.02
RESERVE_SHARE = 0.5  # of the time: then what is left of the reserve is taken away too


@contextmanager
def full(stand: Stand, seconds: float) -> Iterator[Told]:
    """Half of the time, and until it is used, there is the reserve, and all must be logged; then that is full too."""
    assert stand.disk is not None
    disk, before, told = stand.disk, unlogged(stand), Told()
    fillers, over = [disk.fill()], threading.Event()
    reserve = Reserve(stand.machines[0].journal)

    def take_the_rest() -> None:
        over.wait(seconds * RESERVE_SHARE)
        while not reserve.is_short and not over.wait(LOOK_SECONDS):
            pass
        if over.is_set():
            return
        told["unlogged while there was the reserve"] = unlogged(stand) - before
        told["alarmed"] = reserve.is_short
        fillers.append(disk.fill())

    thread = threading.Thread(target=take_the_rest, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        over.set()
        thread.join()
        for filler in fillers:
            filler.unlink()
    told["unlogged"] = lambda: unlogged(stand) - before  # some are counted a moment later
    told["wrong"] = [*_wrong(told)]


def _wrong(told: Told) -> Iterator[str]:
    if early := told.get("unlogged while there was the reserve"):
        yield f"{early} entries were unlogged while there was the reserve"
    if not told.get("alarmed"):
        yield "nobody was told that the disk is full"


def unlogged(stand: Stand) -> int:
    """As the service counted them."""
    return sum(int(count) for machine in stand.machines for count in UNLOGGED.findall(machine.output()))
