"""The log never makes anybody wait: a pipe that nobody reads, one that is closed, a process that was forked."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

from ivr.sink import Sink

LINE = "x" * 1000 + "\n"


def read_all(fd: int) -> str:
    with os.fdopen(fd, "r") as file:
        return file.read()


def test_lines_come_out_in_order(tmp_path: Path) -> None:
    fd = os.open(tmp_path / "out", os.O_RDWR | os.O_CREAT)
    sink = Sink(fd)
    for number in range(300):
        sink.write(f"{number}\n")

    assert sink.close(10)
    assert (tmp_path / "out").read_text() == "".join(f"{number}\n" for number in range(300))
    os.close(fd)


def test_a_pipe_that_nobody_reads_blocks_nobody_and_what_is_lost_is_told() -> None:
    """10,000 lines of 1 kB into a pipe that holds 64 kB: more than pipe, thread and queue can take."""
    reading, writing = os.pipe()
    lost: list[int] = []
    sink = Sink(writing, limit=50)
    sink.on_drop = lost.append
    for _ in range(10_000):
        sink.write(LINE)
    assert sum(lost) > 9_000

    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(read_all(reading)))
    reader.start()  # somebody reads again
    assert sink.close(20)
    sink.write("after\n")
    assert sink.close(20)
    os.close(writing)
    reader.join(20)

    assert sum(map(int, re.findall(r"^lines of the log lost: ([0-9]+)$", got[0], re.M))) == sum(lost)
    assert got[0].count(LINE) == 10_000 - sum(lost)


def test_nobody_at_the_other_end_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    lost: list[int] = []
    sink = Sink(writing)
    sink.on_drop = lost.append
    sink.write("one\n")

    assert sink.close(10)
    assert lost == [1]
    os.close(writing)


def test_a_forked_process_writes_its_own_lines_and_none_of_the_parents(tmp_path: Path) -> None:
    fd = os.open(tmp_path / "out", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    sink = Sink(fd)
    sink.write("parent\n")
    assert sink.close(10)
    child = os.fork()
    if child == 0:
        sink.write("child\n")
        os._exit(0 if sink.close(10) else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert (tmp_path / "out").read_text() == "parent\nchild\n"
    os.close(fd)
