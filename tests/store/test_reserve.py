"""The journal's room on a disk that fills up, on a real disk of a few megabytes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.store.journal import Journal
from ivr.store.reserve import Reserve
from ivr.store.segment import Disk
from ivr.store.segments import read_records, segment_paths
from tests.store.support import CHILDREN, ROOT, entry, in_journal

SIZE = 512 * 1024


def on_a_small_disk(folder: Path, megabytes: int, *arguments: object) -> list[int]:
    """What one function of children.py prints, run where `folder` is a disk of so many megabytes, seen by it alone."""
    folder.mkdir()
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    command = " ".join([sys.executable, str(CHILDREN), *map(str, arguments)])
    # What is there in the end is copied to beside it, since the disk goes with the process.
    script = f"mount -t tmpfs -o size={megabytes}m tmpfs {folder} && {command} && cp -r {folder}/journal {folder}-kept"
    done = subprocess.run(
        [*unshare, "sh", "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    return [int(word) for word in done.stdout.split()]


def test_when_the_disk_is_full_the_journal_goes_on_by_its_reserve(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    written, before, short, later = on_a_small_disk(folder, 4, "fill_disk", folder, SIZE)
    records = [one for path in segment_paths(Path(f"{folder}-kept")) for one in read_records(path, 0, 100_000).records]

    room = sum(path.stat().st_size for path in segment_paths(Path(f"{folder}-kept")))
    assert written - before >= SIZE * 0.9 / (room / len(records)), "the whole reserve was filled with records"
    assert short, "somebody has to be told"
    assert later == 10, "and as soon as there is room, all is well"
    assert len(records) == written + later


def test_whoever_meets_the_full_disk_a_moment_later_writes_too(tmp_path: Path) -> None:
    """Another process gives the reserve up between two attempts of this one."""
    folder = tmp_path / "journal"
    reserve, failures = Reserve(folder, SIZE), [False, True]
    reserve.keep()

    def write(fd: int, data: bytes) -> int:
        if not failures:
            return os.write(fd, data)
        if failures.pop(0):
            (folder / "reserve").unlink()
        raise OSError(errno.ENOSPC, "no space")

    journal = Journal(folder, disk=Disk(write=write), reserve=reserve)
    journal.write([entry()])
    journal.close()

    assert (journal.unlogged, len(in_journal(folder))) == (0, 1)


def test_who_meets_the_full_disk_while_another_gives_the_reserve_up_waits_for_the_room(tmp_path: Path) -> None:
    """A large one: its room is not there as soon as its name is gone."""
    assert on_a_small_disk(tmp_path / "disk", 700, "write_together", tmp_path / "disk", 128 * 2**20) == [0, 0, 0, 0]


def test_it_is_taken_where_there_is_plenty(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "journal", SIZE)
    reserve.keep()

    assert (tmp_path / "journal" / "reserve").stat().st_size == SIZE
    assert (tmp_path / "journal" / "reserve").stat().st_blocks * 512 >= SIZE, "not a hole"
    assert not reserve.is_short


def test_it_is_not_taken_from_a_disk_that_has_little(tmp_path: Path) -> None:
    greedy = Reserve(tmp_path / "journal", 2**50)
    greedy.keep()

    assert not (tmp_path / "journal").exists()
    assert greedy.is_short


def test_it_is_given_up_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    reserve = Reserve(tmp_path / "journal", SIZE)
    reserve.keep()

    assert (reserve.give_up(), reserve.give_up()) == (True, False)
    assert caplog.text.count("The disk is full") == 1
    reserve.keep()
    assert reserve.give_up(), "taken again"


def test_what_is_left_of_it_by_a_killed_process_is_taken_anew(tmp_path: Path) -> None:
    file = tmp_path / "journal" / "reserve"
    file.parent.mkdir()
    file.touch()
    Reserve(tmp_path / "journal", SIZE).keep()

    assert file.stat().st_size == SIZE


def test_what_is_left_of_it_is_no_reserve_when_the_disk_is_full(tmp_path: Path) -> None:
    """Somebody has to be told: the disk has less room than it would take."""
    (tmp_path / "reserve").touch()

    assert Reserve(tmp_path, 2**50).is_short
