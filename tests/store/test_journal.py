from __future__ import annotations

import errno
import os
import re
import signal
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from ivr.store.journal import Journal
from ivr.store.segment import Disk
from ivr.store.segments import is_dead, read_records, segment_paths
from ivr.store.unlogged import Unlogged
from ivr.store.writer import Rotation
from tests.store.support import child, entry, ids, in_journal, until

Sync = Literal["group", "wait"]


def no_sync(fd: int) -> None:
    raise OSError(errno.EIO, "the disk is dying")


class FlakyDisk:
    """Fails at the given write calls (from 0): half the bytes are written ("short"), or none ("error")."""

    def __init__(self, **failures: str) -> None:
        self.failures = {int(key[1:]): how for key, how in failures.items()}
        self.writes = 0

    def write(self, fd: int, data: bytes) -> int:
        how = self.failures.get(self.writes, "")
        self.writes += 1
        if how == "error":
            raise OSError(errno.ENOSPC, "no space")
        return os.write(fd, data[: len(data) // 2] if how == "short" else data)


def test_a_step_is_one_write_and_one_record(tmp_path: Path) -> None:
    disk = FlakyDisk()
    journal = Journal(tmp_path / "journal", disk=Disk(write=disk.write))
    journal.write([entry("started", 0, 0), entry("entered", 0, 1)])
    journal.write([entry("pressed", 1, 0)])
    journal.write([])

    (path,) = segment_paths(tmp_path / "journal")
    reading = read_records(path, 0)

    assert disk.writes == 2
    assert [len(record) for record in reading.records] == [2, 1]
    journal.close()


def test_a_segment_is_private_named_by_time_and_process_and_locked(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.write([entry()])
    (path,) = segment_paths(tmp_path / "journal")

    assert re.fullmatch(rf"\d{{19}}-{os.getpid()}-[0-9a-f]{{8}}\.log", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not is_dead(path)
    journal.close()
    assert is_dead(path)


def test_nothing_is_touched_before_the_first_write(tmp_path: Path) -> None:
    Journal(tmp_path / "journal").close()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("rotation", "segments"),
    [
        pytest.param(Rotation(), 1, id="shipped values"),
        pytest.param(Rotation(bytes=1), 5, id="too large at once"),
        pytest.param(Rotation(seconds=0.0), 5, id="too old at once"),
    ],
)
def test_rotation(tmp_path: Path, rotation: Rotation, segments: int) -> None:
    journal = Journal(tmp_path, rotation=rotation)
    for step in range(5):
        journal.write([entry(step=step)])

    paths = segment_paths(tmp_path)
    journal.close()

    assert len(paths) == segments
    assert [found.step for found in in_journal(tmp_path)] == [0, 1, 2, 3, 4]
    assert all(is_dead(path) for path in paths)


def test_a_retired_segment_gets_its_lock_back_while_the_process_lives(tmp_path: Path) -> None:
    journal = Journal(tmp_path, rotation=Rotation(bytes=1))
    journal.write([entry(step=0)])
    journal.write([entry(step=1)])
    old, new = segment_paths(tmp_path)

    until(lambda: is_dead(old))

    assert not is_dead(new)
    journal.close()


@pytest.mark.parametrize(
    ("failures", "segments", "unlogged"),
    [
        pytest.param({"_3": "short"}, 2, 0, id="short write"),
        pytest.param({"_3": "error"}, 2, 0, id="error"),
        pytest.param({"_0": "short"}, 1, 0, id="short write of the very first"),
        pytest.param({"_3": "short", "_5": "error", "_8": "short"}, 4, 0, id="again and again"),
        pytest.param({"_3": "short", "_4": "short"}, 2, 1, id="both attempts short"),
        pytest.param({"_3": "error", "_4": "error", "_5": "error", "_6": "error"}, 2, 2, id="disk full for two steps"),
    ],
)
def test_after_a_failed_write_a_new_segment(
    tmp_path: Path, failures: dict[str, str], segments: int, unlogged: int
) -> None:
    disk = FlakyDisk(**failures)
    journal = Journal(tmp_path, disk=Disk(write=disk.write))
    for step in range(10):
        journal.write([entry(step=step)])
    journal.close()

    written = [found.step for found in in_journal(tmp_path)]
    assert journal.unlogged == unlogged
    assert written == [step for step in range(10) if not 3 <= step < 3 + unlogged]
    assert len(segment_paths(tmp_path)) == segments
    assert all(read_records(path, 0).damaged == 0 for path in segment_paths(tmp_path))


def test_a_full_disk_stops_nothing_and_leaves_no_litter(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """/dev/full answers every write as a full disk does."""
    full = os.open("/dev/full", os.O_WRONLY)
    space = threading.Event()
    disk = Disk(write=lambda fd, data: os.write(fd if space.is_set() else full, data))
    journal = Journal(tmp_path, disk=disk)
    for step in range(20):
        journal.write([entry("started", step, 0, caller="+48500100200"), entry("entered", step, 1)])

    assert journal.unlogged == 40
    assert not journal.writable()
    assert [one.name for one in tmp_path.iterdir()] == ["unlogged"], "the count, and no litter"
    assert Unlogged(tmp_path).read().total == 40
    assert "2 entries of call CA1" in caplog.text
    assert "500100200" not in caplog.text

    space.set()
    journal.write([entry(step=20)])
    assert (journal.writable(), journal.unlogged, ids(in_journal(tmp_path))) == (True, 40, [("CA1", "step", 20, 0)])
    journal.close()
    os.close(full)


def test_the_kernel_cuts_a_file_at_its_limit(tmp_path: Path) -> None:
    """A real short write, then a real error: RLIMIT_FSIZE in a process of its own."""
    process = child("write_limited", tmp_path, 10_000, 500)
    printed, _ = process.communicate()

    assert (process.returncode, printed) == (0, b"0\n")
    assert [found.step for found in in_journal(tmp_path)] == list(range(500))
    assert len(segment_paths(tmp_path)) > 5
    assert all(path.stat().st_size <= 10_000 for path in segment_paths(tmp_path))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"value": object()}, id="an object"),
        pytest.param({"value": "\ud800\0"}, id="broken text"),
        pytest.param({"value": float("nan")}, id="no number"),
        pytest.param({"value": {1, 2}}, id="a set"),
    ],
)
def test_odd_data_is_logged_all_the_same(tmp_path: Path, data: dict[str, Any]) -> None:
    journal = Journal(tmp_path)
    journal.write([entry(**data)])
    journal.close()

    assert ids(in_journal(tmp_path)) == [("CA1", "step", 0, 0)]


def test_what_cannot_be_encoded_is_counted(tmp_path: Path) -> None:
    endless: dict[str, Any] = {}
    endless["self"] = endless
    journal = Journal(tmp_path)
    journal.write([entry(value=endless)])
    journal.write([entry(step=1)])

    assert (journal.unlogged, ids(in_journal(tmp_path))) == (1, [("CA1", "step", 1, 0)])
    journal.close()


def test_threads_share_a_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path, rotation=Rotation(bytes=20_000))

    def write(call: str) -> None:
        for step in range(100):
            journal.write([entry("entered", step, 0, call=call), entry("pressed", step, 1, call=call)])

    threads = [threading.Thread(target=write, args=(f"CA{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()

    expected = sorted((f"CA{n}", "step", step, index) for n in range(8) for step in range(100) for index in (0, 1))
    assert ids(in_journal(tmp_path)) == expected


def test_a_removed_folder_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    journal = Journal(folder, "wait")  # on the disk before the folder goes: else the first step is saved too
    journal.write([entry(step=0)])
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    journal.write([entry(step=1)])

    assert ids(in_journal(folder)) == [("CA1", "step", 1, 0)]
    journal.close()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file")
    journal = Journal(tmp_path / "journal")
    journal.write([entry()])

    assert (journal.unlogged, journal.writable()) == (1, False)


def in_child(work: Callable[[], None]) -> int:
    """Fork as gunicorn does, work there, and return the exit code. A child that hangs is ended by an alarm."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_forked_child_opens_its_own_segment(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.write([entry(step=0)])

    assert in_child(lambda: journal.write([entry(step=1)])) == 0
    journal.write([entry(step=2)])

    ours, theirs = segment_paths(tmp_path)
    assert [[record[0].step for record in read_records(path, 0).records] for path in (ours, theirs)] == [[0, 2], [1]]
    assert (is_dead(ours), is_dead(theirs)) == (False, True)
    journal.close()


def test_a_fork_while_another_thread_is_writing(tmp_path: Path) -> None:
    """The child gets the parent's lock taken, by a thread that it does not have."""
    parent, busy, go_on = os.getpid(), threading.Event(), threading.Event()

    def write(fd: int, data: bytes) -> int:
        if os.getpid() == parent:
            busy.set()
            go_on.wait(20)
        return os.write(fd, data)

    journal = Journal(tmp_path, disk=Disk(write=write))
    thread = threading.Thread(target=journal.write, args=([entry(step=0)],))
    thread.start()
    busy.wait(20)

    assert in_child(lambda: journal.write([entry(step=1)])) == 0
    go_on.set()
    thread.join()

    assert ids(in_journal(tmp_path)) == [("CA1", "step", 0, 0), ("CA1", "step", 1, 0)]
    journal.close()


def test_group_syncs_soon_and_many_records_at_once(tmp_path: Path) -> None:
    syncs: list[float] = []
    journal = Journal(tmp_path, disk=Disk(sync=lambda fd: syncs.append(time.monotonic())))
    began = time.monotonic()
    for step in range(300):
        journal.write([entry(step=step)])
    until(lambda: bool(syncs))
    took = time.monotonic() - began
    journal.close()

    assert len(syncs) <= 3 + took / 0.02


@pytest.mark.parametrize(("sync", "waits"), [("wait", True), ("group", False)])
def test_whether_write_waits_for_the_disk(tmp_path: Path, sync: Sync, waits: bool) -> None:
    """Of several, since a busy machine may let one wait run out."""
    synced, released = threading.Event(), threading.Event()

    def slow(fd: int) -> None:
        released.wait(0.01 if waits else 20)
        synced.set()

    journal = Journal(tmp_path, sync, disk=Disk(sync=slow))
    returned_after_sync = []
    for step in range(5):
        synced.clear()
        journal.write([entry(step=step)])
        returned_after_sync.append(synced.is_set())
    released.set()
    journal.close()

    assert any(returned_after_sync) is waits


def test_write_waits_a_quarter_of_a_second_at_most(tmp_path: Path) -> None:
    released = threading.Event()
    journal = Journal(tmp_path, "wait", disk=Disk(sync=lambda fd: None if released.wait(20) else None))
    began = time.monotonic()
    journal.write([entry()])
    waited = time.monotonic() - began
    released.set()
    journal.close()

    assert 0.2 <= waited < 5
    assert len(in_journal(tmp_path)) == 1


@pytest.mark.parametrize("sync", ["group", "wait"])
def test_after_a_failed_sync_the_records_are_written_again_elsewhere(tmp_path: Path, sync: Sync) -> None:
    calls: list[int] = []

    def sync_once_badly(fd: int) -> None:
        calls.append(fd)
        if len(calls) == 1:
            no_sync(fd)

    journal = Journal(tmp_path, sync, disk=Disk(sync=sync_once_badly))
    journal.write([entry(step=0)])
    until(lambda: len(calls) > 1)
    journal.write([entry(step=1)])
    journal.close()

    first, second = (read_records(path, 0).records for path in segment_paths(tmp_path))
    assert [record[0].step for record in first] == [0]
    assert [record[0].step for record in second] == [0, 1]


def test_a_disk_that_never_syncs_stops_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path, disk=Disk(sync=no_sync))
    for step in range(50):
        journal.write([entry(step=step)])
    journal.close()

    assert {found.step for found in in_journal(tmp_path)} == set(range(50))
    assert len(in_journal(tmp_path)) <= 150
    assert (journal.unlogged, journal.unsynced) == (0, 50)


def test_what_the_system_refuses_is_said_by_its_number() -> None:
    """The write that keeps the interpreter tells errors as `os.write` does."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with pytest.raises(BrokenPipeError):
            Disk().write(writing, b"a record\0with a zero byte\n")
    finally:
        os.close(writing)


def test_a_record_is_written_whole_zero_bytes_and_all(tmp_path: Path) -> None:
    fd = os.open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)
    try:
        assert Disk().write(fd, b"one\0two\n") == 8
    finally:
        os.close(fd)

    assert (tmp_path / "file").read_bytes() == b"one\0two\n"
