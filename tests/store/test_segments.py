from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ivr.core.entries import Entry
from ivr.store.records import encode
from ivr.store.segment import Disk, Segment
from ivr.store.segments import Reading, is_dead, read_records, segment_paths
from tests.store.support import entry

RECORDS = [
    [entry("pressed", step, key="1", label="ą\n"), *([entry("entered", step, 1)] if step % 10 == 0 else [])]
    for step in range(200)
]
LINES = [encode(record) for record in RECORDS]
STARTS = [sum(map(len, LINES[:k])) for k in range(len(LINES) + 1)]
WHOLE = b"".join(LINES)
NEAR = 1  # records read around a damage; what lies further is the same file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[int]:
    path = tmp_path / "1-1-a.log"
    path.write_bytes(WHOLE)
    fd = os.open(path, os.O_RDWR)
    yield fd
    os.close(fd)


def path_of(tmp_path: Path) -> Path:
    return tmp_path / "1-1-a.log"


def steps(reading: Reading) -> list[int]:
    records: list[tuple[Entry, ...]] = list(reading.records)
    assert all(list(record) == RECORDS[record[0].step] for record in records)
    return [record[0].step for record in records]


def test_a_whole_file_is_read_in_portions(tmp_path: Path, file: int) -> None:
    offset, found = 0, []
    while (reading := read_records(path_of(tmp_path), offset, limit=7)).records:
        offset, damaged = reading.offset, reading.damaged
        found += steps(reading)
        assert damaged == 0

    assert found == list(range(200))
    assert offset == len(WHOLE)


def test_cut_at_every_byte_all_records_before_the_cut_are_read(tmp_path: Path, file: int) -> None:
    for k in reversed(range(200)):
        first = max(k - NEAR, 0)
        for cut in reversed(range(STARTS[k], STARTS[k + 1])):
            os.ftruncate(file, cut)
            reading = read_records(path_of(tmp_path), STARTS[first])
            assert (steps(reading), reading.offset, reading.damaged) == (list(range(first, k)), STARTS[k], 0), cut


@pytest.mark.parametrize(("change", "hurt"), [("flip", range(200)), ("line feed", [0, 1, 9, 10, 198, 199])])
def test_damage_at_any_byte_loses_that_record_only(tmp_path: Path, file: int, change: str, hurt: Sequence[int]) -> None:
    for k in hurt:
        first, last = max(k - 1, 0), min(k + 2, 199)
        expected = [step for step in range(first, last + 1) if step != k]
        for place in range(STARTS[k], STARTS[k + 1]):
            good = WHOLE[place]
            bad = good ^ (1 << place % 8) if change == "flip" else ord("\n")
            if bad == good:
                continue
            os.pwrite(file, bytes([bad]), place)
            reading = read_records(path_of(tmp_path), STARTS[first], limit=len(expected) + (k == 199))
            os.pwrite(file, bytes([good]), place)
            assert steps(reading) == expected, place
            assert reading.damaged or (k == 199 and place == len(WHOLE) - 1), place


@pytest.mark.parametrize("place", [*range(0, len(WHOLE), 997), len(WHOLE) - 1])
def test_damage_in_the_whole_file(tmp_path: Path, file: int, place: int) -> None:
    os.pwrite(file, bytes([WHOLE[place] ^ 0xFF]), place)
    hurt = next(k for k in range(200) if place < STARTS[k + 1])

    reading = read_records(path_of(tmp_path), 0)

    assert steps(reading) == [step for step in range(200) if step != hurt]


def test_a_torn_tail_is_read_once_it_is_whole(tmp_path: Path) -> None:
    path = path_of(tmp_path)
    path.write_bytes(LINES[0] + LINES[1][:-1])
    torn = read_records(path, 0)
    path.write_bytes(LINES[0] + LINES[1])

    assert (steps(torn), torn.offset, torn.damaged) == ([0], STARTS[1], 0)
    assert steps(read_records(path, torn.offset)) == [1]


@pytest.mark.parametrize(
    ("content", "found", "damaged"),
    [
        pytest.param(b"", [], 0, id="empty"),
        pytest.param(b"\n\n\n", [], 3, id="line feeds"),
        pytest.param(bytes(100_000), [], 0, id="zeros after a power cut"),
        pytest.param(bytes(1000) + LINES[0], [0], 1, id="zeros before a record"),
        pytest.param(b"\xff\xfe\n" + LINES[0], [0], 1, id="no text at all"),
        pytest.param(LINES[0][:40] + LINES[1] + LINES[2], [1, 2], 1, id="torn record appended to"),
        pytest.param(LINES[0][:40] + LINES[1][:40] + LINES[2], [2], 1, id="two torn records appended to"),
    ],
)
def test_what_a_broken_disk_leaves(tmp_path: Path, content: bytes, found: list[int], damaged: int) -> None:
    path_of(tmp_path).write_bytes(content)

    reading = read_records(path_of(tmp_path), 0)

    assert (steps(reading), reading.damaged) == (found, damaged)


def test_a_record_quoted_inside_a_damaged_one_is_not_believed(tmp_path: Path) -> None:
    outer = encode([entry("lost", 5, why="x" + LINES[0].decode())])
    path_of(tmp_path).write_bytes(b"0" + outer)

    assert read_records(path_of(tmp_path), 0).records == ((entry("lost", 5, why="x" + LINES[0].decode()),),)


def test_segments_come_oldest_first_and_only_they(tmp_path: Path) -> None:
    for name in (
        "1795386665487571652-9-b.log",
        "1795386665413556133-10-a.log",
        "1795386665413556133-10-a.new",
        "x.probe",
    ):
        (tmp_path / name).touch()

    names = [path.name for path in segment_paths(tmp_path)]

    assert names == ["1795386665413556133-10-a.log", "1795386665487571652-9-b.log"]
    assert segment_paths(tmp_path / "none") == []


def test_a_new_segment_is_never_seen_without_its_lock(tmp_path: Path) -> None:
    """Else the shipper could take it for finished while its writer is about to begin."""
    segments: list[Segment] = []

    def make() -> None:
        for _ in range(200):
            segments.append(Segment(tmp_path, Disk()))

    maker = threading.Thread(target=make)
    maker.start()
    unlocked = []
    while maker.is_alive():
        unlocked += [path for path in segment_paths(tmp_path)[-3:] if is_dead(path)]
    maker.join()
    for segment in segments:
        segment.discard()

    assert unlocked == []
    assert len(segments) == 200


def test_a_segment_is_dead_when_its_lock_is_free(tmp_path: Path, file: int) -> None:
    path = path_of(tmp_path)
    fcntl.flock(file, fcntl.LOCK_EX)
    locked = is_dead(path)
    fcntl.flock(file, fcntl.LOCK_UN)

    assert (locked, is_dead(path), is_dead(tmp_path / "none")) == (False, True, False)
