"""Processes killed while they work: SIGKILL, at no moment they could have chosen."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from random import Random

from tests.gameday.rows import Told
from tests.gameday.stand import Stand

KILL_SECONDS, MASTER_SECONDS = 2.0, 6.0


@contextmanager
def again_and_again(every: float, deed: Callable[[], None]) -> Iterator[None]:
    """The deed at once, and then every so many seconds, until the end."""
    over = threading.Event()

    def work() -> None:
        deed()
        while not over.wait(every):
            deed()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def worker_and_shipper(stand: Stand, seconds: float) -> Iterator[Told]:
    chance, told = Random(1), dict[str, int](workers=0, shippers=0)

    def kill() -> None:
        workers = [pid for machine in stand.machines for pid in machine.workers]
        if workers:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                told["workers"] += 1
        for shipper in stand.shippers:
            told["shippers"] += shipper.pid != 0
            shipper.kill()

    with again_and_again(min(KILL_SECONDS, seconds / 2), kill):
        yield told  # type: ignore[misc]


@contextmanager
def masters_in_turn(stand: Stand, seconds: float) -> Iterator[Told]:
    """A master with its workers; the other one goes on meanwhile."""
    turn, told = cycle(stand.masters), dict[str, int](masters=0)

    def kill() -> None:
        next(turn).kill()
        told["masters"] += 1

    with again_and_again(MASTER_SECONDS, kill):
        yield told  # type: ignore[misc]
    stand.wait_until_ready()


@contextmanager
def all_processes(stand: Stand, seconds: float) -> Iterator[Told]:
    """Every process of the service is down, and nginx alone is there."""
    everything = [*stand.masters, *stand.shippers]
    for each in everything:
        each.hold()
    try:
        yield {}
    finally:
        for each in everything:
            each.release()
        stand.wait_until_ready()
