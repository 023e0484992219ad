"""Programs that tests run as processes of their own, and kill. `children.py NAME ARGUMENTS…`"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path


def write(folder: str, call: str, sync: str) -> None:
    """Write 1000 steps of two entries, a call of 50 steps after the other, and wait to be killed.

    Prints each step's number when `write` has returned.
    """
    from ivr.core.entries import Entry
    from ivr.store.journal import Journal

    journal = Journal(Path(folder), "wait" if sync == "wait" else "group")
    now = datetime.now(UTC)
    for number in range(1000):
        name, step = f"{call}-{number // 50}", number % 50
        journal.write([Entry(name, "step", step, index, now, "entered", {"node": "menu"}) for index in (0, 1)])
        os.write(1, b"%d\n" % number)
    signal.pause()


def write_limited(folder: str, limit: str, steps: str) -> None:
    """The kernel refuses more than `limit` bytes in a file: a short write, then an error."""
    from ivr.core.entries import Entry
    from ivr.store.journal import Journal

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    journal = Journal(Path(folder))
    now = datetime.now(UTC)
    for step in range(int(steps)):
        journal.write([Entry("CA1", "step", step, 0, now, "entered", {"node": "menu"})])
    os.write(1, b"%d\n" % journal.unlogged)


def fill_disk(folder: str, reserve: str) -> None:
    """Write steps to a small disk until one cannot be logged; print how many there were, how many of them before the
    reserve was given up, and how many of ten more could be logged once there was room again."""
    from ivr.core.entries import Entry
    from ivr.store.journal import Journal
    from ivr.store.reserve import Reserve

    now, path = datetime.now(UTC), Path(folder) / "journal"
    kept = Reserve(path, int(reserve))
    kept.keep()
    filler = Path(folder) / "filler"
    filler.write_bytes(bytes(3 * int(reserve)))
    journal = Journal(path, reserve=kept)
    written, before = 0, 0
    while not journal.unlogged:
        journal.write([Entry("CA1", "step", written, 0, now, "entered", {"node": "menu"})])
        written += 1
        before = written if (path / "reserve").exists() else before
    short = kept.is_short
    filler.unlink()
    for step in range(10):
        journal.write([Entry("CA2", "step", step, 0, now, "entered", {"node": "menu"})])
    later = 11 - journal.unlogged
    os.write(1, b"%d %d %d %d\n" % (written - 1, before, short, later))


def write_together(folder: str, reserve: str) -> None:
    """Four processes write one step after the other on a disk that is full but for what the reserve gives up, all from
    the same moment on; print how many of each one's hundred entries could not be logged."""
    from ivr.core.entries import Entry
    from ivr.store.journal import Journal
    from ivr.store.reserve import Reserve
    from tests.gameday.disk import fill

    now, path, start = datetime.now(UTC), Path(folder) / "journal", Path(folder) / "start"
    Reserve(path, int(reserve)).keep()
    writers = []
    for name in "abcd":
        from_child, to_parent = os.pipe()
        if not os.fork():
            journal = Journal(path, reserve=Reserve(path, int(reserve)))
            journal.write([Entry(name, "step", 0, 0, now, "entered", {"node": "menu"})])
            os.write(to_parent, b"r")
            while not start.exists():
                pass
            for step in range(1, 101):
                journal.write([Entry(name, "step", step, 0, now, "entered", {"node": "menu"})])
            os.write(to_parent, b"%d " % journal.unlogged)
            os._exit(0)
        writers.append(from_child)
    for writer in writers:
        os.read(writer, 1)
    fill(Path(folder))
    start.touch()
    os.write(1, b"".join(os.read(writer, 20) for writer in writers))


def ship(folder: str, url: str, lock: str) -> None:
    """Ship for ever; print how many entries each time."""
    from ivr.store.database import open_writer
    from ivr.store.shipper import Shipper

    shipper = Shipper(Path(folder), open_writer(url), Path(lock))
    os.write(1, b"ready\n")
    while True:
        if shipped := shipper.run_once():
            os.write(1, b"%d\n" % shipped)


def activate(folder: str, revision: str) -> None:
    """Activate the same revision for ever; print each sequence when it is live."""
    from ivr.store.revisions import Revisions

    revisions = Revisions(Path(folder))
    while True:
        live = revisions.activate(revision, "author", "message", datetime.now(UTC))
        os.write(1, b"%d\n" % live.sequence)


def save(folder: str) -> None:
    """Save revision after revision; print each when it is kept."""
    from ivr.store.revisions import Revisions

    revisions = Revisions(Path(folder))
    for number in count():
        name = f"r{number}"
        revisions.save(name, {"config.yaml": name * 2000}, name.encode() * 2000)
        os.write(1, name.encode() + b"\n")


def announce(folder: str, author: str, times: str) -> None:
    """Add so many announcements; print the sequence of each when it holds."""
    from ivr.core.office import Announcement
    from ivr.core.overrides import Switches
    from ivr.store.switches import SwitchFile

    file, now = SwitchFile(Path(folder)), datetime.now(UTC)

    def change(before: Switches, new_id: str) -> tuple[Switches, tuple[str, ...]]:
        one = Announcement(new_id, {"pl": "a"}, now, now, author)
        return replace(before, announcements=(*before.announcements, one)), (new_id,)

    for _ in range(int(times)):
        os.write(1, b"%d\n" % file.change(author, "announce", now, change).sequence)
    signal.pause()


PROGRAMS: dict[str, Callable[..., None]] = {
    "write": write,
    "write_together": write_together,
    "write_limited": write_limited,
    "fill_disk": fill_disk,
    "ship": ship,
    "activate": activate,
    "save": save,
    "announce": announce,
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
