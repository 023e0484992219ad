"""Counters of several processes: exact, shared, and never going back when a process dies."""

from __future__ import annotations

import os
import signal
import threading

from ivr.watching.counts import SERIES, Counts

TOLD = ("calls", "caller")


def in_a_child(counts: Counts, times: int, killed: bool = False) -> int:
    child = os.fork()
    if child == 0:
        for _ in range(times):
            counts.one(*TOLD)
        if killed:
            os.kill(os.getpid(), signal.SIGKILL)
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_threads_and_processes_lose_nothing() -> None:
    counts = Counts()
    threads = [threading.Thread(target=lambda: [counts.one(*TOLD) for _ in range(2000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    in_a_child(counts, 500)
    for thread in threads:
        thread.join()

    assert counts.all()[TOLD] == 8500


def test_a_killed_process_takes_nothing_with_it_and_its_place_is_used_again() -> None:
    counts = Counts(slots=2)
    counts.one(*TOLD)
    for _ in range(5):  # more than there are places
        in_a_child(counts, 10, killed=True)

    assert counts.all()[TOLD] == 51
    assert counts.processes() == [os.getpid()]


def test_where_there_is_no_place_nothing_is_counted_and_nothing_fails() -> None:
    counts = Counts(slots=1)
    counts.one(*TOLD)
    in_a_child(counts, 3)

    assert counts.all()[TOLD] == 1


def test_an_answer_is_counted_once_in_one_bucket() -> None:
    counts = Counts()
    counts.request("/voice", 200, 0.004)
    counts.request("/voice", 503, 99.0)
    counts.one("nobody knows this")
    found = counts.all()

    assert (found["requests", "/voice", "2xx"], found["requests", "/voice", "5xx"]) == (1, 1)
    assert (found["bucket", "/voice", "0.005"], found["bucket", "/voice", "+Inf"]) == (1, 1)
    assert sum(n for key, n in found.items() if key[0] == "bucket") == 2
    assert found["microseconds", "/voice"] == 99_004_000
    assert set(found) == set(SERIES)
