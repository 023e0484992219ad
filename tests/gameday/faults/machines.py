"""Two machines: calls go from one to the other at every step, one dies and comes back, and what is published or
switched on one is heard on both."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.store.segments import read_records, segment_paths
from tests.gameday.asking import seconds_until_heard
from tests.gameday.faults.changes import kept, published
from tests.gameday.rows import Told
from tests.gameday.stand import Machine, Stand

HEARD_SECONDS = 2.0
NOTICE = "Kasa dziś nieczynna."


@contextmanager
def one_dies(stand: Stand, seconds: float) -> Iterator[Told]:
    """For a third of the time; then a publish on the first and an announcement on the second."""
    second = stand.machines[1]
    told, wrong, over = Told(), list[str](), threading.Event()

    def work() -> None:
        over.wait(seconds / 6)
        for each in (*second.masters, second.shipper):
            each.hold()
        over.wait(seconds / 3)
        for each in (*second.masters, second.shipper):
            each.release()
        stand.wait_until_ready()
        told["publish heard on both after, s"] = round(published(stand, "Dzień dobry, obie maszyny."), 2)
        second.command("announce", "add", NOTICE, "--until", "tomorrow")
        told["announcement heard on both after, s"] = round(seconds_until_heard(stand, NOTICE), 2)

    thread = threading.Thread(target=kept(work, wrong), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        thread.join()
    moved, steps = _moved(stand.machines)
    told["steps taken on another machine than the one before"] = f"{moved} of {steps}"
    told["wrong"] = wrong + ([] if moved else ["no call ever changed the machine"])
    heard = [float(str(value)) for name, value in told.items() if name.endswith("after, s")]
    told["slow"] = [f"heard after {one} s (limit {HEARD_SECONDS:g})" for one in heard if one > HEARD_SECONDS]


def _moved(machines: list[Machine]) -> tuple[int, int]:
    """(steps that another machine wrote than the step before, all steps that have one before), from the journals."""
    wrote: dict[str, dict[int, int]] = {}
    for number, machine in enumerate(machines):
        for path in segment_paths(machine.journal):
            for record in read_records(path, 0, 10_000_000).records:
                if record[0].source == "step":
                    wrote.setdefault(record[0].call, {})[record[0].step] = number
    pairs = [(steps[at - 1], steps[at]) for steps in wrote.values() for at in steps if at - 1 in steps]
    return sum(one != other for one, other in pairs), len(pairs)
